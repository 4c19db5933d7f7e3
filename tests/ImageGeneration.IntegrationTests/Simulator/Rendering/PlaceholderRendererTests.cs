using ImageGeneration.Simulator;
using ImageGeneration.Simulator.Rendering;

namespace ImageGeneration.IntegrationTests.Simulator.Rendering;

public sealed class PlaceholderRendererTests
{
    [Theory]
    [InlineData(1024, 1000)]
    [InlineData(1, 1)]
    [InlineData(17, 33)]
    [InlineData(1344, 768)]
    public void Render_InAnySize_IsAWholeSmallPng(int width, int height)
    {
        var image = Render("a city", 42, width, height);

        var png = PngFile.Read(image.Bytes.Span);
        Assert.Equal("image/png", image.MediaType);
        Assert.Equal((width, height, 4, 3), (png.Width, png.Height, png.BitDepth, png.ColorType));
        Assert.Equal(height * (1 + ((width + 1) / 2)), png.Data.Length);
        Assert.InRange(image.Bytes.Length, 1, 16 * 1024);
    }

    [Fact]
    public void Render_OfTheSame_IsTheSame() =>
        Assert.Equal(Render("a city", 42, 64, 64).Bytes.ToArray(), Render("a city", 42, 64, 64).Bytes.ToArray());

    [Theory]
    [InlineData("a city", 43)]
    [InlineData("a town", 42)]
    public void Render_OfAnotherPromptOrSeed_Differs(string prompt, long seed) =>
        Assert.NotEqual(Render("a city", 42, 64, 64).Bytes.ToArray(), Render(prompt, seed, 64, 64).Bytes.ToArray());

    private static RenderedImage Render(string prompt, long seed, int width, int height) =>
        new PlaceholderRenderer().Render(new(prompt, seed, width, height, "webp"));
}
