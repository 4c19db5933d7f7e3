using ImageGeneration.Pricing;
using ImageGeneration.Providers;
using ImageGeneration.Tests.Fakes;

namespace ImageGeneration.Tests.Pricing;

public sealed class CostCalculatorSettleTests
{
    private const string Replicate = "replicate";
    private const string RunPod = "runpod";
    private static readonly TimeSpan Run = TimeSpan.FromSeconds(4.2);
    private static readonly ProviderRequest PerImage = Request("black-forest-labs/flux-schnell");
    private static readonly ProviderRequest PerMegapixel = Request("black-forest-labs-flux-1-schnell");
    private static readonly ProviderRequest PerSecond = Request("stable-diffusion-xl");
    private static readonly JobReference Job = new(Replicate, "job-1", "any");

    private static readonly TariffTable _accounts = TestTariffs.Table(("replicate-eu", Replicate, null), ("runpod-eu", RunPod, null));

    private readonly CostCalculator _costs = new(TestTariffs.Prices(
        new() { Prices = { new() { Provider = RunPod, Model = "stable-diffusion-xl", PerSecondUsd = 0.00019m } } }, _accounts));

    [Fact]
    public void Settle_ProvidersOwnFigure_WinsOverAll()
    {
        Assert.Equal(0.5m, _costs.Settle(Replicate, PerImage, Succeeded(1) with { CostUsd = 0.5m }));
        Assert.Equal(0m, _costs.Settle(RunPod, PerSecond, Failed(FailureKind.JobFailed, Job) with { CostUsd = 0m, RunTime = Run }));
        Assert.Equal(0.1m, _costs.Settle(Replicate, PerImage, Failed(FailureKind.UnknownOutcome, null) with { CostUsd = 0.1m }));
    }

    [Fact]
    public void Settle_ProvidersOwnFigureBelowZero_IsNotBelieved() =>
        Assert.Equal(0.003m, _costs.Settle(Replicate, PerImage, Succeeded(1) with { CostUsd = -1m }));

    [Fact]
    public void Settle_Delivered_ByEachKindOfPrice()
    {
        Assert.Equal(0.006m, _costs.Settle(Replicate, PerImage, Succeeded(2)));
        Assert.Equal(0.0024m * 1.048576m, _costs.Settle(RunPod, PerMegapixel, Succeeded(1)));
        Assert.Equal(0.00019m * 5, _costs.Settle(RunPod, PerSecond, Succeeded(1) with { RunTime = Run }));
    }

    [Fact]
    public void Settle_Filtered_IsBilledLikeDelivered()
    {
        var job = Succeeded(1) with { Images = [new(), new() { Outcome = ImageOutcome.Filtered }] };

        Assert.Equal(0.006m, _costs.Settle(Replicate, PerImage, job));
        Assert.Equal(2 * 0.0024m * 1.048576m, _costs.Settle(RunPod, PerMegapixel, job));
    }

    [Fact]
    public void Settle_PerMegapixel_CountsTheSizeThatCame() =>
        Assert.Equal(
            0.0024m * 0.5m,
            _costs.Settle(RunPod, PerMegapixel, Succeeded(1) with { Images = [new() { Width = 1000, Height = 500 }] }));

    /// <summary>Models that are billed by time in truth, for which only the price of an average image is known.</summary>
    [Theory]
    [InlineData("stability-ai/sdxl", Replicate)]
    [InlineData("deployments/stability-ai/sdxl", "replicate-eu")]
    public void Settle_AveragePriceAndNoImage_IsUnknownUnlessItNeverRan(string modelId, string provider)
    {
        var request = Request(modelId);

        Assert.Equal(2 * 0.0063m, _costs.Settle(provider, request, Succeeded(2)));
        Assert.Null(_costs.Settle(provider, request, Failed(FailureKind.JobFailed, null)));
        Assert.Null(_costs.Settle(provider, request, Failed(FailureKind.Canceled, Job) with { Cancellation = CancellationOutcome.Confirmed, RunTime = Run }));
        Assert.Equal(0m, _costs.Settle(provider, request, Failed(FailureKind.Canceled, Job) with { RunTime = TimeSpan.Zero }));
        Assert.Equal(0m, _costs.Settle(provider, request, Failed(FailureKind.InvalidRequest, null)));
    }

