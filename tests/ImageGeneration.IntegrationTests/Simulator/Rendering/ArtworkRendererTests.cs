using ImageGeneration.Simulator;
using ImageGeneration.Simulator.Artwork;
using SkiaSharp;

namespace ImageGeneration.IntegrationTests.Simulator.Rendering;

public sealed class ArtworkRendererTests
{
    private const string Hills = "green hills with a village";

    private static readonly string[] Looks = ["", ", watercolor", ", sketch", ", cartoon", ", realistic"];

    public static TheoryData<string> Prompts { get; } =
    [
        "hills", "a mountain peak at sunset", "a beach at dawn", "a forest in winter", "city at night", "a child in a cozy library", "", "日本の山 🗻",
        "a knight", "portrait, oil painting", "a street, anime", "a lake, charcoal", "a cliff, cinematic",
    ];

    [Theory]
    [InlineData(64, 64)]
    [InlineData(1, 1)]
    [InlineData(17, 33)]
    [InlineData(640, 256)]
    [InlineData(128, 512)]
    public void Render_InAnySize_HasThatSize(int width, int height)
    {
        var image = new ArtworkRenderer().Render(new(Hills, 42, width, height, "png"));

        using var decoded = SKBitmap.Decode(image.Bytes.Span);
        Assert.Equal("image/png", image.MediaType);
        Assert.Equal((width, height), (decoded.Width, decoded.Height));
    }

    [Theory]
    [InlineData("png", "image/png", SKEncodedImageFormat.Png)]
    [InlineData("jpg", "image/jpeg", SKEncodedImageFormat.Jpeg)]
    [InlineData("jpeg", "image/jpeg", SKEncodedImageFormat.Jpeg)]
    [InlineData("webp", "image/webp", SKEncodedImageFormat.Webp)]
    [InlineData("avif", "image/png", SKEncodedImageFormat.Png)]
    public void Render_InEachFormat_IsOfIt(string format, string mediaType, SKEncodedImageFormat expected)
    {
        var image = new ArtworkRenderer().Render(new(Hills, 42, 121, 70, format));

        using var data = SKData.CreateCopy(image.Bytes.Span);
        using var codec = SKCodec.Create(data);
        Assert.Equal(mediaType, image.MediaType);
        Assert.Equal((expected, 121, 70), (codec.EncodedFormat, codec.Info.Width, codec.Info.Height));
    }

    [Theory]
    [MemberData(nameof(Prompts))]
    public void Render_OfTheSame_IsTheSame(string prompt)
    {
        var request = new RenderRequest(prompt, 42, 128, 96, "png");

        Assert.Equal(new ArtworkRenderer().Render(request).Bytes.ToArray(), new ArtworkRenderer().Render(request).Bytes.ToArray());
    }

    [Theory]
    [MemberData(nameof(Prompts))]
    public void Render_WithAnotherSeed_Differs(string prompt) => Assert.True(Difference(Draw(prompt, 1), Draw(prompt, 2)) > 1.5);

    [Fact]
    public void Render_InEachLook_DiffersFromTheOthers()
    {
        var pictures = Looks.Select(look => Draw(Hills + look)).ToList();

        for (var one = 0; one < pictures.Count; one++)
        {
            for (var other = one + 1; other < pictures.Count; other++)
            {
                Assert.True(Difference(pictures[one], pictures[other]) > 5, $"'{Looks[one]}' looks like '{Looks[other]}'.");
            }
        }
    }

    [Fact]
    public void Render_OfASketch_HasNoColor() =>
        Assert.All(Draw($"{Hills}, pencil sketch"), pixel => Assert.True(Math.Abs(pixel.Red - pixel.Blue) < 32));

    [Fact]
    public void Render_OfNightAndDay_DiffersInBrightness()
    {
        var night = Draw("a city at night").Average(pixel => pixel.Red + pixel.Green + pixel.Blue);
        var day = Draw("a city, sunny").Average(pixel => pixel.Red + pixel.Green + pixel.Blue);

        Assert.True(day > night * 1.8, $"day {day}, night {night}");
    }

    private static SKColor[] Draw(string prompt, long seed = 42)
    {
        using var bitmap = SKBitmap.Decode(new ArtworkRenderer().Render(new(prompt, seed, 192, 192, "png")).Bytes.Span);
        return bitmap.Pixels;
    }

    private static double Difference(SKColor[] one, SKColor[] other) =>
        one.Zip(other, (a, b) => (Math.Abs(a.Red - b.Red) + Math.Abs(a.Green - b.Green) + Math.Abs(a.Blue - b.Blue)) / 3.0).Average();
}
