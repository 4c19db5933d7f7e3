using System.Text.Json.Serialization;
using ImageGeneration.Json;

namespace ImageGeneration.Limiting;

/// <summary>Represents a permit, or the reason why there is none.</summary>
public sealed record PermitDecision
{
    private PermitDecision()
    {
    }

    /// <summary>Gets the permit; null when refused.</summary>
    public IJobPermit? Permit { get; private init; }

    /// <summary>Gets the reason why there is none.</summary>
    public PermitRefusal Refusal { get; private init; }

    /// <summary>Gets the time after which it may be tried again; null when that is not known.</summary>
    public TimeSpan? RetryAfter { get; internal init; }

    /// <summary>Gets the reason as a sentence for the caller; null for the default sentence.</summary>
    public string? Reason { get; private init; }

    /// <summary>Gets how long the permit was awaited; the library measures it for limiters of your own.</summary>
    public TimeSpan Waited { get; internal init; }

    /// <summary>Grants a permit.</summary>
    /// <param name="permit">The permit.</param>
    /// <returns>The decision.</returns>
    public static PermitDecision Granted(IJobPermit permit) => new() { Permit = permit };

    /// <summary>Refuses a permit; the next provider is tried.</summary>
    /// <param name="refusal">The reason.</param>
    /// <param name="retryAfter">The time after which it may be tried again; null when that is not known.</param>
    /// <param name="reason">The reason as a sentence for the caller; null for the default sentence.</param>
    /// <returns>The decision.</returns>
    public static PermitDecision Refused(PermitRefusal refusal, TimeSpan? retryAfter = null, string? reason = null) =>
        new() { Refusal = refusal, RetryAfter = retryAfter, Reason = reason };
}

/// <summary>Specifies why there is no permit. In JSON: the snake-case name.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<PermitRefusal>))]
public enum PermitRefusal
{
    /// <summary>The limiter cannot decide.</summary>
    Unavailable,

    /// <summary>The queue is full.</summary>
    QueueFull,

    /// <summary>The provider throttles for longer than the request waits.</summary>
    Paused,

    /// <summary>The circuit of the provider opened while the request waited.</summary>
    CircuitOpen,

    /// <summary>The application is shutting down.</summary>
    ShuttingDown,
}
