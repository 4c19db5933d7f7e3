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
    public static RenderedImage Render(string prompt, long seed, int width, int height, string format) =>
        new(PngEncoder.Encode(Draw(prompt, seed, width, height)), "image/png");

    public static Canvas Draw(string prompt, long seed, int width, int height)
    {
        var brief = PictureBrief.Read(prompt);
        var hash = Chance.Hash(prompt);

        // The prompt alone chooses the colours, so that the images of one prompt are a family; the seed moves everything else.
        var palette = Palette.Of(brief, new Chance(hash));
        var chance = new Chance(Chance.Hash(seed.ToString(CultureInfo.InvariantCulture)) ^ hash);
        var canvas = new Canvas(width, height);
        SceneOf(brief.Subject)(new Stage(canvas, brief, palette, chance));
        return StylePass.Apply(canvas, brief.Style, chance);
    }

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
