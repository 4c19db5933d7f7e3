using ImageGeneration.Jobs;
using ImageGeneration.Routing;

namespace ImageGeneration.Failover;

/// <summary>Describes the images that one job is to make, and the provider to ask for them.</summary>
/// <param name="Route">The providers, in order.</param>
/// <param name="At">The index of the provider to ask.</param>
/// <param name="First">The index of the first image, which decides its seed.</param>
/// <param name="Count">The number of images.</param>
/// <param name="Request">The request that the images belong to.</param>
/// <param name="Scope">The caller's deadline and cancellation.</param>
internal readonly record struct AttemptPlan(
    IReadOnlyList<RouteCandidate> Route, int At, int First, int Count, ImageGenerationRequest Request, RequestScope Scope)
{
    public RouteCandidate Choice => Route[At];

    /// <summary>Whether no other provider follows in the route.</summary>
    public bool IsLast => At == Route.Count - 1;
}
