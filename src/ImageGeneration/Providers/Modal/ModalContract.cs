using System.Text.Json;
using ImageGeneration.Extras;
using ImageGeneration.Json;
using ImageGeneration.Providers.Kit;

namespace ImageGeneration.Providers.Modal;

/// <summary>Describes what the application behind an endpoint takes: the default contract under the names of the settings.</summary>
internal static class ModalContract
{
    /// <summary>The fields of the contract, by which the settings rename them.</summary>
    public static readonly string[] Names =
    [
        "prompt", "negative_prompt", "width", "height", "num_inference_steps", "guidance_scale", "seed", "num_images", "output_format",
    ];

    /// <summary>Reads the profile from the settings: what a renamed, fixed or omitted field means for the capabilities.</summary>
    public static ModelProfile Read(ModalOptions options)
    {
        var fields = new InputFields
        {
            Prompt = Name("prompt"),
            NegativePrompt = Name("negative_prompt"),
            Width = Name("width"),
            Height = Name("height"),
            Steps = Name("num_inference_steps"),
            Guidance = Name("guidance_scale"),
            Seed = Name("seed"),
            Count = Name("num_images"),
            Format = Name("output_format"),
            Fixed = [.. options.FixedFields.Select(field => KeyValuePair.Create(field.Key, AsJson(field.Value)))],
        };
        var capabilities = new ModelCapabilities
        {
            ModelId = "",
            FixedImagesPerJob = ExtrasReading.ImagesOfFields(fields.Fixed),
            NegativePrompt = fields.NegativePrompt is not null,
            Seed = fields.Seed is not null,
            FixedSeed = Own("seed") is { Length: > 0 } seed && options.FixedFields.ContainsKey(seed),
            Steps = fields.Steps is null ? null : new(1, 500),
            GuidanceScale = fields.Guidance is null ? null : new(0, 50),
            Formats = fields.Format is null ? [] : [ImageFormat.Png, ImageFormat.Jpeg, ImageFormat.Webp],
            TypicalRunTime = TimeSpan.FromSeconds(10),
        };
        return new(capabilities, fields);

        string Own(string field) => options.Fields.TryGetValue(field, out var own) ? own.Trim() : field;

        string? Name(string field)
        {
            var name = Own(field);
            return name.Length == 0 || options.FixedFields.ContainsKey(name) ? null : name;
        }
    }

    public static JsonBody Body(ProviderRequest request, InputFields fields)
    {
        var body = new JsonBody();
        InputWriter.Write(body.Writer, request, fields);
        return body;
    }

    /// <summary>Writes the same fields into a query: those that hold one value.</summary>
    public static async Task<Uri> QueryAsync(Uri endpoint, ProviderRequest request, InputFields fields)
    {
        using var body = Body(request, fields);
        using var document = JsonDocument.Parse(await body.ReadAsByteArrayAsync().ConfigureAwait(false));
        var parameters = endpoint.Query is ['?', _, ..] own ? [own[1..]] : new List<string>();
        foreach (var field in document.RootElement.EnumerateObject())
        {
            var value = field.Value.ValueKind is JsonValueKind.True or JsonValueKind.False or JsonValueKind.Number
                ? field.Value.GetRawText()
                : field.Value.AsText();
            if (value is not null)
            {
                parameters.Add($"{Uri.EscapeDataString(field.Name)}={Uri.EscapeDataString(value)}");
            }
        }

        return new UriBuilder(endpoint) { Query = string.Join('&', parameters) }.Uri;
    }

    private static string AsJson(string value)
    {
        try
        {
            using var document = JsonDocument.Parse(value);
            return value;
        }
        catch (JsonException)
        {
            return $"\"{JsonEncodedText.Encode(value)}\"";
        }
    }
}
