using System.Diagnostics.Metrics;
using ImageGeneration.Telemetry;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;

namespace ImageGeneration.Tests.Telemetry;

public sealed class ImageGenerationMeterTests : IDisposable
{
    private readonly IMeterFactory _meters = InstrumentCollectors.NewFactory();
    private readonly InstrumentCollectors _collectors;
    private readonly ImageGenerationMeter _metrics;

    public ImageGenerationMeterTests()
    {
        _collectors = new(_meters);
        _metrics = new(_meters);
    }

    public void Dispose()
    {
        _collectors.Dispose();
        _meters.Dispose();
    }

    [Fact]
    public void Constructor_MakesTheInstruments()
    {
        var instruments = _collectors.Instruments.Select(instrument => $"{instrument.Meter.Name} {instrument.Name} {instrument.Unit}");

        Assert.Equal(
            [
                "ImageGeneration gen_ai.client.operation.duration s",
                "ImageGeneration imagegen.attempts {attempt}",
                "ImageGeneration imagegen.cost USD",
                "ImageGeneration imagegen.images {image}",
                "ImageGeneration imagegen.possibly_billed {attempt}",
                "ImageGeneration imagegen.queue.duration s",
                "ImageGeneration imagegen.request.duration s",
                "ImageGeneration imagegen.run.duration s",
            ],
            instruments.Order(StringComparer.Ordinal));
        Assert.All(_collectors.Instruments, instrument => Assert.Equal("0.1.0", instrument.Meter.Version));
        Assert.All(_collectors.Instruments, instrument => Assert.False(string.IsNullOrWhiteSpace(instrument.Description)));
    }

    [Fact]
    public void Constructor_Histograms_AdviseBucketsUpToTenMinutes()
    {
        var histograms = _collectors.Instruments.OfType<Histogram<double>>().ToList();

        Assert.Equal(4, histograms.Count);
        Assert.All(histograms, histogram =>
        {
            var bounds = histogram.Advice!.HistogramBucketBoundaries!;
            Assert.Equal(600, bounds[^1]);
            Assert.Equal(bounds.Order(), bounds);
        });
    }

    [Fact]
    public void RecordAttempt_Delivered_MeasuresTimesAndCost()
    {
        _metrics.RecordAttempt(
            new()
            {
                Provider = "replicate",
                ModelId = "black-forest-labs/flux-schnell",
                JobId = "job-1",
                PermitTime = TimeSpan.FromSeconds(1),
                QueueTime = TimeSpan.FromSeconds(2),
                RunTime = TimeSpan.FromSeconds(3),
                Duration = TimeSpan.FromSeconds(7),
                CostUsd = 0.003m,
            },
            ImageModel.Flux1);

        const string tags = "gen_ai.provider.name=replicate, gen_ai.request.model=flux1";
        Single(
            "gen_ai.client.operation.duration",
            7,
            "gen_ai.operation.name=generate_content, gen_ai.output.type=image, gen_ai.provider.name=replicate, gen_ai.request.model=flux1");
        Single("imagegen.attempts", 1, tags);
        Single("imagegen.run.duration", 3, tags);
        Single("imagegen.cost", 0.003, tags);
        Assert.Equal(
            [(1, tags + ", imagegen.queue=permit"), (2, tags + ", imagegen.queue=provider")],
            _collectors.Measurements("imagegen.queue.duration"));
        Assert.Empty(_collectors.Measurements("imagegen.possibly_billed"));
        Assert.Empty(_collectors.Measurements("imagegen.request.duration"));
    }

