using System.Text.Json;

namespace ImageGeneration.Providers;

/// <summary>One job for one provider: the caller's request after enhancement and after adaptation to what the model can do.</summary>
public sealed record ProviderRequest
{
    /// <summary>The application's name of the model.</summary>
    public required ImageModel Model { get; init; }

    /// <summary>The provider's id of the model that is to run.</summary>
    public required string ModelId { get; init; }

    /// <summary>The enhanced prompt.</summary>
    public required string Prompt { get; init; }

    /// <summary>What the picture must not show; null where the model does not know it or nobody asked.</summary>
    public string? NegativePrompt { get; init; }

    /// <summary>Pixels that will come back.</summary>
    public required int Width { get; init; }

    /// <summary>Pixels that will come back.</summary>
    public required int Height { get; init; }

    /// <summary>The aspect ratio by name, such as <c>16:9</c>, for models that take that instead of pixels; else null.</summary>
    public string? AspectRatio { get; init; }

    /// <summary>Megapixels as the model spells them, such as <c>0.25</c>, beside <see cref="AspectRatio"/>; else null.</summary>
    public string? Megapixels { get; init; }

    /// <summary>Images of this job: 1 to <see cref="ModelCapabilities.MaxImagesPerJob"/>.</summary>
    public int Count { get; init; } = 1;

    /// <summary>The seed; null lets the model choose.</summary>
    public long? Seed { get; init; }

    /// <summary>Inference steps; null for the model's default.</summary>
    public int? Steps { get; init; }

    /// <summary>Guidance scale; null for the model's default.</summary>
    public double? GuidanceScale { get; init; }

    /// <summary>LoRA weights: name or URL to strength; empty where there are none.</summary>
    public IReadOnlyList<KeyValuePair<string, double>> LoraWeights { get; init; } = [];

    /// <summary>The file format; null for the model's default.</summary>
    public ImageFormat? Format { get; init; }

    /// <summary>The caller's extra input for this provider: a JSON object, or null.</summary>
    public JsonElement? Extras { get; init; }

    /// <summary>What the extras make of the bill; null where there are none.</summary>
    internal ExtrasEffect? Effect { get; init; }

    /// <summary>The values in it that the caller did not give.</summary>
    internal AdaptedSettings Adapted { get; init; }

    /// <summary>The time the job may take from now on, for providers that can hold a deadline themselves; null for none.</summary>
    public TimeSpan? TimeLimit { get; init; }

    /// <summary>Model and size: never the prompt.</summary>
    public override string ToString() => $"{ModelId} {Width}x{Height} x{Count}";
}
