using System.Text.Json.Serialization;

namespace ImageGeneration;

/// <summary>The name of a model as the application knows it: <c>flux1</c>, <c>sdxl</c> or any other name that a provider's
/// <c>Models</c> setting maps to an id of its own. Names are compared without regard to case.</summary>
[JsonConverter(typeof(ImageModelJsonConverter))]
public readonly record struct ImageModel
{
    private readonly string? _name;

    /// <summary>Makes a model name.</summary>
    /// <param name="name">Not null and not blank.</param>
    /// <exception cref="ArgumentException"><paramref name="name"/> is null or blank.</exception>
    public ImageModel(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        _name = name.Trim();
    }

    /// <summary>FLUX.1, the first choice for photorealistic pictures: <c>flux1</c>.</summary>
    public static ImageModel Flux1 { get; } = new("flux1");

    /// <summary>Stable Diffusion XL, the thrifty all-rounder: <c>sdxl</c>.</summary>
    public static ImageModel Sdxl { get; } = new("sdxl");

    /// <summary>The name; empty for <c>default(ImageModel)</c>, which no request may carry.</summary>
    public string Name => _name ?? "";

    /// <summary>A text is a model name.</summary>
    /// <param name="name">Not null and not blank.</param>
    public static implicit operator ImageModel(string name) => new(name);

    /// <inheritdoc/>
    public bool Equals(ImageModel other) => string.Equals(Name, other.Name, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.OrdinalIgnoreCase.GetHashCode(Name);

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
