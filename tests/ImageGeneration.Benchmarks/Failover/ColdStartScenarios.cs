using ImageGeneration.Routing;
using ImageGeneration.Simulator;

namespace ImageGeneration.Benchmarks.Failover;

/// <summary>A cheap endpoint whose worker is stopped after a minute and takes another to start, beside a provider that is always warm.</summary>
internal static class ColdStartScenarios
{
    private const string Endpoint = "stable-diffusion-xl";

    private static readonly TimeSpan _boot = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan _idle = TimeSpan.FromSeconds(60);
    private static readonly ImageGenerationRequest _request = Stage.Request with { Model = ImageModel.Sdxl, QualityEnhancers = [] };

    public static IEnumerable<Scenario> All =>
    [
        Learned("a cheap endpoint gone cold, latency is asked for", "replicate") with
        {
            Configure = options => Configure(options, RoutingStrategy.LowestLatency),
            Also = stage => Expected(stage) is { ColdStartProbability: 0 } ? Reason(stage, "latency: about") : "the warm one was expected to be cold",
        },
        Learned("a cheap endpoint that is warm still, latency is asked for", "runpod") with
        {
            Configure = options => Configure(options, RoutingStrategy.LowestLatency),
            Act = async stage =>
            {
                await LearnAsync(stage);
                await stage.Images.GenerateImageAsync(_request, "runpod");
                return await stage.GenerateAsync(_request, null, default);
            },
            Jobs = 5,
            Also = stage => Expected(stage) is { ColdStartProbability: 0 } ? "" : "it was expected to be cold",
        },
        Learned("a cheap endpoint gone cold, which would miss the deadline", "replicate") with
        {
            Act = async stage =>
            {
                await LearnAsync(stage);
                return await stage.GenerateAsync(_request with { Deadline = TimeSpan.FromSeconds(30) }, null, default);
            },
            Also = stage => Reason(stage, "cost:"),
        },
        Learned("a cheap endpoint gone cold, and no hurry", "runpod") with
        {
            Also = stage => Expected(stage) is { ColdStartProbability: > 0.9, BootTime.TotalSeconds: > 55 and < 65 }
                ? Reason(stage, "cost: 0.001 USD")
                : "no cold start was expected",
        },
        Learned("an endpoint that starts for another request, told by its worker counts", "runpod, then replicate") with
        {
            Configure = options => Configure(options, RoutingStrategy.LowestLatency),
            Act = async stage =>
            {
                var first = stage.Images.GenerateAsync(_request);
                await Task.Delay(TimeSpan.FromSeconds(5), stage.Clock);
                var second = await stage.GenerateAsync(_request, null, default);
                return $"{(await first).Provider}, then {second}";
            },
            Jobs = 2,
            Also = stage => stage.Simulator.Journal.RequestsTo(RequestPhase.Lookup, SimulatedProvider.RunPod).Count is var counts and not (1 or 2)
                ? $"{counts} counts"
                : "",
        },
    ];

    private static Scenario Learned(string name, string expected) => new(name, expected)
    {
        ClockSpeed = 30,
        Speed = 1,
        Configure = options => Configure(options, RoutingStrategy.Balanced),
        Latency = Set,
        Act = async stage =>
        {
            await LearnAsync(stage);
            return await stage.GenerateAsync(_request, null, default);
        },
        Jobs = 4,
        Patience = 15,
    };

    private static void Set(SimulatorLatency latency)
    {
        latency.ColdStarts[Endpoint] = _boot;
        latency.IdleAfter = _idle;
        latency.RunTimes["stability-ai/sdxl"] = TimeSpan.FromSeconds(8);
    }

    private static void Configure(ImageGenerationServiceOptions options, RoutingStrategy strategy)
    {
        options.Routing.Strategy = strategy;
        options.Deadline = TimeSpan.FromMinutes(10);
        options.Prices.Add(new() { Provider = "runpod", Model = "sdxl", PerImageUsd = 0.001m });
        foreach (var jobs in new[] { options.Replicate.Jobs, options.RunPod.Jobs })
        {
            (jobs.SubmitTimeout, jobs.ReadTimeout, jobs.MinPollInterval) = (TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(0.3));
        }
    }

    // What a morning teaches: the first job waits for a worker, the next does not; then nobody asks for a while.
    private static async Task LearnAsync(Stage stage)
    {
        await stage.Images.GenerateImageAsync(_request, "runpod");
        await stage.Images.GenerateImageAsync(_request, "runpod");
        await stage.Images.GenerateImageAsync(_request, "replicate");
        await Task.Delay(_idle + TimeSpan.FromSeconds(5), stage.Clock);
    }

    private static ExpectedLatency? Expected(Stage stage) => stage.Response?.Metadata.ExpectedLatency;

    private static string Reason(Stage stage, string expected) =>
        stage.Response?.Metadata.RouteReason is { } reason && !reason.StartsWith(expected, StringComparison.Ordinal) ? reason : "";
}
