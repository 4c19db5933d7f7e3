namespace ImageGeneration.Routing;

/// <summary>A model or endpoint that is left alone while its provider's others go on.</summary>
public sealed record ModelStatus
{
    /// <summary>The provider's id of the model.</summary>
    public required string ModelId { get; init; }

    /// <summary><c>open</c> (resting) or <c>half-open</c> (one probe is under way).</summary>
    public required string Breaker { get; init; }

    /// <summary>What is left of the rest.</summary>
    public TimeSpan? RestingFor { get; init; }

    /// <summary>Why, in words.</summary>
    public string? Reason { get; init; }
}
