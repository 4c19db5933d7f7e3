using ImageGeneration.Prompts;

namespace ImageGeneration.Tests.Prompts;

public sealed class PromptComposerTests
{
    [Theory]
    [InlineData("a watercolor of a fox", "watercolor")]
    [InlineData("WaterColor", "watercolor")]
    [InlineData("an oil painting", "oil painting")]
    [InlineData("an Oil-Painting, old", "oil painting")]
    [InlineData("oil_painting", "oil painting")]
    [InlineData("oil  \n painting", "oil painting")]
    [InlineData("with cross hatching.", "cross-hatching")]
    [InlineData("oil lamp in an oil painting", "oil painting")]
    [InlineData("(sharp focus)", "sharp focus")]
    [InlineData("boil oil, oil painting", "oil painting")]
    public void Contains_WholeWordsInARow_True(string text, string phrase) => Assert.True(PromptComposer.Contains(text, phrase));

    [Theory]
    [InlineData("", "watercolor")]
    [InlineData("watercolors", "watercolor")]
    [InlineData("underwatercolor", "watercolor")]
    [InlineData("oil, painting", "oil painting")]
    [InlineData("oil", "oil painting")]
    [InlineData("oil ", "oil painting")]
    [InlineData("oilpainting", "oil painting")]
    [InlineData("painting oil", "oil painting")]
    [InlineData("oil paintings", "oil painting")]
    [InlineData("sharp knife in focus", "sharp focus")]
    public void Contains_OtherWords_False(string text, string phrase) => Assert.False(PromptComposer.Contains(text, phrase));

    [Fact]
    public void ToString_NothingAdded_SameInstance()
    {
        var prompt = new string("sharp focus".ToCharArray());
        var composer = new PromptComposer(prompt, new char[100]);

        composer.Add("Sharp Focus");

        Assert.Same(prompt, composer.ToString());
    }

    [Theory]
    [InlineData("a fox", "a fox, anime")]
    [InlineData("a fox. ", "a fox, anime")]
    [InlineData("a fox!", "a fox!, anime")]
    [InlineData("  a fox,\n", "  a fox, anime")]
    public void Add_PunctuationAtTheEnd_MakesOneSentence(string prompt, string expected)
    {
        var composer = new PromptComposer(prompt, new char[100]);

        composer.Add("anime");

        Assert.Equal(expected, composer.ToString());
    }
}
