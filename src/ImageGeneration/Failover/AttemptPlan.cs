using ImageGeneration.Jobs;
using ImageGeneration.Routing;

namespace ImageGeneration.Failover;

/// <summary>The images that one job is to make, and who is asked for them.</summary>
/// <param name="Route">The providers, in order.</param>
/// <param name="At">Which of them is asked.</param>
/// <param name="First">The index of the first image: it decides the seed.</param>
/// <param name="Count">How many images.</param>
/// <param name="Request">The request they belong to.</param>
/// <param name="Scope">Who waits for them, and until when.</param>
internal readonly record struct AttemptPlan(
    IReadOnlyList<RouteCandidate> Route, int At, int First, int Count, ImageGenerationRequest Request, RequestScope Scope)
{
    public RouteCandidate Choice => Route[At];

    /// <summary>No other provider would be asked after this one.</summary>
    public bool IsLast => At == Route.Count - 1;
}
