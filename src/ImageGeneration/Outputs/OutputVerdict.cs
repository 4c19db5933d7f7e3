using System.Text.Json.Serialization;
using ImageGeneration.Json;

namespace ImageGeneration.Outputs;

/// <summary>Specifies what becomes of an image that was checked.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<OutputDecision>))]
public enum OutputDecision
{
    /// <summary>The image is delivered.</summary>
    Accept,

    /// <summary>The image is delivered, and a warning of the response says why it may not be what was wanted.</summary>
    Warn,

    /// <summary>The image does not count as delivered: the next provider is asked for another one. Where no better one comes, it is
    /// delivered with a warning, for it is paid.</summary>
    Reject,
}

/// <summary>The answer of an <see cref="IOutputCheck"/>.</summary>
public sealed record OutputVerdict
{
    private OutputVerdict(OutputDecision decision, string? reason) => (Decision, Reason) = (decision, reason);

    /// <summary>Gets the verdict on an image that is as it should be.</summary>
    public static OutputVerdict Accept { get; } = new(OutputDecision.Accept, null);

    /// <summary>Gets the decision.</summary>
    public OutputDecision Decision { get; }

    /// <summary>Gets the reason, as words that follow "Image 1", such as "is black in every pixel."; null where the image is
    /// accepted.</summary>
    public string? Reason { get; }

    /// <summary>Gets a value indicating whether a rejected image is never delivered, also where it is all that there is: for checks of
    /// safety. False by default.</summary>
    public bool IsWithheld { get; init; }

    /// <summary>Gets a value indicating whether a rejected image may be what a content filter puts in the place of a picture: for the
    /// models of <c>Routing:ClosedModels</c> it is taken for a refusal, and no other provider is asked. False by default.</summary>
    public bool MayBeRefusal { get; init; }

    /// <summary>Creates a verdict by which the image is delivered with a warning.</summary>
    /// <param name="reason">The reason, as words that follow "Image 1". Never a prompt or a key: it may be logged.</param>
    /// <returns>The verdict.</returns>
    /// <exception cref="ArgumentException"><paramref name="reason"/> is empty.</exception>
    public static OutputVerdict Warn(string reason) => Create(OutputDecision.Warn, reason);

    /// <summary>Creates a verdict by which another image is asked for.</summary>
    /// <inheritdoc cref="Warn"/>
    public static OutputVerdict Reject(string reason) => Create(OutputDecision.Reject, reason);

    private static OutputVerdict Create(OutputDecision decision, string reason)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        return new(decision, reason);
    }
}
