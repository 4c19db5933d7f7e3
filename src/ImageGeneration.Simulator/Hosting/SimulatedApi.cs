using ImageGeneration.Simulator.Faults;
using ImageGeneration.Simulator.Jobs;
using Microsoft.AspNetCore.Http;

namespace ImageGeneration.Simulator.Hosting;

/// <summary>Represents one HTTP API of a host: its routes, and its answers outside of routes.</summary>
internal abstract class SimulatedApi
{
    public virtual SimulatorHost Host => SimulatorHost.Api;

    public abstract SimulatedProvider? Provider { get; }

    /// <summary>Gets the path prefix, without a trailing slash; <see cref="NoRoute"/> answers what no route below it does.</summary>
    public abstract string Prefix { get; }

    public abstract IReadOnlyList<ApiRoute> Routes { get; }

    /// <summary>Returns the phase of a request; null is no route.</summary>
    public virtual RequestPhase PhaseOf(ApiRoute? route, HttpRequest request) => route?.Phase ?? RequestPhase.Other;

    /// <summary>Returns the job that a path names, where that is known before the request is carried out.</summary>
    public virtual SimulatedJob? JobOf(HttpRequest request) => null;

    /// <summary>Returns the model or endpoint that a request concerns, for fault rules; null when it names none.</summary>
    public abstract string? ModelOf(ApiRequest request);

    /// <summary>Returns the answer to a route it does not have.</summary>
    public abstract ApiReply NoRoute(ApiRequest request);

    /// <summary>Returns its own body for a status that a fault asks for.</summary>
    public abstract ApiReply Error(int status);

    /// <summary>Returns its own 429, without the header.</summary>
    public abstract ApiReply Throttled(RateLimit limit);
}
