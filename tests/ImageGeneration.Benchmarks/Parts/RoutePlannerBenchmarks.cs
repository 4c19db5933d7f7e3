using BenchmarkDotNet.Attributes;
using ImageGeneration.Routing;

namespace ImageGeneration.Benchmarks.Parts;

/// <summary>Who can do a request, adapted how, at what price, in which order: two providers.</summary>
[MemoryDiagnoser]
public class RoutePlannerBenchmarks
{
    private readonly InMemoryApplication _application = new(new FastClock());
    private readonly ImageGenerationRequest _adapted = InMemoryApplication.Request with { Width = 1000, Steps = 200, NegativePrompt = "text, watermark" };
    private readonly RoutePlanner _planner;

    public RoutePlannerBenchmarks() => _planner = _application.Get<RoutePlanner>();

    [GlobalCleanup]
    public void Stop() => _application.Dispose();

    [Benchmark(Baseline = true)]
    public object Plain() => _planner.Plan(InMemoryApplication.Request, null).Candidates;

    [Benchmark]
    public object Adapted() => _planner.Plan(_adapted, null).Candidates;
}
