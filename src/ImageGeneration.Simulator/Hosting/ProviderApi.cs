using ImageGeneration.Simulator.Faults;
using Microsoft.AspNetCore.Http;

namespace ImageGeneration.Simulator.Hosting;

/// <summary>One provider's HTTP API: its routes, and how it words what is not an answer of a route.</summary>
internal abstract class ProviderApi : IErrorBodies
{
    public abstract SimulatedProvider Provider { get; }

    /// <summary>The path prefix, with both slashes.</summary>
    public abstract string Prefix { get; }

    public abstract IReadOnlyList<ApiRoute> Routes { get; }

    /// <summary>What a request to one of its routes is for.</summary>
    public virtual RequestPhase PhaseOf(ApiRoute route, HttpRequest request) => route.Phase;

    /// <summary>The model or endpoint that a request concerns, for fault rules; null when it names none.</summary>
    public abstract string? ModelOf(ApiRequest request);

    /// <summary>The answer to a route it does not have.</summary>
    public abstract ApiReply NoRoute(ApiRequest request);

    public abstract ApiReply Error(int status);

    public abstract ApiReply Throttled(RateLimit limit);
}