    [Theory]
    [InlineData(FailureKind.InvalidRequest)]
    [InlineData(FailureKind.Unsupported)]
    [InlineData(FailureKind.ContentRejected)]
    [InlineData(FailureKind.Unauthorized)]
    [InlineData(FailureKind.OutOfCredit)]
    [InlineData(FailureKind.RateLimited)]
    [InlineData(FailureKind.QueueFull)]
    [InlineData(FailureKind.Unavailable)]
    [InlineData(FailureKind.BudgetExceeded)]
    public void Settle_NothingAccepted_IsFreeEvenWithoutAPrice(FailureKind kind)
    {
        Assert.Equal(0m, _costs.Settle(RunPod, PerSecond, Failed(kind, null)));
        Assert.Equal(0m, _costs.Settle("acme", Unpriced, Failed(kind, null)));
    }

    [Theory]
    [InlineData(FailureKind.UnknownOutcome)]
    [InlineData(FailureKind.Canceled)]
    [InlineData(FailureKind.TimedOut)]
    public void Settle_PerhapsAccepted_IsUnknown(FailureKind kind) =>
        Assert.Null(_costs.Settle(Replicate, PerImage, Failed(kind, null)));

    [Theory]
    [InlineData(FailureKind.JobFailed)]
    [InlineData(FailureKind.EmptyOutput)]
    public void Settle_RanWithoutAnId_CostsItsRun(FailureKind kind)
    {
        Assert.Null(_costs.Settle(RunPod, PerSecond, Failed(kind, null)));
        Assert.Equal(0.00019m * 5, _costs.Settle(RunPod, PerSecond, Failed(kind, null) with { RunTime = Run }));
        Assert.Equal(0m, _costs.Settle(Replicate, PerImage, Failed(kind, null)));
    }

    [Theory]
    [InlineData(FailureKind.JobFailed)]
    [InlineData(FailureKind.EmptyOutput)]
    [InlineData(FailureKind.ContentRejected)]
    [InlineData(FailureKind.RateLimited)]
    [InlineData(FailureKind.Canceled)]
    public void Settle_AcceptedAndFailed_CostsItsRunOnly(FailureKind kind)
    {
        Assert.Equal(0m, _costs.Settle(Replicate, PerImage, Failed(kind, Job)));
        Assert.Equal(0m, _costs.Settle(RunPod, PerMegapixel, Failed(kind, Job) with { RunTime = Run }));
        Assert.Equal(0.00019m * 5, _costs.Settle(RunPod, PerSecond, Failed(kind, Job) with { RunTime = Run }));
        Assert.Null(_costs.Settle(RunPod, PerSecond, Failed(kind, Job)));
        Assert.Null(_costs.Settle("acme", Unpriced, Failed(kind, Job) with { RunTime = Run }));
    }

    [Theory]
    [InlineData(FailureKind.TimedOut)]
    [InlineData(FailureKind.Canceled)]
    public void Settle_Canceled_DependsOnWhatTheProviderSaid(FailureKind kind)
    {
        var job = Failed(kind, Job) with { RunTime = Run };

        Assert.Equal(0.00019m * 5, _costs.Settle(RunPod, PerSecond, job with { Cancellation = CancellationOutcome.Confirmed }));
        Assert.Equal(0m, _costs.Settle(Replicate, PerImage, job with { Cancellation = CancellationOutcome.Confirmed }));
        Assert.Null(_costs.Settle(RunPod, PerSecond, job with { Cancellation = CancellationOutcome.NotConfirmed }));
        Assert.Null(_costs.Settle(Replicate, PerImage, job with { Cancellation = CancellationOutcome.NotConfirmed }));
        Assert.Null(_costs.Settle(Replicate, PerImage, job with { Cancellation = CancellationOutcome.AlreadyFinished }));
    }