    [Fact]
    public void RecordAttempt_AnswerLost_MeasuresWhatIsKnown()
    {
        _metrics.RecordAttempt(
            new() { Provider = "runpod", Duration = TimeSpan.FromSeconds(30), Failure = FailureKind.UnknownOutcome, PossiblyBilled = true },
            ImageModel.Sdxl);

        Single("imagegen.attempts", 1, "error.type=unknown_outcome, gen_ai.provider.name=runpod, gen_ai.request.model=sdxl");
        Single("imagegen.possibly_billed", 1, "gen_ai.provider.name=runpod, gen_ai.request.model=sdxl");
        Assert.StartsWith(
            "error.type=unknown_outcome, ", Assert.Single(_collectors.Measurements("gen_ai.client.operation.duration")).Tags, StringComparison.Ordinal);
        Assert.Single(_collectors.Measurements("imagegen.queue.duration"));
        Assert.Empty(_collectors.Measurements("imagegen.run.duration"));
        Assert.Empty(_collectors.Measurements("imagegen.cost"));
    }

    [Fact]
    public void RecordAttempt_RanAndFailed_TagsTheFailureWhereItReportsSomething()
    {
        _metrics.RecordAttempt(
            new() { Provider = "runpod", Failure = FailureKind.JobFailed, RunTime = TimeSpan.FromSeconds(3), CostUsd = 0.001m },
            ImageModel.Sdxl);

        const string tags = "gen_ai.provider.name=runpod, gen_ai.request.model=sdxl";
        Single("imagegen.run.duration", 3, "error.type=job_failed, " + tags);
        Single("imagegen.cost", 0.001, tags);
        Single("imagegen.queue.duration", 0, tags + ", imagegen.queue=permit");
    }

    [Fact]
    public void RecordImages_NoneOfAnOutcome_MeasuresNothing()
    {
        new ImageGenerationMeter(_meters).RecordImages("replicate", ImageModel.Flux1, delivered: 0, filtered: 1);

        Single("imagegen.images", 1, "gen_ai.provider.name=replicate, gen_ai.request.model=flux1, imagegen.outcome=filtered");
    }

    [Fact]
    public void RecordSuccess_MeasuresRequestAndImages()
    {
        _metrics.RecordSuccess(new()
        {
            Id = "1",
            Status = GenerationStatus.Succeeded,
            Images = [new(), new() { Outcome = ImageOutcome.Filtered }, new()],
            Provider = "replicate",
            Model = ImageModel.Flux1,
            GenerationTime = TimeSpan.FromSeconds(8),
            Metadata = new() { OriginalPrompt = "", EnhancedPrompt = "", Attempts = [] },
        });

        const string tags = "gen_ai.provider.name=replicate, gen_ai.request.model=flux1, imagegen.outcome=";
        Single("imagegen.request.duration", 8, "gen_ai.request.model=flux1");
        Assert.Equal(
            [(2, tags + "delivered"), (1, tags + "filtered")],
            _collectors.Measurements("imagegen.images"));
    }

    [Theory]
    [InlineData(FailureKind.OutOfCredit, "out_of_credit")]
    [InlineData(FailureKind.BudgetExceeded, "budget_exceeded")]
    [InlineData(null, "canceled")]
    public void RecordFailure_MeasuresRequestWithItsKind(FailureKind? kind, string errorType)
    {
        _metrics.RecordFailure("my-model", kind, TimeSpan.FromSeconds(4));

        Single("imagegen.request.duration", 4, $"error.type={errorType}, gen_ai.request.model=my-model");
    }

    [Fact]
    public void RecordAttempt_OneInstrumentListenedTo_MeasuresThatAlone()
    {
        using var meters = InstrumentCollectors.NewFactory();
        using var attempts = new MetricCollector<long>(meters, "ImageGeneration", "imagegen.attempts");
        var costs = 0;
        using var cost = new MeterListener();
        cost.SetMeasurementEventCallback<double>((_, _, _, _) => costs++);
        cost.Start();

        new ImageGenerationMeter(meters).RecordAttempt(new() { Provider = "a", CostUsd = 1m }, ImageModel.Flux1);

        Assert.Single(attempts.GetMeasurementSnapshot());
        Assert.Equal(0, costs);
    }

    private void Single(string instrument, double value, string tags)
    {
        Assert.Equal((value, tags), Assert.Single(_collectors.Measurements(instrument)));
    }
}
