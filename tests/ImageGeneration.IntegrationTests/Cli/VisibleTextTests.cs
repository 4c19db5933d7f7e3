using ImageGeneration.Cli.Streams;

namespace ImageGeneration.IntegrationTests.Cli;

/// <summary>What is printed steers no terminal, whoever wrote it.</summary>
public sealed class VisibleTextTests
{
    private const string Prompt = "a cat\u001b[2J\u001b]0;owned\u0007 \u202egnp.\u200b 👩‍🚀";

    [Theory]
    [InlineData("plain, Flußpferd, 猫 and 👩‍🚀\tend", "plain, Flußpferd, 猫 and 👩‍🚀\tend")]
    [InlineData("two\r\nlines\n", "two\r\nlines\n")]
    [InlineData("over\rwritten", "over\\u000dwritten")]
    [InlineData("\u001b[31mred\u009b0m", "\\u001b[31mred\\u009b0m")]
    [InlineData("\u202eevil\u2066\ufeff\u007f", "\\u202eevil\\u2066\\ufeff\\u007f")]
    public void Of_AnyText_CanBeSeen(string text, string expected) => Assert.Equal(expected, VisibleText.Create(text));

    [Fact]
    public async Task DryRun_PromptThatSteersATerminal_IsShownAsItIsWritten()
    {
        await using var host = CliHost.Bare();

        var text = await host.RunAsync("generate", Prompt, "--dry-run");
        var json = await host.RunAsync("generate", Prompt, "--dry-run", "--json");

        Assert.Equal((0, 0), (text.ExitCode, json.ExitCode));
        Assert.Contains("a cat\\u001b[2J", text.Out, StringComparison.Ordinal);
        Assert.DoesNotContain(text.Out + text.Error + json.Out, character => character is '\u001b' or '\u0007' or '\u202e' or '\u200b');
        Assert.Equal(Prompt, json.Json.GetProperty("request").GetProperty("prompt").GetString());
    }

    [Theory]
    [InlineData("--model", "m\u001b[31m")]
    [InlineData("--provider", "p\u202e")]
    [InlineData("--out", "\u001b]0;x\u0007/nowhere/\0")]
    [InlineData("--config", "c\u001b[2J.json")]
    public async Task Error_OptionThatSteersATerminal_IsShownAsItIsWritten(string option, string value)
    {
        await using var host = CliHost.Bare();

        var result = await host.RunAsync("generate", "a cat", option, value);

        Assert.NotEqual(0, result.ExitCode);
        Assert.DoesNotContain(result.Out + result.Error, character => char.IsControl(character) && character is not ('\r' or '\n') || character == '\u202e');
    }
}
