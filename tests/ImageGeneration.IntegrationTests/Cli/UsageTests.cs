namespace ImageGeneration.IntegrationTests.Cli;

public sealed class UsageTests
{
    [Theory]
    [InlineData("--width takes a whole number from 64 to 4096 pixels, not '63'.", "--width", "63")]
    [InlineData("--width takes a whole number from 64 to 4096 pixels, not 'wide'.", "--width", "wide")]
    [InlineData("--height takes a whole number from 64 to 4096 pixels, not '4097'.", "--height", "4097")]
    [InlineData("--count takes a whole number from 1 to 8 images, not '9'.", "--count", "9")]
    [InlineData("--seed takes a whole number from 0 to 4294967295, not '-1'.", "--seed", "-1")]
    [InlineData("--steps takes a whole number from 1 to 500 steps, not '0'.", "--steps", "0")]
    [InlineData("--guidance takes a number from 0 to 50, not '50.5'.", "--guidance", "50.5")]
    [InlineData("--guidance takes a number from 0 to 50, not 'NaN'.", "--guidance", "NaN")]
    [InlineData("--lora takes name=weight with a weight from -3 to 3, not 'x=4'.", "--lora", "x=4")]
    [InlineData("--lora takes name=weight with a weight from -3 to 3, not 'x'.", "--lora", "x")]
    [InlineData("--tag takes name=value, each name once, not 'acme'.", "--tag", "acme")]
    [InlineData("--tag takes name=value, each name once, not '=acme'.", "--tag", "=acme")]
    [InlineData("BudgetTags must have valid names: a name has 1 to 64 characters", "--tag", "my tenant=acme")]
    [InlineData("BudgetTags must have valid values: a value has 1 to 128 characters", "--tag", "tenant=")]
    [InlineData("--deadline takes 1 second to 24 hours, such as 90, 90s, 2m or 1h, not '25h'.", "--deadline", "25h")]
    [InlineData("--style takes one of watercolor, oil_painting,", "--style", "cubist")]
    [InlineData("--enhance takes one of high_detail,", "--enhance", "nice")]
    [InlineData("--format takes one of png, jpeg, webp, not 'bmp'.", "--format", "bmp")]
    [InlineData("--strategy takes one of balanced,", "--strategy", "best")]
    [InlineData("--model takes a name such as flux1 or sdxl, not a blank.", "--model", " ")]
    [InlineData("--provider takes one of the configured providers (replicate, runpod), not 'midjourney'.", "--provider", "midjourney")]
    [InlineData("not 'modal'. For modal set ImageGeneration__Modal__BaseUrl", "--provider", "modal")]
    [InlineData("--config: . is a directory, not a JSON file.", "--config", ".")]
    [InlineData("--config: nothing.json cannot be read", "--config", "nothing.json")]
    [InlineData("A prompt of several words must be in quotes.", "more", "words")]
    public async Task Generate_WrongOption_NamesItAndItsRange(string expected, string option, string value)
    {
        await using var host = CliHost.Bare();

        var text = await host.RunAsync("a cat", option, value);
        var json = await host.RunAsync("a cat", option, value, "--json");

        Assert.Equal((2, 2), (text.ExitCode, json.ExitCode));
        Assert.Contains(expected, text.Error, StringComparison.Ordinal);
        Assert.Equal("", text.Out);
        Assert.Contains(expected, json.Json.GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Empty(host.Files);
    }

    [Theory]
    [InlineData("--width", "64")]
    [InlineData("--width", "4096")]
    [InlineData("--count", "8")]
    [InlineData("--seed", "4294967295")]
    [InlineData("--steps", "500")]
    [InlineData("--guidance", "0")]
    [InlineData("--deadline", "24h")]
    [InlineData("--deadline", "00:01:30")]
    public async Task Generate_EdgeOfARange_IsTaken(string option, string value)
    {
        await using var host = CliHost.Bare();

        var result = await host.RunAsync("a cat", "--dry-run", option, value);

        Assert.Equal(0, result.ExitCode);
    }

    [Theory]
    [InlineData("The prompt is missing")]
    [InlineData("The prompt is missing", "generate", "--width", "64")]
    [InlineData("Is \"providrs\" the command providers?", "providrs")]
    [InlineData("Is \"Simulated\" the command simulate?", "Simulated", "--count", "2")]
    [InlineData("--hlep is not an option; did you mean --help? If it is a prompt, write: imagegen -- \"--hlep\".", "--hlep")]
    [InlineData("--widht is not an option; did you mean --width?", "--widht=512", "--count", "2")]
    [InlineData("--widht is not an option; did you mean --width?", "a cat", "--widht", "512")]
    [InlineData("--seed needs a value, but --dry-run is an option.", "a cat", "--seed", "--dry-run")]
    [InlineData("--model needs a value, but --width is an option.", "generate", "a cat", "--model", "--width", "512")]
    [InlineData("--negative needs a value, but --dry-run is an option.", "a cat", "--negative", "--dry-run")]
    [InlineData("--out needs a value, but --count is an option.", "a cat", "--out", "--count", "2")]
    [InlineData("--config needs a value, but --test is an option.", "providers", "--config", "--test")]
    [InlineData("--negative_prompt is not an option; did you mean --negative-prompt?", "a cat", "--negative_prompt", "fog")]
    [InlineData("--verbose is not an option.", "estimate", "--verbose")]
    [InlineData("--width needs a value. Width: 64 to 4096 pixels", "a cat", "--width")]
    [InlineData("<prompt> takes 1 to 10,000 characters", "  ")]
    [InlineData("<prompt> takes 1 to 10,000 characters", "")]
    public async Task Generate_NoPromptOrOneThatIsNone_IsWrongUsage(string expected, params string[] args)
    {
        await using var host = CliHost.Bare();

        var result = await host.RunAsync(args);

        Assert.Equal(2, result.ExitCode);
        Assert.Contains(expected, result.Error, StringComparison.Ordinal);
        Assert.Contains("See: imagegen --help", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("@home with a cat")]
    [InlineData("-- dashes")]
    [InlineData("[brackets] and a cat")]
    [InlineData("ein Kätzchen, 猫 と 本")]
    [InlineData("[word]")]
    [InlineData("--help")]
    [InlineData("--json")]
    [InlineData("-h")]
    [InlineData("providrs")]
    [InlineData("estimate")]
    [InlineData("--")]
    [InlineData("imagegen")]
    public async Task Generate_OddPrompt_IsAPrompt(string prompt)
    {
        await using var host = CliHost.Bare();

        var result = await host.RunAsync("--dry-run", "--json", "--", prompt);

        Assert.Equal(0, result.ExitCode);
        Assert.Equal(prompt, result.Json.GetProperty("request").GetProperty("prompt").GetString());
    }

    [Theory]
    [InlineData("[word]")]
    [InlineData("[suggest]")]
    [InlineData("[env:A=b]")]
    [InlineData("[red]bold[/]")]
    [InlineData("[a] [b]")]
    [InlineData("[[]]")]
    [InlineData("-hello there")]
    [InlineData("/h")]
    [InlineData("@home.txt")]
    [InlineData("ImageGeneration.Cli")]
    [InlineData("--width: a story")]
    [InlineData("--json: the movie")]
    [InlineData("--dry-run:\ta play in 2 = two acts")]
    public async Task Generate_PromptComesFirst_IsAPromptAsItStands(string prompt)
    {
        await using var host = CliHost.Bare();

        var json = await host.RunAsync(prompt, "--dry-run", "--json");
        var named = await host.RunAsync("generate", prompt, "--dry-run", "--json");
        var text = await host.RunAsync(prompt, "--dry-run");

        Assert.Equal((0, 0, 0), (json.ExitCode, named.ExitCode, text.ExitCode));
        Assert.Equal(prompt, json.Json.GetProperty("request").GetProperty("prompt").GetString());
        Assert.Equal(prompt, named.Json.GetProperty("request").GetProperty("prompt").GetString());
        Assert.StartsWith($"prompt    {prompt}", text.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("style", "oil_painting", "OilPainting")]
    [InlineData("style", "oil_painting", "oil-painting")]
    [InlineData("style", "oil_painting", "OIL PAINTING")]
    [InlineData("style", "oil_painting", "oilPainting")]
    [InlineData("format", "jpeg", "JPEG")]
    [InlineData("format", "jpeg", "jpg")]
    public async Task Generate_WordInAnySpelling_IsTaken(string option, string expected, string spelling)
    {
        await using var host = CliHost.Bare();

        var result = await host.RunAsync("a cat", "--dry-run", "--json", "--" + option, spelling);

        Assert.Equal(0, result.ExitCode);
        var member = option == "format" ? "outputFormat" : option;
        Assert.Equal(expected, result.Json.GetProperty("request").GetProperty(member).GetString());
    }

    [Theory]
    [InlineData("RegistrationOrder")]
    [InlineData("registration-order")]
    [InlineData("REGISTRATION_ORDER")]
    [InlineData("registrationorder")]
    public async Task Strategy_InAnySpelling_OrdersTheRoute(string spelling)
    {
        await using var host = CliHost.Bare();

        var result = await host.RunAsync("estimate", "--json", "--strategy", spelling);

        Assert.Equal(0, result.ExitCode);
        Assert.Equal("replicate", result.Json.GetProperty("route")[0].GetProperty("provider").GetString());
    }

    [Theory]
    [InlineData("--width is not an option of providers, but of generate and estimate.", "providers", "--width", "5")]
    [InlineData("--out is not an option of estimate, but of generate.", "estimate", "--out", "x.png")]
    [InlineData("--test is not an option of simulate, but of providers.", "simulate", "--test")]
    [InlineData("--speed is not an option of estimate, but of simulate.", "estimate", "--speed=2")]
    public async Task Option_OfAnotherCommand_NamesItsCommand(string expected, params string[] args)
    {
        await using var host = CliHost.Bare();

        var result = await host.RunAsync(args);

        Assert.Equal(2, result.ExitCode);
        Assert.Contains(expected, result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("imagegen \"<prompt>\" [options]", "--help")]
    [InlineData("64 to 4096 pixels; default 1024", "generate", "-h")]
    [InlineData("imagegen estimate", "estimate", "--help")]
    [InlineData("--test", "providers", "--help")]
    [InlineData("--port", "simulate", "--help")]
    [InlineData("--faults <file>", "simulate", "--help")]
    [InlineData("Modal (/modal)", "simulate", "--help")]
    public async Task Help_EachCommand_ShowsRangesAndExamples(string expected, params string[] args)
    {
        await using var host = CliHost.Bare();

        var result = await host.RunAsync(args);

        Assert.Equal(0, result.ExitCode);
        Assert.Contains(expected, result.Out, StringComparison.Ordinal);
        Assert.Contains("Examples:", result.Out, StringComparison.Ordinal);
        Assert.All(result.Out.Split('\n'), line => Assert.True(line.Length <= 160, line));
    }

    [Fact]
    public async Task Version_Asked_IsPrinted()
    {
        await using var host = CliHost.Bare();

        var result = await host.RunAsync("--version");

        Assert.Equal(0, result.ExitCode);
        Assert.Matches("^\\d+\\.\\d+\\.\\d+", result.Out);
    }
}
