using ImageGeneration.Extras;
using ImageGeneration.Lanes;
using ImageGeneration.Routing;

namespace ImageGeneration.Generation;

/// <summary>Checks a request and plans its route, for the generating calls too.</summary>
internal sealed class ImageRoutePlanner(RoutePlanner planner, LaneRegistry lanes) : IImageRoutePlanner
{
    public void Validate(ImageGenerationRequest request)
    {
        RequestValidator.Check(request);
        ExtrasRules.CheckNames(request, lanes.Names);
    }

    public ProviderRoute Plan(ImageGenerationRequest request)
    {
        var route = PlanSteps(request);
        return new(
            [.. route.Stops.Select(stop => new RouteEntry(
                stop.Lane.Provider.Name, stop.Adapted.Request.ModelId, stop.Reason, stop.Cost, stop.Adapted.Told))],
            route.Excluded);
    }

    public IReadOnlyList<CostEstimate> EstimateCost(ImageGenerationRequest request) =>
        [.. PlanSteps(request).Stops.Select(stop => stop.Cost)];

    public string SelectFirst(ImageGenerationRequest request)
    {
        var route = PlanSteps(request);
        return route.Stops.Count > 0 ? route.Stops[0].Lane.Provider.Name : throw GenerationFailure.Nobody(request, route);
    }

    private PlannedRoute PlanSteps(ImageGenerationRequest request)
    {
        Validate(request);
        return planner.Plan(request, null);
    }
}
