using System.Text.Json.Serialization;

namespace ImageGeneration;

/// <summary>Represents the name of a model in the application: <c>flux1</c>, <c>sdxl</c> or any other name that a provider's <c>Models</c>
/// setting maps to an id of its own. Names are compared without regard to case.</summary>
[JsonConverter(typeof(ImageModelJsonConverter))]
public readonly record struct ImageModel
{
    private readonly string? _name;

    /// <summary>Initializes a new instance of the <see cref="ImageModel"/> struct.</summary>
    /// <param name="name">The name, which must not be blank.</param>
    /// <exception cref="ArgumentException"><paramref name="name"/> is null or blank.</exception>
    public ImageModel(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        _name = name.Trim();
    }

    /// <summary>Gets FLUX.1, the first choice for photorealistic images: <c>flux1</c>.</summary>
    public static ImageModel Flux1 { get; } = new("flux1");

    /// <summary>Gets Stable Diffusion XL, the inexpensive all-rounder: <c>sdxl</c>.</summary>
    public static ImageModel Sdxl { get; } = new("sdxl");

    /// <summary>Gets the name; empty for <c>default(ImageModel)</c>, which a request must not have.</summary>
    public string Name => _name ?? "";

    /// <summary>Converts a text to a model name.</summary>
    /// <param name="name">The name, which must not be blank.</param>
    public static implicit operator ImageModel(string name) => new(name);

    /// <inheritdoc/>
    public bool Equals(ImageModel other) => string.Equals(Name, other.Name, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.OrdinalIgnoreCase.GetHashCode(Name);

    /// <summary>Returns the name.</summary>
    public override string ToString() => Name;
}
