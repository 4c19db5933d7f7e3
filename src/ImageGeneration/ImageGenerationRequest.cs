using System.Text.Json;
using System.Text.Json.Serialization;
using ImageGeneration.Json;

namespace ImageGeneration;

/// <summary>Represents a request for images. The JSON names are those of the members in camel case, and enum values are in snake case, so
/// that an HTTP API can pass a request through; both are read in any case, with or without <c>_</c> and <c>-</c>, and so are other common
/// names of the same members (<c>num_outputs</c>). A member that a request does not have is a <see cref="JsonException"/> that names
/// it.</summary>
[JsonConverter(typeof(RequestJsonConverter))]
public sealed record ImageGenerationRequest
{
    /// <summary>Gets the prompt: 1 to 10,000 characters.</summary>
    [JsonPropertyName("prompt")]
    public required string Prompt { get; init; }

    /// <summary>Gets the model; default <see cref="ImageModel.Sdxl"/>.</summary>
    [JsonPropertyName("model")]
    public ImageModel Model { get; init; } = ImageModel.Sdxl;

    /// <summary>Gets the width in pixels: 64 to 4096; default 1024. A model without such a size makes the nearest one, with a
    /// warning.</summary>
    [JsonPropertyName("width")]
    public int Width { get; init; } = 1024;

    /// <summary>Gets the height in pixels: 64 to 4096; default 1024.</summary>
    [JsonPropertyName("height")]
    public int Height { get; init; } = 1024;

    /// <summary>Gets the number of images: 1 to 8; default 1. Several jobs are run when a model makes fewer at once.</summary>
    [JsonPropertyName("count")]
    public int Count { get; init; } = 1;

    /// <summary>Gets the style; null leaves the prompt as it is.</summary>
    [JsonPropertyName("style")]
    public ImageStyle? Style { get; init; }

    /// <summary>Gets what the image must not show: up to 10,000 characters; null for none. Not every model takes it; see
    /// <c>Prompts:NegativePrompt</c>.</summary>
    [JsonPropertyName("negativePrompt")]
    public string? NegativePrompt { get; init; }

    /// <summary>Gets the quality enhancers, each once; empty by default.</summary>
    [JsonPropertyName("qualityEnhancers")]
    public IReadOnlyList<QualityEnhancer> QualityEnhancers { get; init; } = [];

    /// <summary>Gets the seed: 0 to 4294967295; null lets the model choose, or the library for a model that does not report its seed.
    /// Image <c>n</c> of a split request uses seed + <c>n</c>, starting again from 0 past the model's highest; an image made instead of a
    /// failed one uses the next seed that no image has.</summary>
    [JsonPropertyName("seed")]
    public long? Seed { get; init; }

    /// <summary>Gets the number of inference steps: 1 to 500; null for the model's default.</summary>
    [JsonPropertyName("steps")]
    public int? Steps { get; init; }

    /// <summary>Gets how closely the model follows the prompt: 0 to 50; null for the model's default.</summary>
    [JsonPropertyName("guidanceScale")]
    public double? GuidanceScale { get; init; }

    /// <summary>Gets the LoRA weights: at most 8 names or URLs, each with a strength from -3 to 3; null for none. Such a request runs on
    /// the model set in <c>LoraModels</c>.</summary>
    [JsonPropertyName("loraWeights")]
    public IReadOnlyDictionary<string, double>? LoraWeights { get; init; }

    /// <summary>Gets the file format; null for the model's default.</summary>
    [JsonPropertyName("outputFormat")]
    public ImageFormat? OutputFormat { get; init; }

    /// <summary>Gets the time for the whole request, waiting in queues and failover included: 1 second to 24 hours; null for the setting
    /// <c>Deadline</c>. In JSON: seconds. A job that still runs then is canceled at the provider.</summary>
    [JsonPropertyName("deadline"), JsonConverter(typeof(SecondsJsonConverter))]
    public TimeSpan? Deadline { get; init; }

    /// <summary>Gets provider-specific input: for the name of a configured provider, in any case, a JSON object whose members are added to
    /// the model's input, or replace (with a warning) what the library sends; null for none. Extras bind the route: a provider without
    /// extras is not asked while another one has some, unless it is requested by name (with a warning). They must not ask for more images
    /// than <see cref="Count"/>; sizes, counts and steps in them are part of the estimate and the reservation; members that the model is
    /// known not to have are reported, and refused in strict mode.</summary>
    [JsonPropertyName("extras")]
    public IReadOnlyDictionary<string, JsonElement>? Extras { get; init; }

    /// <summary>Gets who the spending is attributed to, by names of the application's choice such as <c>tenant</c>, <c>user</c> or
    /// <c>feature</c>, for the limits in <c>Budget:Tags</c>: at most 8; null for none. A name has 1 to 64 characters (ASCII letters,
    /// digits, <c>-</c>, <c>_</c>, <c>.</c>), a value 1 to 128; both are compared without regard to case. They are sent to no provider,
    /// log, metric or span.</summary>
    [JsonPropertyName("budgetTags")]
    public IReadOnlyDictionary<string, string>? BudgetTags { get; init; }

    /// <summary>Returns model, size and count, never the prompt, so that a request in a log reveals nothing.</summary>
    public override string ToString() => $"{Model} {Width}x{Height} x{Count}";
}
