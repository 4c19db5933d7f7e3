using System.Globalization;
using System.Text.Json;

namespace ImageGeneration.Simulator.Catalog;

/// <summary>Represents what an input requests, read in the same way for every model.</summary>
internal sealed record ImageOrder(string Prompt, long? Seed, int Width, int Height, int Count, int Steps, string Format)
{
    private const int MaxSide = 2048;

    public static ImageOrder Read(JsonElement input, SimulatedModel model)
    {
        var (width, height) = Size(input, model);
        return new ImageOrder(
            Text(input, "prompt") ?? model.DefaultPrompt,
            Whole(input, "seed"),
            width,
            height,
            (int)Math.Clamp(Whole(input, "num_outputs") ?? Whole(input, "num_images") ?? Whole(input, "batch_size") ?? 1, 1, 16),
            (int)(Whole(input, "num_inference_steps") ?? Whole(input, "steps") ?? model.DefaultSteps),
            Text(input, "output_format") ?? Text(input, "image_format") ?? model.DefaultFormat);
    }

    private static (int Width, int Height) Size(JsonElement input, SimulatedModel model)
    {
        var ratio = Text(input, "aspect_ratio");
        if (ratio is not null and not "custom" && AspectRatios.TryFind(ratio, out var size))
        {
            var divisor = Text(input, "megapixels") == "0.25" ? 2 : 1;
            return (size.Width / divisor, size.Height / divisor);
        }

        if (Text(input, "size")?.Split('*') is [var w, var h]
            && int.TryParse(w, CultureInfo.InvariantCulture, out var sizeWidth)
            && int.TryParse(h, CultureInfo.InvariantCulture, out var sizeHeight))
        {
            return (Side(sizeWidth), Side(sizeHeight));
        }

        var fallback = Text(input, "megapixels") == "0.25" ? model.DefaultSize / 2 : model.DefaultSize;
        return (Side(Whole(input, "width") ?? fallback), Side(Whole(input, "height") ?? fallback));
    }

    private static int Side(long value) => (int)Math.Clamp(value, 16, MaxSide);

    private static string? Text(JsonElement input, string name) =>
        input.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static long? Whole(JsonElement input, string name) =>
        input.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var whole)
            ? whole
            : null;
}
