namespace ImageGeneration.Breaking;

/// <summary>As what a request was let through by a circuit.</summary>
internal enum BreakerPass : byte
{
    /// <summary>The circuit was closed.</summary>
    Closed,

    /// <summary>As the one that probes after the break.</summary>
    Probe,

    /// <summary>The circuit was open, and that only because of other prompts.</summary>
    OtherPrompt,
}

/// <summary>As what a request was let through by the circuit of its provider and by that of its model.</summary>
internal readonly record struct LanePass(BreakerPass Provider, BreakerPass Model);
