using System.Runtime.InteropServices;
using ImageGeneration.Simulator.Rendering;

namespace ImageGeneration.IntegrationTests.Simulator.Rendering;

public sealed class ImageRendererTests
{
    private const string Prompt = "green hills with a village";

    private static readonly string[] Styles =
        ["", ", watercolor", ", oil painting", ", digital art", ", cartoon", ", realistic", ", sketch", ", anime"];

    public static TheoryData<string> Prompts { get; } =
    [
        "hills", "a mountain peak at sunset", "a beach at dawn", "a forest in winter", "city at night", "a child in a cozy library",
        "a planet in space", "portrait of a woman", "a fox", "a flower garden in autumn", "", "日本の山 🗻", "a knight",
    ];

    [Theory]
    [InlineData(64, 64)]
    [InlineData(1, 1)]
    [InlineData(17, 33)]
    [InlineData(640, 256)]
    [InlineData(128, 512)]
    [InlineData(1344, 768)]
    public void Render_InAnySize_IsAWholePng(int width, int height)
    {
        var image = ImageRenderer.Render(Prompt, 42, width, height, "png");

        var png = PngFile.Read(image.Bytes.Span);
        Assert.Equal("image/png", image.MediaType);
        Assert.Equal((width, height, 8, 2), (png.Width, png.Height, png.BitDepth, png.ColourType));
        Assert.Equal(height * ((width * 3) + 1), png.Data.Length);
    }

    [Fact]
    public void Render_WhenDecoded_ShowsWhatWasDrawn()
    {
        var drawn = ImageRenderer.Draw(Prompt, 42, 96, 64);

        var decoded = PngFile.Read(ImageRenderer.Render(Prompt, 42, 96, 64, "png").Bytes.Span).Pixels();

        Assert.Equal(MemoryMarshal.AsBytes(drawn.Pixels.AsSpan()).ToArray(), decoded);
    }

    [Theory]
    [MemberData(nameof(Prompts))]
    public void Render_OfTheSame_IsTheSame(string prompt)
    {
        var first = ImageRenderer.Render(prompt, 42, 128, 96, "png").Bytes;

        var second = ImageRenderer.Render(prompt, 42, 128, 96, "png").Bytes;

        Assert.Equal(first.ToArray(), second.ToArray());
    }

    [Theory]
    [MemberData(nameof(Prompts))]
    public void Render_WithAnotherSeed_Differs(string prompt) => Assert.True(Difference(Draw(prompt, 1), Draw(prompt, 2)) > 1.5);

    [Fact]
    public void Render_InEachStyle_DiffersFromTheOthers()
    {
        var pictures = Styles.Select(style => Draw(Prompt + style, 42)).ToList();

        for (var one = 0; one < pictures.Count; one++)
        {
            for (var other = one + 1; other < pictures.Count; other++)
            {
                Assert.True(Difference(pictures[one], pictures[other]) > 8, $"'{Styles[one]}' looks like '{Styles[other]}'.");
            }
        }
    }

    [Fact]
    public void Render_OfASketch_HasNoColour()
    {
        var sketch = Draw($"{Prompt}, pencil sketch", 42);

        Assert.All(sketch.Pixels, pixel => Assert.True(Math.Abs(pixel.R - pixel.B) < 32));
    }

    [Fact]
    public void Render_OfNightAndDay_DiffersInBrightness()
    {
        var night = Draw("a city at night", 42).Pixels.Average(pixel => pixel.Luma);
        var day = Draw("a city, sunny", 42).Pixels.Average(pixel => pixel.Luma);

        Assert.True(day > night * 1.8, $"day {day}, night {night}");
    }

    private static Canvas Draw(string prompt, long seed) => ImageRenderer.Draw(prompt, seed, 192, 192);

    private static double Difference(Canvas one, Canvas other) =>
        one.Pixels.Zip(other.Pixels, (a, b) => (Math.Abs(a.R - b.R) + Math.Abs(a.G - b.G) + Math.Abs(a.B - b.B)) / 3.0).Average();
}
