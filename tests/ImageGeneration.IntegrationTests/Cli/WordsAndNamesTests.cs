using ImageGeneration.Cli;
using ImageGeneration.Cli.Generate;
using ImageGeneration.Cli.Options;

namespace ImageGeneration.IntegrationTests.Cli;

public sealed class WordsAndNamesTests
{
    [Theory]
    [InlineData("A happy child reading a book in a cozy library", "a-happy-child-reading-a-book-c0ffee")]
    [InlineData("  ../../etc/passwd  ", "etc-passwd-c0ffee")]
    [InlineData("Ein Kätzchen, 猫!", "ein-kätzchen-猫-c0ffee")]
    [InlineData("!!! ???", "image-c0ffee")]
    [InlineData("Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen", "donaudampfschifffahrtsgesellschaftskapitänsmütze-c0ffee")]
    public void From_Prompt_MakesAShortSafeName(string prompt, string expected) =>
        Assert.Equal(expected, FileNames.From(prompt, "0123456789abcdefc0ffee"));

    [Theory]
    [InlineData("cat.jpeg", "image/jpeg", true)]
    [InlineData("cat.JPG", "image/jpeg", true)]
    [InlineData("cat.png", "image/webp", false)]
    [InlineData("cat.picture", "image/webp", true)]
    public void Fits_ExtensionAndType_Compares(string file, string mediaType, bool expected) =>
        Assert.Equal(expected, FileNames.Fits(file, mediaType));

    [Theory]
    [InlineData("90", 90)]
    [InlineData("90s", 90)]
    [InlineData("1.5m", 90)]
    [InlineData("2h", 7200)]
    [InlineData("90S", 90)]
    [InlineData(" 2M ", 120)]
    [InlineData("150ms", 0.15)]
    [InlineData("00:01:30", 90)]
    public void Parse_Duration_IsUnderstood(string text, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), DurationText.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("s")]
    [InlineData("soon")]
    [InlineData("-5")]
    [InlineData("1e9")]
    [InlineData("5:00")]
    [InlineData("1:30")]
    [InlineData("1:2:3:4")]
    [InlineData("99999999h")]
    public void Parse_SomethingElse_IsNot(string text) => Assert.Null(DurationText.Parse(text));

    [Fact]
    public void Cost_Unknown_IsNeverZero()
    {
        Assert.Equal("unknown", Words.Cost(null));
        Assert.Equal("0.0000 USD", Words.Cost(0m));
        Assert.Equal("0.002517 USD", Words.Cost(0.0025165824m));
        Assert.Equal("1234.5000 USD", Words.Cost(1234.5m));
    }
}
