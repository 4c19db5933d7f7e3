using ImageGeneration.Jobs;

namespace ImageGeneration.Routing;

/// <summary>The images from one place on, to be made at one stop of a route in one job.</summary>
internal readonly record struct RouteStep(IReadOnlyList<ProviderChoice> Stops, int At, int First, int Count, RequestScope Scope)
{
    public ProviderChoice Stop => Stops[At];

    public JobRun Run(ProviderChoice stop, JobStop? end = null) => new(stop.Adapted.Slice(First, Count), Scope)
    {
        IsLastResort = At == Stops.Count - 1,
        IsHedge = stop.Lane != Stop.Lane,
        Stop = end,
    };
}
