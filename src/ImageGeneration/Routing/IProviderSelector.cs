using ImageGeneration.Providers;

namespace ImageGeneration.Routing;

/// <summary>Puts the providers that can do a request into the order in which they are asked. Replace it by registering your own.</summary>
public interface IProviderSelector
{
    /// <summary>Orders the candidates. Those it leaves out are not asked.</summary>
    /// <param name="request">What to draw.</param>
    /// <param name="candidates">Who can do it, in the order of registration; never empty.</param>
    /// <returns>The choice, first to last, each with its reason.</returns>
    IReadOnlyList<ProviderChoice> Order(ImageGenerationRequest request, IReadOnlyList<ProviderCandidate> candidates);
}

/// <summary>A provider that can do the request, and what is known for the choice.</summary>
public sealed record ProviderCandidate
{
    /// <summary>The provider's name.</summary>
    public required string Provider { get; init; }

    /// <summary>What its model can do.</summary>
    public required ModelCapabilities Capabilities { get; init; }

    /// <summary>What it would charge.</summary>
    public required CostEstimate Cost { get; init; }

    /// <summary>How good its pictures are, 0 to 100: the setting <c>Quality</c>.</summary>
    public required int Quality { get; init; }

    /// <summary>How long the request would take there, and of what that is made up.</summary>
    public required ExpectedLatency Latency { get; init; }

    /// <summary>Requests waiting and jobs under way, as a share of the jobs allowed at once.</summary>
    public required double Load { get; init; }

    /// <summary>Gets a value indicating whether its circuit is open: it is asked last.</summary>
    public required bool IsCircuitOpen { get; init; }
}

/// <summary>A candidate in its place.</summary>
/// <param name="Candidate">Who.</param>
/// <param name="Reason">Why here, in words.</param>
public readonly record struct ProviderChoice(ProviderCandidate Candidate, string Reason);
