namespace ImageGeneration.Limiting;

/// <summary>Asks for a permit.</summary>
public readonly record struct PermitRequest
{
    /// <summary>Gets the longest pause, asked for by the provider, that is waited out; a longer one refuses at once.</summary>
    public required TimeSpan MaxPause { get; init; }

    /// <summary>Gets the time until nobody waits any more: a pause beyond it is not waited out either.</summary>
    public required TimeSpan TimeLeft { get; init; }

    /// <summary>Gets who is to hear where it stands in the queue; null where nobody does.</summary>
    internal PermitListener? Listener { get; init; }
}
