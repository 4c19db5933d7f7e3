using System.Text.Json.Serialization;
using ImageGeneration.Json;

namespace ImageGeneration.Limiting;

/// <summary>A permit, or why there is none.</summary>
public sealed record PermitDecision
{
    private PermitDecision()
    {
    }

    /// <summary>Gets the permit; null when refused.</summary>
    public IJobPermit? Permit { get; private init; }

    /// <summary>Gets why there is none.</summary>
    public PermitRefusal Refusal { get; private init; }

    /// <summary>Gets the time after which it may be tried again; null when that is not known.</summary>
    public TimeSpan? RetryAfter { get; internal init; }

    /// <summary>Gets why there is none, as a sentence for the caller; null for the usual one.</summary>
    public string? Reason { get; private init; }

    /// <summary>Gets how long the permit was waited for; the library measures it for limiters of your own.</summary>
    public TimeSpan Waited { get; internal init; }

    /// <summary>Grants a permit.</summary>
    /// <param name="permit">The permit.</param>
    /// <returns>The decision.</returns>
    public static PermitDecision Granted(IJobPermit permit) => new() { Permit = permit };

    /// <summary>Refuses a permit; the next provider is asked.</summary>
    /// <param name="refusal">Why.</param>
    /// <param name="retryAfter">The time after which it may be tried again.</param>
    /// <param name="reason">Why, as a sentence for the caller.</param>
    /// <returns>The decision.</returns>
    public static PermitDecision Refused(PermitRefusal refusal, TimeSpan? retryAfter = null, string? reason = null) =>
        new() { Refusal = refusal, RetryAfter = retryAfter, Reason = reason };
}

/// <summary>Why there is no permit. In JSON: the snake-case word.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<PermitRefusal>))]
public enum PermitRefusal
{
    /// <summary>The limiter cannot decide.</summary>
    Unavailable,

    /// <summary>As many wait as may.</summary>
    QueueFull,

    /// <summary>The provider asked for a longer pause than the request waits for.</summary>
    Paused,

    /// <summary>The provider was found broken while the request waited.</summary>
    CircuitOpen,

    /// <summary>The application is shutting down.</summary>
    ShuttingDown,
}
