using System.Globalization;
using System.Text;
using System.Text.Json;

namespace ImageGeneration.Providers.Kit;

/// <summary>Writes a model's input: the request under the model's names, then the caller's extras, which override it.</summary>
internal readonly ref struct InputWriter
{
    private readonly Utf8JsonWriter _writer;
    private readonly JsonElement _extras;

    private InputWriter(Utf8JsonWriter writer, JsonElement extras) => (_writer, _extras) = (writer, extras);

    /// <summary>Writes one JSON object.</summary>
    public static void Write(Utf8JsonWriter writer, ProviderRequest request, InputFields fields)
    {
        var extras = request.Extras is { ValueKind: JsonValueKind.Object } given ? given : default;
        writer.WriteStartObject();
        new InputWriter(writer, extras).WriteMembers(request, fields);
        if (extras.ValueKind == JsonValueKind.Object)
        {
            foreach (var extra in extras.EnumerateObject())
            {
                extra.WriteTo(writer);
            }
        }

        writer.WriteEndObject();
    }

    private void WriteMembers(ProviderRequest request, InputFields fields)
    {
        Text(fields.Prompt, fields.Lora == LoraForm.PromptTags ? WithTags(request) : request.Prompt);
        Text(fields.NegativePrompt, request.NegativePrompt);
        Number(fields.Width, request.Width);
        Number(fields.Height, request.Height);
        if (Takes(fields.Size))
        {
            _writer.WriteString(fields.Size!, string.Create(CultureInfo.InvariantCulture, $"{request.Width}*{request.Height}"));
        }

        Text(fields.AspectRatio, request.AspectRatio);
        Text(fields.Megapixels, request.Megapixels);
        Number(fields.Count, request.Count > 1 ? request.Count : null);
        Number(fields.Steps, request.Steps);
        Real(fields.Guidance, request.GuidanceScale);
        Real(fields.GuidanceAlias, request.GuidanceScale);
        Number(fields.Seed, request.Seed);
        Text(fields.Format, Word(request.Format, fields));
        WriteLoras(request, fields.Lora);
        foreach (var (name, json) in fields.Fixed)
        {
            if (Takes(name))
            {
                _writer.WritePropertyName(name);
                _writer.WriteRawValue(json, skipInputValidation: true);
            }
        }
    }

    private void WriteLoras(ProviderRequest request, LoraForm form)
    {
        var loras = request.LoraWeights;
        if (loras.Count == 0 || form is LoraForm.None or LoraForm.PromptTags)
        {
            return;
        }

        if (form == LoraForm.WeightsAndScale)
        {
            Text("lora_weights", loras[0].Key);
            Real("lora_scale", loras[0].Value);
            if (loras.Count > 1)
            {
                Text("extra_lora", loras[1].Key);
                Real("extra_lora_scale", loras[1].Value);
            }
        }
        else if (form == LoraForm.LoraAndScale)
        {
            Text("lora", loras[0].Key);
            Real("lora_scale", loras[0].Value);
        }
        else if (Takes("loras"))
        {
            _writer.WriteStartArray("loras"u8);
            foreach (var (path, scale) in loras)
            {
                _writer.WriteStartObject();
                _writer.WriteString("path"u8, path);
                _writer.WriteNumber("scale"u8, double.IsFinite(scale) ? scale : 1);
                _writer.WriteEndObject();
            }

            _writer.WriteEndArray();
        }
    }

    private static string WithTags(ProviderRequest request)
    {
        if (request.LoraWeights.Count == 0)
        {
            return request.Prompt;
        }

        var prompt = new StringBuilder(request.Prompt);
        foreach (var (name, weight) in request.LoraWeights)
        {
            prompt.Append(CultureInfo.InvariantCulture, $" <lora:{name}:{weight}>");
        }

        return prompt.ToString();
    }

    private static string? Word(ImageFormat? format, InputFields fields) =>
        format switch
        {
            ImageFormat.Png => "png",
            ImageFormat.Jpeg => fields.Jpeg,
            ImageFormat.Webp => "webp",
            _ => null,
        };

    private bool Takes(string? name) =>
        name is not null && (_extras.ValueKind != JsonValueKind.Object || !_extras.TryGetProperty(name, out _));

    private void Text(string? name, string? value)
    {
        if (value is not null && Takes(name))
        {
            _writer.WriteString(name!, value);
        }
    }

    private void Number(string? name, long? value)
    {
        if (value is { } number && Takes(name))
        {
            _writer.WriteNumber(name!, number);
        }
    }

    private void Real(string? name, double? value)
    {
        if (value is { } number && double.IsFinite(number) && Takes(name))
        {
            _writer.WriteNumber(name!, number);
        }
    }
}
