namespace ImageGeneration.Simulator;

/// <summary>A fault on demand: which requests it concerns, how often it strikes, and what it does to them.</summary>
/// <remarks>Conditions that are left out match everything. Of several rules that match a request, the first added one strikes.</remarks>
public sealed record FaultRule
{
    /// <summary>The provider. Default: null, each.</summary>
    public SimulatedProvider? Provider { get; init; }

    /// <summary>The phase. Default: null, each; effects on jobs strike on <see cref="RequestPhase.Create"/> only.</summary>
    public RequestPhase? Phase { get; init; }

    /// <summary>The Replicate slug or RunPod endpoint that the request concerns. Default: null, each.</summary>
    public string? Model { get; init; }

    /// <summary>A condition of one's own, on top of the others. Default: null, none.</summary>
    public Func<RecordedRequest, bool>? When { get; init; }

    /// <summary>How many matching requests pass before the rule begins; 2 with <see cref="Times"/> 1 means the third. Default: 0.</summary>
    public int Skip { get; init; }

    /// <summary>How often the rule strikes before it is spent. Default: null, for ever.</summary>
    public int? Times { get; init; }

    /// <summary>The share of the matching requests that are struck, 0 to 1. Default: 1.</summary>
    public double Rate { get; init; } = 1;

    /// <summary>What happens.</summary>
    public required FaultEffect Effect { get; init; }
}
