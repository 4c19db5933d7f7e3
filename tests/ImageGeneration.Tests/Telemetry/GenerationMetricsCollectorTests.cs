using ImageGeneration.Telemetry;

namespace ImageGeneration.Tests.Telemetry;

public sealed class GenerationMetricsCollectorTests
{
    private static readonly Dictionary<string, QueueMetrics> NoQueues = [];

    private readonly GenerationMetricsCollector _metrics = new();

    [Fact]
    public void Snapshot_Fresh_IsAllZero()
    {
        var metrics = _metrics.Snapshot(NoQueues);

        Assert.Equal((0, 0, 0, 0), (metrics.TotalRequests, metrics.SuccessfulRequests, metrics.FailedRequests, metrics.CanceledRequests));
        Assert.Equal(TimeSpan.Zero, metrics.AverageGenerationTime);
        Assert.Equal(TimeSpan.Zero, metrics.P99GenerationTime);
        Assert.Equal(0m, metrics.TotalCostUsd);
        Assert.Empty(metrics.ProviderUsage);
        Assert.Empty(metrics.FailuresByKind);
        Assert.Same(NoQueues, metrics.Queues);
    }

    [Fact]
    public void Snapshot_RequestsOfEachEnd_AreCountedApart()
    {
        _metrics.RecordSuccess(Response(seconds: 1, delivered: 2, filtered: 1));
        _metrics.RecordSuccess(Response(seconds: 3, delivered: 1, filtered: 0));
        _metrics.RecordFailure(ImageModel.Sdxl, FailureKind.TimedOut, TimeSpan.FromSeconds(100));
        _metrics.RecordFailure(ImageModel.Sdxl, FailureKind.JobFailed, TimeSpan.FromSeconds(100));
        _metrics.RecordFailure(ImageModel.Sdxl, null, TimeSpan.FromSeconds(100));

        var metrics = _metrics.Snapshot(NoQueues);

        Assert.Equal((5, 2, 2, 1), (metrics.TotalRequests, metrics.SuccessfulRequests, metrics.FailedRequests, metrics.CanceledRequests));
        Assert.Equal(TimeSpan.FromSeconds(2), metrics.AverageGenerationTime);
        Assert.InRange(metrics.P50GenerationTime.TotalSeconds, 0.95, 1.05);
        Assert.InRange(metrics.P90GenerationTime.TotalSeconds, 2.85, 3.15);
        Assert.InRange(metrics.P99GenerationTime.TotalSeconds, 2.85, 3.15);
        Assert.Equal((3, 1), (metrics.ImagesDelivered, metrics.ImagesFiltered));
        Assert.Empty(metrics.FailuresByKind);
    }

    [Fact]
    public void Snapshot_Attempts_GiveUsageFailuresAndCost()
    {
        _metrics.RecordAttempt(new() { Provider = "replicate", CostUsd = 0m, Failure = FailureKind.RateLimited }, ImageModel.Flux1);
        _metrics.RecordAttempt(new() { Provider = "replicate", CostUsd = 0.003m }, ImageModel.Flux1);
        _metrics.RecordAttempt(new() { Provider = "runpod", CostUsd = 0.002516582m }, ImageModel.Flux1);
        _metrics.RecordAttempt(
            new() { Provider = "runpod", Failure = FailureKind.UnknownOutcome, PossiblyBilled = true }, ImageModel.Flux1);
        _metrics.RecordAttempt(new() { Provider = "runpod", Failure = FailureKind.UnknownOutcome }, ImageModel.Flux1);

        var metrics = _metrics.Snapshot(NoQueues);

        Assert.Equal(new Dictionary<string, long> { ["replicate"] = 2, ["runpod"] = 3 }, metrics.ProviderUsage);
        Assert.Equal(
            new Dictionary<FailureKind, long> { [FailureKind.RateLimited] = 1, [FailureKind.UnknownOutcome] = 2 }, metrics.FailuresByKind);
        Assert.Equal(0.005516582m, metrics.TotalCostUsd);
        Assert.Equal(2, metrics.AttemptsOfUnknownCost);
        Assert.Equal(1, metrics.PossiblyBilledUnseen);
        Assert.Equal(0, metrics.TotalRequests);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void RecordAttempt_EachFailureKind_IsCounted(FailureKind kind)
    {
        _metrics.RecordAttempt(new() { Provider = "a", Failure = kind }, ImageModel.Flux1);

        Assert.Equal(1, _metrics.Snapshot(NoQueues).FailuresByKind[kind]);
    }

    [Fact]
    public void Record_ManyThreads_LosesNothing()
    {
        var attempt = new GenerationAttempt { Provider = "replicate", CostUsd = 0.000000001m, Failure = FailureKind.JobFailed };
        var response = Response(seconds: 2, delivered: 1, filtered: 0);

        Parallel.For(0, 20_000, i =>
        {
            _metrics.RecordAttempt(i % 2 == 0 ? attempt : attempt with { Provider = "runpod" }, ImageModel.Flux1);
            _metrics.RecordSuccess(response);
        });
        var metrics = _metrics.Snapshot(NoQueues);

        Assert.Equal(0.00002m, metrics.TotalCostUsd);
        Assert.Equal(20_000, metrics.FailuresByKind[FailureKind.JobFailed]);
        Assert.Equal(new Dictionary<string, long> { ["replicate"] = 10_000, ["runpod"] = 10_000 }, metrics.ProviderUsage);
        Assert.Equal((20_000, 20_000), (metrics.SuccessfulRequests, metrics.ImagesDelivered));
        Assert.Equal(TimeSpan.FromSeconds(2), metrics.AverageGenerationTime);
    }

    [Fact]
    public void Record_NobodyListens_AllocatesNothing()
    {
        var attempt = new GenerationAttempt
        {
            Provider = "replicate",
            CostUsd = 0.003m,
            Failure = FailureKind.UnknownOutcome,
            PossiblyBilled = true,
            QueueTime = TimeSpan.FromSeconds(1),
            RunTime = TimeSpan.FromSeconds(1),
        };
        var response = Response(seconds: 2, delivered: 1, filtered: 1);

        var allocated = Allocations.Measure(() =>
        {
            _metrics.RecordAttempt(attempt, ImageModel.Flux1);
            _metrics.RecordSuccess(response);
            _metrics.RecordFailure(ImageModel.Flux1, FailureKind.TimedOut, TimeSpan.FromSeconds(1));
        });

        Assert.Equal(0, allocated);
    }

    public static TheoryData<FailureKind> Kinds() => [.. Enum.GetValues<FailureKind>()];

    private static ImageGenerationResponse Response(double seconds, int delivered, int filtered) => new()
    {
        Id = "1",
        Status = GenerationStatus.Succeeded,
        Images =
        [
            .. Enumerable.Repeat(new GeneratedImage(), delivered),
            .. Enumerable.Repeat(new GeneratedImage { Outcome = ImageOutcome.Filtered }, filtered),
        ],
        Provider = "replicate",
        Model = ImageModel.Flux1,
        GenerationTime = TimeSpan.FromSeconds(seconds),
        Metadata = new() { OriginalPrompt = "a secret fox", EnhancedPrompt = "a secret fox", Attempts = [] },
    };
}
