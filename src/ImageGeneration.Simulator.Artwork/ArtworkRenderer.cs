using System.Globalization;
using ImageGeneration.Simulator.Artwork.Scenes;
using SkiaSharp;

namespace ImageGeneration.Simulator.Artwork;

/// <summary>Renders what a prompt asks for, as far as it knows the words: rooms, seas, hills, mountains, forests and cities, at any time
/// of day, in the styles of paintings, drawings, comics and photographs. PNG, JPEG and WebP.</summary>
/// <remarks>The same prompt, seed, size and format return the same bytes on one machine. An image of a megapixel takes about a tenth of a
/// second.</remarks>
public sealed class ArtworkRenderer : IImageRenderer
{
    /// <inheritdoc/>
    public RenderedImage Render(RenderRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        using var image = Draw(request);
        var (format, mediaType) = request.Format switch
        {
            "jpg" or "jpeg" => (SKEncodedImageFormat.Jpeg, "image/jpeg"),
            "webp" => (SKEncodedImageFormat.Webp, "image/webp"),
            _ => (SKEncodedImageFormat.Png, "image/png"),
        };
        using var data = image.Encode(format, 90);
        return new(data.ToArray(), mediaType);
    }

    private static SKImage Draw(RenderRequest request)
    {
        var motif = PromptReader.Read(request.Prompt);
        var promptHash = SeededRandom.Hash(request.Prompt);

        // The prompt alone chooses the colors, so that the images of one prompt look alike; the seed moves everything else.
        var palette = Palette.For(motif, new(promptHash));
        var random = new SeededRandom(promptHash ^ SeededRandom.Hash(request.Seed.ToString(CultureInfo.InvariantCulture)));
        var format = new SKImageInfo(request.Width, request.Height, SKColorType.Rgba8888, SKAlphaType.Opaque);
        using var surface = SKSurface.Create(format);
        Choose(motif.Subject)(new Scene(surface.Canvas, format.Size, motif, palette, random));
        using var drawn = surface.Snapshot();
        using var finished = SKSurface.Create(format);
        Looks.Apply(motif.Look, drawn, finished.Canvas, random);
        return finished.Snapshot();
    }

    private static Action<Scene> Choose(Subject subject) => subject switch
    {
        Subject.Room => ReadingRoom.Draw,
        Subject.Sea => Seaside.Draw,
        Subject.City => Cityscape.Draw,
        _ => Landscape.Draw,
    };
}
