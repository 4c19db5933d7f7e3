using ImageGeneration.Providers;

namespace ImageGeneration.Routing;

/// <summary>Orders the providers that can do a request. Replace it by registering your own.</summary>
public interface IProviderSelector
{
    /// <summary>Orders the candidates. Those that are left out are not asked.</summary>
    /// <param name="request">The request.</param>
    /// <param name="candidates">The providers that can do it, in the order of registration; never empty.</param>
    /// <returns>The chosen providers, first to last, each with its reason.</returns>
    IReadOnlyList<ProviderChoice> Order(ImageGenerationRequest request, IReadOnlyList<ProviderCandidate> candidates);
}

/// <summary>Represents a provider that can do a request, with the facts for the choice.</summary>
public sealed record ProviderCandidate
{
    /// <summary>Gets the provider's name.</summary>
    public required string Provider { get; init; }

    /// <summary>Gets the capabilities of its model.</summary>
    public required ModelCapabilities Capabilities { get; init; }

    /// <summary>Gets the cost estimate.</summary>
    public required CostEstimate Cost { get; init; }

    /// <summary>Gets the quality of its images, 0 to 100: the setting <c>Quality</c>.</summary>
    public required int Quality { get; init; }

    /// <summary>Gets the time that the request is expected to take there, by its parts.</summary>
    public required ExpectedLatency Latency { get; init; }

    /// <summary>Gets the requests that wait and the jobs under way, as a fraction of the jobs allowed at once: 0 when idle, above 1 when
    /// requests wait.</summary>
    public required double Load { get; init; }

    /// <summary>Gets a value indicating whether its circuit is open. The default selector puts such a provider last.</summary>
    public required bool IsCircuitOpen { get; init; }
}

/// <summary>Represents a candidate at its position in the route.</summary>
/// <param name="Candidate">The candidate.</param>
/// <param name="Reason">The reason for its position, in words.</param>
public readonly record struct ProviderChoice(ProviderCandidate Candidate, string Reason);
