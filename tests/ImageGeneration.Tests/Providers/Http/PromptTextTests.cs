using ImageGeneration.Providers.Http;

namespace ImageGeneration.Tests.Providers.Http;

public sealed class PromptTextTests
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
        Assert.Equal(expected, PromptText.Without(text, Prompt));

    [Fact]
    public void Without_TextOfNothingButDots_IsThatText()
    {
        var dots = new string('.', 200_000);

        Assert.Equal(dots, PromptText.Without(dots, new string('x', 10_000)));
    }
}
