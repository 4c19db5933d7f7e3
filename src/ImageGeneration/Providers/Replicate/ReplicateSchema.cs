using System.Globalization;
using System.Numerics;
using System.Text.Json;

namespace ImageGeneration.Providers.Replicate;

/// <summary>Reads a model's own OpenAPI document as a profile: its input's properties by the names that models share.</summary>
internal readonly ref struct ReplicateSchema
{
    private const int MaxRatios = 40;
    private const double Megapixel = 1024 * 1024;

    private readonly ReplicateInput _input;

    private ReplicateSchema(ReplicateInput input) => _input = input;

    /// <summary>Reads a model, or a version of one; returns null when it describes no input.</summary>
    public static ModelProfile? Read(JsonElement document)
    {
        var input = new ReplicateInput(document);
        return input.IsThere ? new ReplicateSchema(input).Profile() : null;
    }

    private ModelProfile Profile()
    {
        var (ratios, ratioNames) = Ratios();
        var custom = ratioNames.Contains("custom") && _input.Has("width") && _input.Has("height");
        var pixels = custom || ratios.Count == 0;
        var formats = Formats();
        var fields = new InputFields
        {
            Prompt = _input.First("prompt", "text_prompt", "text"),
            NegativePrompt = _input.First("negative_prompt"),
            Width = pixels ? _input.First("width") : null,
            Height = pixels ? _input.First("height") : null,
            AspectRatio = pixels ? null : "aspect_ratio",
            Megapixels = pixels || Megapixels().Count == 0 ? null : "megapixels",
            Count = _input.First("num_outputs", "number_of_images", "num_images", "num_images_per_prompt"),
            Steps = _input.First("num_inference_steps", "steps"),
            Guidance = _input.First("guidance_scale", "guidance", "cfg_scale", "cfg"),
            Seed = _input.First("seed"),
            Format = formats.Count == 0 ? null : "output_format",
            Jpeg = _input.Words("output_format").Contains("jpg") ? "jpg" : "jpeg",
            Lora = _input.Has("lora_weights") && _input.Has("lora_scale") ? LoraForm.WeightsAndScale : LoraForm.None,
            Fixed = custom ? [new("aspect_ratio", "\"custom\"")] : [],
        };
        var capabilities = new ModelCapabilities
        {
            ModelId = "",
            Sizes = pixels ? Pixels() : new AspectRatioSizes(ratios, Megapixels() is { Count: > 0 } areas ? areas : [new("1", 1)]),
            MaxImagesPerJob = fields.Count is null ? 1 : (int)Math.Clamp(MostOf(fields.Count), 1, 64),
            NegativePrompt = fields.NegativePrompt is not null,
            Seed = fields.Seed is not null,
            MinSeed = fields.Seed is { } least && _input.Limit(least, "minimum"u8) is >= 1 and < uint.MaxValue and var min ? (long)min : 0,
            MaxSeed = fields.Seed is { } most && _input.Limit(most, "maximum"u8) is >= 1 and < 9e15 and var max ? (long)max : uint.MaxValue,
            Steps = fields.Steps is { } steps ? _input.Range(steps, 1, 500) : null,
            GuidanceScale = fields.Guidance is { } guidance ? _input.Range(guidance, 0, 50) : null,
            MaxLoraWeights = fields.Lora == LoraForm.None ? 0 : _input.Has("extra_lora") ? 2 : 1,
            Formats = formats,
        };
        return new ModelProfile(capabilities, fields).With(_input.Names);
    }

    private PixelSizes Pixels()
    {
        if (_input.Numbers("width") is { Count: > 0 } widths)
        {
            var common = widths.Aggregate(static (one, other) => (int)BigInteger.GreatestCommonDivisor(one, other));
            return new(widths.Min(), widths.Max(), common);
        }

        var least = (int)Math.Clamp(_input.Limit("width", "minimum"u8) ?? 64, 8, 8192);
        var most = (int)Math.Clamp(_input.Limit("width", "maximum"u8) ?? 4096, least, 16384);
        var step = (int)Math.Clamp(_input.Limit("width", "multipleOf"u8) ?? (IsClosedFlux(least, most) ? 32 : 8), 1, 256);
        return new(least, most, step);

        // The closed FLUX models say 256 to 1440, or 2048, and require multiples of 32 without saying so.
        static bool IsClosedFlux(int least, int most) => (least, most) is (256, 1440 or 2048);
    }

    private (List<FittedSize> Sizes, List<string> Names) Ratios()
    {
        var names = _input.Words("aspect_ratio");
        var sizes = new List<FittedSize>();
        foreach (var name in names)
        {
            if (sizes.Count < MaxRatios && name.Split(':') is [var w, var h] && Part(w) is { } width && Part(h) is { } height)
            {
                sizes.Add(ReplicateModels.SizeOf(name) ?? new(Side(width / (double)height), Side(height / (double)width), name));
            }
        }

        return (sizes, names);

        static int? Part(string text) =>
            int.TryParse(text, CultureInfo.InvariantCulture, out var part) && part is > 0 and < 100 ? part : null;

        static int Side(double ratio) => Math.Max(16, (int)Math.Round(Math.Sqrt(Megapixel * ratio) / 16) * 16);
    }

    private double MostOf(string count) =>
        _input.Limit(count, "maximum"u8) ?? (_input.Numbers(count) is { Count: > 0 } numbers ? numbers.Max() : 4);

    // The sides grow with the root of the area.
    private List<KeyValuePair<string, double>> Megapixels() =>
        [.. _input.Words("megapixels")
            .Select(word => new KeyValuePair<string, double>(
                word, double.TryParse(word, CultureInfo.InvariantCulture, out var area) && area > 0 ? Math.Sqrt(area) : 0))
            .Where(area => area.Value is > 0 and < 10)];

    private List<ImageFormat> Formats()
    {
        var formats = new List<ImageFormat>();
        foreach (var word in _input.Words("output_format"))
        {
            ImageFormat? format = word switch
            {
                "png" => ImageFormat.Png,
                "jpg" or "jpeg" => ImageFormat.Jpeg,
                "webp" => ImageFormat.Webp,
                _ => null,
            };
            if (format is { } known && !formats.Contains(known))
            {
                formats.Add(known);
            }
        }

        return formats;
    }
}
