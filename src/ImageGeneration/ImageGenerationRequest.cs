using System.Text.Json;
using System.Text.Json.Serialization;
using ImageGeneration.Json;

namespace ImageGeneration;

/// <summary>What is to be drawn. The JSON names are those of the members in camel case, the words in snake case, so that an HTTP
/// API can pass a request through; both are read in any case, with <c>_</c> and <c>-</c> or without, and what others call the same
/// (<c>num_outputs</c>) too. A member that a request does not have is a <see cref="JsonException"/> that names it.</summary>
[JsonConverter(typeof(RequestJsonConverter))]
public sealed record ImageGenerationRequest
{
    /// <summary>What the picture shows: 1 to 10,000 characters.</summary>
    [JsonPropertyName("prompt")]
    public required string Prompt { get; init; }

    /// <summary>The model: <see cref="ImageModel.Sdxl"/> unless told otherwise.</summary>
    [JsonPropertyName("model")]
    public ImageModel Model { get; init; } = ImageModel.Sdxl;

    /// <summary>Pixels, 64 to 4096; default 1024. A model that has no such size gives the nearest one and says so in a warning.</summary>
    [JsonPropertyName("width")]
    public int Width { get; init; } = 1024;

    /// <summary>Pixels, 64 to 4096; default 1024.</summary>
    [JsonPropertyName("height")]
    public int Height { get; init; } = 1024;

    /// <summary>Images, 1 to 8; default 1. Where a model gives fewer at once, several jobs are run.</summary>
    [JsonPropertyName("count")]
    public int Count { get; init; } = 1;

    /// <summary>The look; null leaves the prompt as it is.</summary>
    [JsonPropertyName("style")]
    public ImageStyle? Style { get; init; }

    /// <summary>What the picture must not show: up to 10,000 characters, or null. Not every model knows it; see
    /// <c>Prompts:NegativePrompt</c>.</summary>
    [JsonPropertyName("negativePrompt")]
    public string? NegativePrompt { get; init; }

    /// <summary>Demands on quality, each once; none by default.</summary>
    [JsonPropertyName("qualityEnhancers")]
    public IReadOnlyList<QualityEnhancer> QualityEnhancers { get; init; } = [];

    /// <summary>0 to 4294967295; null lets the model, or the library where the model would not tell, choose. Image <c>n</c> of a split
    /// request uses seed + <c>n</c>, from 0 again past the model's highest; one made in place of a failed one uses the next seed that no
    /// image has.</summary>
    [JsonPropertyName("seed")]
    public long? Seed { get; init; }

    /// <summary>Inference steps, 1 to 500; null for the model's default.</summary>
    [JsonPropertyName("steps")]
    public int? Steps { get; init; }

    /// <summary>How closely the model follows the prompt, 0 to 50; null for the model's default.</summary>
    [JsonPropertyName("guidanceScale")]
    public double? GuidanceScale { get; init; }

    /// <summary>LoRA weights: name or URL to strength, -3 to 3; at most 8. Such a request runs on the model set in
    /// <c>LoraModels</c>.</summary>
    [JsonPropertyName("loraWeights")]
    public IReadOnlyDictionary<string, double>? LoraWeights { get; init; }

    /// <summary>The file format; null for the model's default.</summary>
    [JsonPropertyName("outputFormat")]
    public ImageFormat? OutputFormat { get; init; }

    /// <summary>The time for everything, waiting in queues and failing over included: 1 second to 24 hours; null for the setting
    /// <c>Deadline</c>. In JSON: seconds. A job that still runs then is canceled at the provider.</summary>
    [JsonPropertyName("deadline"), JsonConverter(typeof(SecondsJsonConverter))]
    public TimeSpan? Deadline { get; init; }

    /// <summary>Provider-specific input: name of a configured provider, in any case, to a JSON object whose members are added to, or replace
    /// (a warning), what the library sends as the model's input. They bind the route: a provider that they do not name is not asked while they
    /// hold something for another, unless it is asked for by name (a warning). They may not ask for more images than <see cref="Count"/>;
    /// sizes, counts and steps in them are estimated and reserved; members that the model is known not to have are told, and refused in strict
    /// mode.</summary>
    [JsonPropertyName("extras")]
    public IReadOnlyDictionary<string, JsonElement>? Extras { get; init; }

    /// <summary>Whose spending it is, by names of the application's choice such as <c>tenant</c>, <c>user</c> or <c>feature</c>, for the
    /// limits in <c>Budget:Tags</c>: at most 8. A name has 1 to 64 characters (ASCII letters, digits, <c>-</c>, <c>_</c>, <c>.</c>), a
    /// value 1 to 128; both are compared without regard to case. They reach no provider, log, metric or span.</summary>
    [JsonPropertyName("budgetTags")]
    public IReadOnlyDictionary<string, string>? BudgetTags { get; init; }

    /// <summary>Model, size and count: never the prompt, so that a request in a log gives nothing away.</summary>
    public override string ToString() => $"{Model} {Width}x{Height} x{Count}";
}
