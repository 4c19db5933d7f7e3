using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;
using ImageGeneration.Json;

namespace ImageGeneration;

/// <summary>Converts a request to JSON and back: members in any spelling, and none that a request does not have, since what is silently
/// dropped is paid for.</summary>
/// <remarks>Public because the source-generated context of an application creates one; not meant to be called.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class RequestJsonConverter : JsonConverter<ImageGenerationRequest>
{
    private static readonly SecondsJsonConverter Seconds = new();
    private static readonly ImageModelJsonConverter Models = new();

    /// <inheritdoc/>
    public override ImageGenerationRequest Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("A request is a JSON object.");
        }

        var request = new ImageGenerationRequest { Prompt = "" };
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            var member = RequestMember.Normalize(name);
            if (!seen.Add(member))
            {
                throw new JsonException($"'{MemberName.Shown(name)}' gives {member} a second time.");
            }

            reader.Read();
            request = Set(request, member, ref reader, options);
        }

        return seen.Contains("prompt") ? request : throw new JsonException("A request must have a prompt.");
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, ImageGenerationRequest value, JsonSerializerOptions options) =>
        RequestJson.Write(writer, value, options);

    private static ImageGenerationRequest Set(
        ImageGenerationRequest request, string member, ref Utf8JsonReader reader, JsonSerializerOptions options) =>
        member switch
        {
            "prompt" => request with { Prompt = reader.Text(member) ?? throw JsonValues.Expected(member, "a text") },
            "model" => request with { Model = Models.Read(ref reader, typeof(ImageModel), options) },
            "width" => request with { Width = (int)reader.Whole(member, int.MaxValue) },
            "height" => request with { Height = (int)reader.Whole(member, int.MaxValue) },
            "count" => request with { Count = (int)reader.Whole(member, int.MaxValue) },
            "style" => request with { Style = reader.Word<ImageStyle>(member) },
            "negativePrompt" => request with { NegativePrompt = reader.Text(member) },
            "qualityEnhancers" => request with { QualityEnhancers = reader.Words<QualityEnhancer>(member) },
            "seed" => request with { Seed = reader.IsNull ? null : reader.Whole(member, long.MaxValue) },
            "steps" => request with { Steps = reader.IsNull ? null : (int)reader.Whole(member, int.MaxValue) },
            "guidanceScale" => request with { GuidanceScale = reader.IsNull ? null : reader.Real(member) },
            "loraWeights" => request with { LoraWeights = reader.Table(member, JsonValues.Real) },
            "outputFormat" => request with { OutputFormat = reader.Word<ImageFormat>(member) },
            "deadline" => request with { Deadline = reader.IsNull ? null : Deadline(ref reader, options) },
            "extras" => request with { Extras = reader.Table(member, JsonValues.Any) },
            _ => request with { BudgetTags = reader.Table(member, JsonValues.Required) },
        };

    private static TimeSpan Deadline(ref Utf8JsonReader reader, JsonSerializerOptions options)
    {
        try
        {
            return Seconds.Read(ref reader, typeof(TimeSpan), options);
        }
        catch (JsonException exception)
        {
            throw new JsonException($"deadline: {exception.Message}", exception);
        }
    }
}
