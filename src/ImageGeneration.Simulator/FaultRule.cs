namespace ImageGeneration.Simulator;

/// <summary>Represents a fault rule: the requests it applies to, how many times it triggers, and its effect.</summary>
/// <remarks>Conditions that are left out match everything. Of several rules that match a request, the one that was added first
/// triggers.</remarks>
public sealed record FaultRule
{
    /// <summary>Gets the provider. Default: null, each.</summary>
    public SimulatedProvider? Provider { get; init; }

    /// <summary>Gets the phase. Default: null, each; effects on jobs apply to <see cref="RequestPhase.Create"/> only.</summary>
    public RequestPhase? Phase { get; init; }

    /// <summary>Gets the Replicate slug or RunPod endpoint that the request concerns. Default: null, each.</summary>
    public string? Model { get; init; }

    /// <summary>Gets a condition of your own, in addition to the others. Default: null, none.</summary>
    public Func<RecordedRequest, bool>? When { get; init; }

    /// <summary>
    /// Gets how many matching requests pass before the rule begins; 2 with <see cref="Times"/> 1 means the third. Default: 0.
    /// </summary>
    public int Skip { get; init; }

    /// <summary>Gets how many times the rule triggers before it is exhausted. Default: null, no limit.</summary>
    public int? Times { get; init; }

    /// <summary>Gets the fraction of the matching requests on which the rule triggers, 0 to 1. Default: 1.</summary>
    public double Rate { get; init; } = 1;

    /// <summary>Gets the effect.</summary>
    public required FaultEffect Effect { get; init; }
}
