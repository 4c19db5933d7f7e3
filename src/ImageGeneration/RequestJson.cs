using System.Text.Json;
using System.Text.Json.Serialization;
using ImageGeneration.Json;

namespace ImageGeneration;

/// <summary>Writes a request with the names and the enum values of the JSON contract.</summary>
internal static class RequestJson
{
    public static void Write(Utf8JsonWriter writer, ImageGenerationRequest request, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteString("prompt"u8, request.Prompt);
        writer.WriteString("model"u8, request.Model.Name);
        writer.WriteNumber("width"u8, request.Width);
        writer.WriteNumber("height"u8, request.Height);
        writer.WriteNumber("count"u8, request.Count);
        Optional("style", request.Style, static (writer, style) => writer.WriteStringValue(EnumWords<ImageStyle>.For(style!.Value)));
        Optional("negativePrompt", request.NegativePrompt, static (writer, text) => writer.WriteStringValue(text));
        writer.WriteStartArray("qualityEnhancers"u8);
        foreach (var enhancer in request.QualityEnhancers ?? [])
        {
            writer.WriteStringValue(EnumWords<QualityEnhancer>.For(enhancer));
        }

        writer.WriteEndArray();
        Optional("seed", request.Seed, static (writer, seed) => writer.WriteNumberValue(seed!.Value));
        Optional("steps", request.Steps, static (writer, steps) => writer.WriteNumberValue(steps!.Value));
        Optional("guidanceScale", request.GuidanceScale, static (writer, scale) => writer.WriteNumberValue(scale!.Value));
        Table("loraWeights", request.LoraWeights, static (writer, weight) => writer.WriteNumberValue(weight));
        Optional("outputFormat", request.OutputFormat, static (writer, format) => writer.WriteStringValue(EnumWords<ImageFormat>.For(format!.Value)));
        Optional("deadline", request.Deadline, static (writer, time) => writer.WriteNumberValue(time!.Value.TotalSeconds));
        Table("extras", request.Extras, static (writer, extra) => extra.WriteTo(writer));
        Table("budgetTags", request.BudgetTags, static (writer, tag) => writer.WriteStringValue(tag));
        writer.WriteEndObject();

        void Optional<T>(string name, T value, Action<Utf8JsonWriter, T> write)
        {
            if (value is not null)
            {
                writer.WritePropertyName(name);
                write(writer, value);
            }
            else if (options.DefaultIgnoreCondition is JsonIgnoreCondition.Never)
            {
                writer.WriteNull(name);
            }
        }

        void Table<T>(string name, IReadOnlyDictionary<string, T>? table, Action<Utf8JsonWriter, T> write) =>
            Optional(name, table, (writer, entries) =>
            {
                writer.WriteStartObject();
                foreach (var (key, entry) in entries!)
                {
                    writer.WritePropertyName(key);
                    write(writer, entry);
                }

                writer.WriteEndObject();
            });
    }
}
