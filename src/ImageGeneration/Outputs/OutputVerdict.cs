using System.Text.Json.Serialization;
using ImageGeneration.Json;

namespace ImageGeneration.Outputs;

/// <summary>Specifies what becomes of an image that was checked.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<OutputDecision>))]
public enum OutputDecision
{
    /// <summary>The image is delivered.</summary>
    Accept,

    /// <summary>The image is delivered, with a warning that says why it may not be what was wanted.</summary>
    Warn,

    /// <summary>The image does not count as delivered, and the next provider is tried. When no better one comes, it is delivered with a
    /// warning, as it is paid for.</summary>
    Reject,
}

/// <summary>Represents the verdict of an <see cref="IOutputCheck"/>.</summary>
public sealed record OutputVerdict
{
    private OutputVerdict(OutputDecision decision, string? reason) => (Decision, Reason) = (decision, reason);

    /// <summary>Gets the verdict that accepts an image.</summary>
    public static OutputVerdict Accept { get; } = new(OutputDecision.Accept, null);

    /// <summary>Gets the decision.</summary>
    public OutputDecision Decision { get; }

    /// <summary>Gets the reason, as words that follow "Image 1", such as "is black in every pixel."; null when the image is
    /// accepted.</summary>
    public string? Reason { get; }

    /// <summary>Gets a value indicating whether a rejected image is never delivered, not even when it is the only one: for checks of
    /// safety. False by default.</summary>
    public bool IsWithheld { get; init; }

    /// <summary>Gets a value indicating whether a rejected image may be what a content filter returns instead of an image: for the models
    /// of <c>Routing:ClosedModels</c> it counts as a refusal, and no other provider is tried. False by default.</summary>
    public bool MayBeRefusal { get; init; }

    /// <summary>Creates a verdict that delivers the image with a warning.</summary>
    /// <param name="reason">The reason, as words that follow "Image 1". Never a prompt or a key: it may be logged.</param>
    /// <returns>The verdict.</returns>
    /// <exception cref="ArgumentException"><paramref name="reason"/> is empty.</exception>
    public static OutputVerdict Warn(string reason) => Create(OutputDecision.Warn, reason);

    /// <summary>Creates a verdict that requests another image.</summary>
    /// <inheritdoc cref="Warn"/>
    public static OutputVerdict Reject(string reason) => Create(OutputDecision.Reject, reason);

    private static OutputVerdict Create(OutputDecision decision, string reason)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        return new(decision, reason);
    }
}
