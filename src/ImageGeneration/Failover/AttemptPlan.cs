using ImageGeneration.Jobs;
using ImageGeneration.Routing;

namespace ImageGeneration.Failover;

/// <summary>The images from one place on, to be made at one stop of a route in one job.</summary>
internal readonly record struct AttemptPlan(IReadOnlyList<RouteCandidate> Stops, int At, int First, int Count, RequestScope Scope)
{
    public RouteCandidate Stop => Stops[At];

    /// <summary>Nobody else would be asked after this one.</summary>
    public bool IsLast => At == Stops.Count - 1;
}