    [Fact]
    public void Settle_CanceledTooLateAndNobodyWaits_CostsTheImagesThatWereMade() =>
        Assert.Equal(0.006m, _costs.Settle(Replicate, PerImage, Failed(FailureKind.Canceled, Job) with
        {
            Cancellation = CancellationOutcome.AlreadyFinished,
            Images = [new(), new()],
        }));

    [Fact]
    public void Settle_CanceledTooLateAndDelivered_CostsTheImages() =>
        Assert.Equal(0.003m, _costs.Settle(Replicate, PerImage, Succeeded(1) with { Cancellation = CancellationOutcome.AlreadyFinished }));

    [Fact]
    public void Settle_TimedOutAtTheProvider_CostsItsRunWhereItIsReported()
    {
        Assert.Equal(0.00019m * 5, _costs.Settle(RunPod, PerSecond, Failed(FailureKind.TimedOut, Job) with { RunTime = Run }));
        Assert.Null(_costs.Settle(Replicate, PerImage, Failed(FailureKind.TimedOut, Job)));
    }

    [Theory]
    [InlineData(JobStatus.Unknown)]
    [InlineData(JobStatus.Queued)]
    [InlineData(JobStatus.Running)]
    public void Settle_NotFinished_IsUnknown(JobStatus status) =>
        Assert.Null(_costs.Settle(Replicate, PerImage, new() { Status = status, Reference = Job, RunTime = Run }));

    [Fact]
    public void Settle_LostTrackOfIt_IsUnknown()
    {
        Assert.Null(_costs.Settle(Replicate, PerImage, Failed(FailureKind.UnknownOutcome, Job) with { RunTime = Run }));
        Assert.Null(_costs.Settle(Replicate, PerImage, ProviderJob.Unread(new(FailureKind.Unavailable, "no answer"), Job)));
    }

    [Fact]
    public void Settle_DeliveredWithoutPriceOrRunTime_IsUnknown()
    {
        Assert.Null(_costs.Settle("acme", Unpriced, Succeeded(1)));
        Assert.Null(_costs.Settle(RunPod, PerSecond, Succeeded(1)));
    }

    [Theory]
    [InlineData(RunPod, 5.0, 5.0)]
    [InlineData(RunPod, 5.0000001, 6.0)]
    [InlineData("runpod-eu", 0.001, 1.0)]
    [InlineData(RunPod, 0.0, 0.0)]
    [InlineData("modal", 5.25, 5.25)]
    public void Settle_PerSecond_RoundsUpAtRunPodOnly(string provider, double run, double billed)
    {
        var options = new ImageGenerationServiceOptions { Prices = { new Price { Provider = provider, Model = "m", PerSecondUsd = 0.01m } } };
        var costs = new CostCalculator(TestTariffs.Prices(options, _accounts));
        var job = Succeeded(1) with { RunTime = TimeSpan.FromSeconds(run) };

        Assert.Equal(0.01m * (decimal)billed, costs.Settle(provider, Request("m"), job));
    }

    [Fact]
    public void Settle_RunTimeBelowZero_IsUnknown() =>
        Assert.Null(_costs.Settle(RunPod, PerSecond, Succeeded(1) with { RunTime = -Run }));

    private static ProviderRequest Unpriced => Request("acme/other") with { Model = "other" };

    private static ProviderJob Succeeded(int images) =>
        new() { Status = JobStatus.Succeeded, Reference = Job, Images = [.. Enumerable.Repeat(new GeneratedImage(), images)] };

    private static ProviderJob Failed(FailureKind kind, JobReference? reference) => ProviderJob.Failed(new(kind, "It failed."), reference);

    private static ProviderRequest Request(string modelId) =>
        new() { Model = ImageModel.Flux1, ModelId = modelId, Prompt = "A fox", Width = 1024, Height = 1024 };
}
