using ImageGeneration.Extras;
using ImageGeneration.Lanes;
using ImageGeneration.Routing;

namespace ImageGeneration.Generation;

/// <summary>Validates a request and plans its route, for the generating calls too.</summary>
internal sealed class ImageRoutePlanner(RoutePlanner planner, LaneRegistry lanes) : IImageRoutePlanner
{
    public void Validate(ImageGenerationRequest request)
    {
        RequestValidator.Check(request);
        ExtrasRules.CheckNames(request, lanes.Names);
    }

    public ProviderRoute Plan(ImageGenerationRequest request)
    {
        var route = PlanCandidates(request);
        return new(
            [.. route.Candidates.Select(candidate => new RouteEntry(
                candidate.Lane.Provider.Name,
                candidate.Adapted.Request.ModelId,
                candidate.Reason,
                candidate.Cost,
                candidate.Adapted.AllChanges,
                candidate.Latency))],
            route.Excluded);
    }

    public IReadOnlyList<CostEstimate> EstimateCost(ImageGenerationRequest request) =>
        [.. PlanCandidates(request).Candidates.Select(candidate => candidate.Cost)];

    public string SelectFirst(ImageGenerationRequest request)
    {
        var route = PlanCandidates(request);
        return route.Candidates.Count > 0 ? route.Candidates[0].Lane.Provider.Name : throw GenerationFailure.NoEligibleProvider(request, route);
    }

    private PlannedRoute PlanCandidates(ImageGenerationRequest request)
    {
        Validate(request);
        return planner.Plan(request, null);
    }
}
