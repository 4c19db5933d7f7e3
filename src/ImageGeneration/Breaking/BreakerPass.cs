namespace ImageGeneration.Breaking;

/// <summary>Specifies how a request was let through by a circuit.</summary>
internal enum BreakerPass : byte
{
    /// <summary>The circuit was closed.</summary>
    Closed,

    /// <summary>The request probes the circuit after the break.</summary>
    Probe,

    /// <summary>The circuit was open, but only because of other prompts.</summary>
    OtherPrompt,
}

/// <summary>Represents how a request was let through by the circuit of its provider and by that of its model.</summary>
internal readonly record struct LanePass(BreakerPass Provider, BreakerPass Model);
