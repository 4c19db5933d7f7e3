using System.Globalization;
using System.Text;
using System.Text.Json;
using ImageGeneration.Providers.Wire;

namespace ImageGeneration.Providers.Replicate;

/// <summary>A model's own OpenAPI document as a row: its input's properties by the names that models share.</summary>
internal readonly ref struct ReplicateSchema
{
    private const int MaxRatios = 40;
    private const double Megapixel = 1024 * 1024;

    private readonly JsonElement _schemas;
    private readonly JsonElement _input;

    private ReplicateSchema(JsonElement schemas) =>
        (_schemas, _input) = (schemas, schemas.Member("Input"u8).Member("properties"u8));

    /// <summary>Reads a model, or a version of one; null when there is no input in it.</summary>
    public static ModelProfile? Read(JsonElement document)
    {
        var version = document.Member("latest_version"u8) is { ValueKind: JsonValueKind.Object } latest ? latest : document;
        var schema = new ReplicateSchema(version.Member("openapi_schema"u8).Member("components"u8).Member("schemas"u8));
        return schema._input.ValueKind == JsonValueKind.Object ? schema.Profile() : null;
    }

    private ModelProfile Profile()
    {
        var (ratios, ratioNames) = Ratios();
        var custom = ratioNames.Contains("custom") && Has("width") && Has("height");
        var pixels = custom || ratios.Count == 0;
        var formats = Formats();
        var fields = new InputFields
        {
            Prompt = First("prompt", "text_prompt", "text"),
            NegativePrompt = First("negative_prompt"),
            Width = pixels ? First("width") : null,
            Height = pixels ? First("height") : null,
            AspectRatio = pixels ? null : "aspect_ratio",
            Megapixels = pixels || Megapixels().Count == 0 ? null : "megapixels",
            Count = First("num_outputs", "num_images"),
            Steps = First("num_inference_steps", "steps"),
            Guidance = First("guidance_scale", "guidance", "cfg_scale", "cfg"),
            Seed = First("seed"),
            Format = formats.Count == 0 ? null : "output_format",
            Jpeg = Words("output_format").Contains("jpg") ? "jpg" : "jpeg",
            Lora = Has("lora_weights") && Has("lora_scale") ? LoraForm.WeightsAndScale : LoraForm.None,
            Fixed = custom ? [new("aspect_ratio", "\"custom\"")] : [],
        };
        var capabilities = new ModelCapabilities
        {
            ModelId = "",
            Sizes = pixels ? Pixels() : new AspectRatioSizes(ratios, Megapixels() is { Count: > 0 } areas ? areas : [new("1", 1)]),
            MaxImagesPerJob = fields.Count is null ? 1 : (int)Math.Clamp(Limit(fields.Count, "maximum"u8) ?? 4, 1, 64),
            NegativePrompt = fields.NegativePrompt is not null,
            Seed = fields.Seed is not null,
            MaxSeed = fields.Seed is not null && Limit(fields.Seed, "maximum"u8) is >= 1 and < 9e15 and var most ? (long)most : uint.MaxValue,
            Steps = fields.Steps is { } steps ? Range(steps, 1, 500) : null,
            GuidanceScale = fields.Guidance is { } guidance ? Range(guidance, 0, 50) : null,
            MaxLoraWeights = fields.Lora == LoraForm.None ? 0 : Has("extra_lora") ? 2 : 1,
            Formats = formats,
        };
        return new(capabilities, fields);
    }

    private PixelSizes Pixels()
    {
        var least = (int)Math.Clamp(Limit("width", "minimum"u8) ?? 64, 8, 8192);
        var most = (int)Math.Clamp(Limit("width", "maximum"u8) ?? 4096, least, 16384);
        var step = (int)Math.Clamp(Limit("width", "multipleOf"u8) ?? (IsClosedFlux(least, most) ? 32 : 8), 1, 256);
        return new(least, most, step);

        // The closed FLUX models say 256 to 1440 and want multiples of 32 without saying so.
        static bool IsClosedFlux(int least, int most) => (least, most) == (256, 1440);
    }

    private (List<FittedSize> Sizes, List<string> Names) Ratios()
    {
        var names = Words("aspect_ratio");
        var sizes = new List<FittedSize>();
        foreach (var name in names)
        {
            if (sizes.Count < MaxRatios && name.Split(':') is [var w, var h]
                && int.TryParse(w, CultureInfo.InvariantCulture, out var width) && int.TryParse(h, CultureInfo.InvariantCulture, out var height) && width is > 0 and < 100 && height is > 0 and < 100)
            {
                sizes.Add(ReplicateModels.SizeOf(name) ?? new(Side(width / (double)height), Side(height / (double)width), name));
            }
        }

        return (sizes, names);

        static int Side(double ratio) => Math.Max(16, (int)Math.Round(Math.Sqrt(Megapixel * ratio) / 16) * 16);
    }

    // The sides grow with the root of the area.
    private List<KeyValuePair<string, double>> Megapixels() =>
        [.. Words("megapixels")
            .Select(word => new KeyValuePair<string, double>(
                word, double.TryParse(word, CultureInfo.InvariantCulture, out var area) && area > 0 ? Math.Sqrt(area) : 0))
            .Where(area => area.Value is > 0 and < 10)];

    private List<ImageFormat> Formats()
    {
        var formats = new List<ImageFormat>();
        foreach (var word in Words("output_format"))
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

    // An enum stands in the property, or in a schema of its own that the property names.
    private List<string> Words(string name)
    {
        var words = new List<string>();
        if (Choices(Property(name)) is { ValueKind: JsonValueKind.Array } choices)
        {
            foreach (var choice in choices.EnumerateArray())
            {
                if (words.Count < MaxRatios && choice.AsText() is { Length: > 0 and < 40 } word)
                {
                    words.Add(word);
                }
            }
        }

        return words;
    }

    private JsonElement Choices(JsonElement property)
    {
        if (property.Member("enum"u8) is { ValueKind: JsonValueKind.Array } own)
        {
            return own;
        }

        var part = property.Member("allOf"u8) is { ValueKind: JsonValueKind.Array } all && all.GetArrayLength() > 0 ? all[0] : property;
        const string prefix = "#/components/schemas/";
        return part.Text("$ref"u8) is { } reference && reference.StartsWith(prefix, StringComparison.Ordinal)
            ? _schemas.Member(Encoding.UTF8.GetBytes(reference[prefix.Length..])).Member("enum"u8)
            : part.Member("enum"u8);
    }

    private Limits Range(string name, double least, double most)
    {
        var (min, max) = (Limit(name, "minimum"u8) ?? least, Limit(name, "maximum"u8) ?? most);
        return min <= max ? new(min, max) : new(least, most);
    }

    private double? Limit(string name, ReadOnlySpan<byte> limit) => Property(name).Member(limit).AsNumber();

    private string? First(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (Has(name))
            {
                return name;
            }
        }

        return null;
    }

    private bool Has(string name) => Property(name).ValueKind == JsonValueKind.Object;

    private JsonElement Property(string name) => _input.Member(Encoding.UTF8.GetBytes(name));
}
