using System.Globalization;
using ImageGeneration.Simulator.Rendering.Encoding;
using ImageGeneration.Simulator.Rendering.Scenes;
using ImageGeneration.Simulator.Rendering.Styles;

namespace ImageGeneration.Simulator.Rendering;

/// <summary>A finished picture.</summary>
internal sealed record RenderedImage(ReadOnlyMemory<byte> Bytes, string MediaType);

/// <summary>Draws a picture from a prompt, a seed and a size: the same three give the same bytes.</summary>
internal static class ImageRenderer
{
    public static RenderedImage Render(string prompt, long seed, int width, int height, string format)
    {
        var canvas = Draw(prompt, seed, width, height);
        return format switch
        {
            "jpg" or "jpeg" => new RenderedImage(JpegEncoder.Encode(canvas), "image/jpeg"),
            "webp" => new RenderedImage(WebpEncoder.Encode(canvas), "image/webp"),
            _ => new RenderedImage(PngEncoder.Encode(canvas), "image/png"),
        };
    }

    /// <summary>A picture of one colour that prompt and seed decide, made in next to no time; always PNG.</summary>
    public static RenderedImage RenderPlain(string prompt, long seed, int width, int height)
    {
        var chance = new Chance(HashOf(prompt, seed));
        var colour = Rgb.Oklch(chance.Between(0.3f, 0.9f), chance.Between(0.02f, 0.15f), chance.Between(0, 360));
        return new RenderedImage(PlainPng.Encode(width, height, colour), "image/png");
    }

    public static Canvas Draw(string prompt, long seed, int width, int height)
    {
        var brief = PictureBrief.Read(prompt);

        // The prompt alone chooses the colours, so that the images of one prompt are a family; the seed moves everything else.
        var palette = Palette.Of(brief, new Chance(Chance.Hash(prompt)));
        var chance = new Chance(HashOf(prompt, seed));
        var canvas = new Canvas(width, height);
        SceneOf(brief.Subject)(new Stage(canvas, brief, palette, chance));
        return StylePass.Apply(canvas, brief.Style, chance);
    }

    private static ulong HashOf(string prompt, long seed) =>
        Chance.Hash(seed.ToString(CultureInfo.InvariantCulture)) ^ Chance.Hash(prompt);

    private static Action<Stage> SceneOf(Subject subject) => subject switch
    {
        Subject.Mountains => Mountains.Draw,
        Subject.Forest => Landscape.DrawForest,
        Subject.Sea => Seaside.Draw,
        Subject.City => Cityscape.Draw,
        Subject.Room => ReadingRoom.Draw,
        Subject.Space => OuterSpace.Draw,
        Subject.Portrait => PortraitStudio.Draw,
        Subject.Garden => FlowerGarden.Draw,
        _ => Landscape.DrawHills,
    };
}
