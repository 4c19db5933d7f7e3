using System.Text.Json;

namespace ImageGeneration.Providers;

/// <summary>Represents one job for one provider: the caller's request after enhancement, and after adaptation to the capabilities of the
/// model.</summary>
public sealed record ProviderRequest
{
    /// <summary>Gets the application's name of the model.</summary>
    public required ImageModel Model { get; init; }

    /// <summary>Gets the provider's id of the model to run.</summary>
    public required string ModelId { get; init; }

    /// <summary>Gets the enhanced prompt.</summary>
    public required string Prompt { get; init; }

    /// <summary>Gets what the image must not show; null when the model does not take it or none was requested.</summary>
    public string? NegativePrompt { get; init; }

    /// <summary>Gets the width of the images in pixels.</summary>
    public required int Width { get; init; }

    /// <summary>Gets the height of the images in pixels.</summary>
    public required int Height { get; init; }

    /// <summary>Gets the name of the aspect ratio, such as <c>16:9</c>, for models that take one instead of pixels; otherwise
    /// null.</summary>
    public string? AspectRatio { get; init; }

    /// <summary>Gets the megapixels as the model spells them, such as <c>0.25</c>, for models that take an <see cref="AspectRatio"/>;
    /// otherwise null.</summary>
    public string? Megapixels { get; init; }

    /// <summary>Gets the number of images of this job: 1 to <see cref="ModelCapabilities.MaxImagesPerJob"/>; default 1.</summary>
    public int Count { get; init; } = 1;

    /// <summary>Gets the seed; null lets the model choose.</summary>
    public long? Seed { get; init; }

    /// <summary>Gets the number of inference steps; null for the model's default.</summary>
    public int? Steps { get; init; }

    /// <summary>Gets the guidance scale; null for the model's default.</summary>
    public double? GuidanceScale { get; init; }

    /// <summary>Gets the LoRA weights, each a name or URL with its strength; empty when there are none.</summary>
    public IReadOnlyList<KeyValuePair<string, double>> LoraWeights { get; init; } = [];

    /// <summary>Gets the file format; null for the model's default.</summary>
    public ImageFormat? Format { get; init; }

    /// <summary>Gets the caller's extra input for this provider, a JSON object; null for none.</summary>
    public JsonElement? Extras { get; init; }

    /// <summary>Gets the effect of the extras on the bill; null when there are none.</summary>
    internal ExtrasEffect? Effect { get; init; }

    /// <summary>Gets the settings whose values the caller did not give.</summary>
    internal AdaptedSettings Adapted { get; init; }

    /// <summary>Gets the time that the job may take from now on, for providers that can enforce a deadline themselves; null for
    /// none.</summary>
    public TimeSpan? TimeLimit { get; init; }

    /// <summary>Returns model and size, never the prompt.</summary>
    public override string ToString() => $"{ModelId} {Width}x{Height} x{Count}";
}
