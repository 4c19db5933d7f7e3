namespace ImageGeneration.Limiting;

/// <summary>Represents a request for a permit.</summary>
public readonly record struct PermitRequest
{
    /// <summary>Gets the longest pause that the request waits for; a longer one refuses it at once.</summary>
    public required TimeSpan MaxPause { get; init; }

    /// <summary>Gets the time until the request is given up: a pause beyond it is not awaited either.</summary>
    public required TimeSpan TimeLeft { get; init; }

    /// <summary>Gets the listener that receives the position in the queue; null when there is none.</summary>
    internal PermitListener? Listener { get; init; }
}
