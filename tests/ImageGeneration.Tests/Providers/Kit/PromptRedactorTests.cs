using ImageGeneration.Redaction;

namespace ImageGeneration.Tests.Providers.Kit;

public sealed class PromptRedactorTests
{
    private const string Prompt = "a red fox in the snow, seen from afar";

    [Theory]
    [InlineData("no result for 'A RED FOX in the snow, seen from afar'", "no result for '[prompt]'")]
    [InlineData("no result for a red fox in the...", "no result for [prompt]...")]
    [InlineData("loading ..... no result for a red fox in…", "loading ..... no result for [prompt]…")]
    [InlineData("two: a red fox in…, a red fox in the s…", "two: [prompt]…, [prompt]…")]
    [InlineData("a red…", "a red…")]
    [InlineData("loading model...", "loading model...")]
    [InlineData("...", "...")]
    public void Without_TextThatRepeatsThePrompt_HasItNoMore(string text, string expected) =>
        Assert.Equal(expected, PromptRedactor.Redact(text, Prompt));

    [Theory]
    [InlineData("a%20red%20fox%20in%20the%20snow%2C%20seen%20from%20afar")]
    [InlineData("a+red+fox+in+the+snow%2c+seen+from+afar")]
    [InlineData("a%2520red%2520fox%2520in%2520the%2520snow%252C%2520seen%2520from%2520afar")]
    [InlineData("A RED FOX IN THE SNOW, SEEN FROM AFAR")]
    [InlineData("a_red_fox_in_the_snow_seen_from_afar")]
    [InlineData("a red fox\\nin the snow, \\u0073een from afar")]
    [InlineData("a\u00a0red\u200b fox\r\n  in the snow, seen from afar")]
    [InlineData("&quot;a red fox in the snow&#44; seen from&#x20;afar")]
    [InlineData("YSByZWQgZm94IGluIHRoZSBzbm93LCBzZWVuIGZyb20gYWZhcg==")]
    [InlineData("eyJwcm9tcHQiOiJhIHJlZCBmb3ggaW4gdGhlIHNub3csIHNlZW4gZnJvbSBhZmFyIn0")]
    [InlineData("a</w> red</w> fox</w> in</w> the</w> snow</w> ,</w> seen</w> from</w> afar</w>")]
    [InlineData("aĠredĠfoxĠinĠtheĠsnow,ĠseenĠfromĠafar")]
    [InlineData("▁a▁red▁fox▁in▁the▁snow,▁seen▁from▁afar")]
    [InlineData("in the snow, seen from afar")]
    public void Without_PromptInAnotherForm_HasItNoMore(string form)
    {
        var text = PromptRedactor.Redact($"no result for '{form}' on worker 17", Prompt);

        Assert.Contains("[prompt]", text, StringComparison.Ordinal);
        Assert.StartsWith("no result for '", text, StringComparison.Ordinal);
        Assert.EndsWith("' on worker 17", text, StringComparison.Ordinal);
        Assert.DoesNotContain("snow", text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("afar", text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("nNlZW4gZ", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ein Café über dem Fluß", "caf\\u00e9 nein: ein Caf\\u00e9 \\u00fcber dem Flu\\u00df!", "caf\\u00e9 nein: [prompt]!")]
    [InlineData("ein Café über dem Fluß", "ein%20Caf%C3%A9%20%C3%BCber%20dem%20Flu%C3%9F", "[prompt]")]
    [InlineData("ein Café über dem Fluß", "ein Caf\\xc3\\xa9 \\xc3\\xbcber dem Flu\\xc3\\x9f", "[prompt]")]
    [InlineData("雪の中の赤い狐", "入力「雪の中の赤い狐」は不可", "入力「[prompt]」は不可")]
    [InlineData("雪の中の赤い狐", "\\u96ea\\u306e\\u4e2d\\u306e\\u8d64\\u3044\\u72d0 failed", "[prompt] failed")]
    [InlineData("🦊🦊 im Schnee", "\\ud83e\\udd8a\\ud83e\\udd8a im Schnee, %F0%9F%A6%8A%F0%9F%A6%8A%20im%20Schnee", "[prompt], [prompt]")]
    [InlineData("a cat", "a category of a cat", "a category of [prompt]")]
    [InlineData("a photo of the model on the beach", "the model on the GPU was not found", "the model on the GPU was not found")]
    public void Without_AnyScript_TakesOutThePromptAlone(string prompt, string text, string expected) =>
        Assert.Equal(expected, PromptRedactor.Redact(text, prompt));

    [Theory]
    [InlineData("a")]
    [InlineData("é")]
    [InlineData("a b ")]
    [InlineData("fox, ")]
    [InlineData("%61")]
    public async Task Without_PromptOfRepetitionsAndManyNearMisses_TakesStepsInProportion(string part)
    {
        var half = string.Concat(Enumerable.Repeat(part, 5000 / part.Length));
        var text = string.Concat(Enumerable.Repeat($"{half}{half}x…{half}{half}y...", 200));

        // Each letter of the prompt for each of the text would be 40 billion steps.
        await Task.Run(() => PromptRedactor.Redact(text, $"{half}z{half}")).WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public void Without_TextOfNothingButDots_IsThatText()
    {
        var dots = new string('.', 200_000);

        Assert.Equal(dots, PromptRedactor.Redact(dots, new string('x', 10_000)));
    }
}
