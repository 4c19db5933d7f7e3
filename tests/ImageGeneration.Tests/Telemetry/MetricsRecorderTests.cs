using System.Diagnostics;
using System.Diagnostics.Metrics;
using ImageGeneration.Routing;
using ImageGeneration.Telemetry;
using ImageGeneration.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;
using Moq;

namespace ImageGeneration.Tests.Telemetry;

/// <summary>Who hears of a request: the meter, the spans and every collector, side by side.</summary>
public sealed class MetricsRecorderTests
{
    [Fact]
    public async Task Collectors_TwoOfOnesOwn_BothHearOfItAndTheLastAnswers()
    {
        Mock<IGenerationMetricsCollector> first = new(), last = new();
        last.Setup(collector => collector.Snapshot(It.IsAny<IReadOnlyDictionary<string, QueueMetrics>>())).Returns(Figures(42));
        await using var application = new TestApplication(
            [new FakeProvider()], services: services => services.AddSingleton(first.Object).AddSingleton(last.Object));

        await application.RunAsync(application.Images.GenerateImageWithFailoverAsync(TestApplication.Request()));

        first.Verify(collector => collector.RecordSuccess(It.IsAny<ImageGenerationResponse>()), Times.Once);
        last.Verify(collector => collector.RecordSuccess(It.IsAny<ImageGenerationResponse>()), Times.Once);
        Assert.Equal(42, application.Images.GetMetrics().TotalRequests);
    }

    [Fact]
    public async Task Collector_OfOnesOwn_DoesNotSilenceTheMeter()
    {
        using var meters = InstrumentCollectors.NewFactory();
        using var collectors = new InstrumentCollectors(meters);
        await using var application = new TestApplication([new FakeProvider()], services: services => services
            .AddSingleton<IMeterFactory>(meters)
            .AddSingleton(Mock.Of<IGenerationMetricsCollector>()));

        await application.RunAsync(application.Images.GenerateImageWithFailoverAsync(TestApplication.Request()));

        Assert.Equal(1, Assert.Single(collectors.Measurements("imagegen.attempts")).Value);
    }

    [Fact]
    public async Task Planning_Throws_IsInTheSpanAndInTheFigures()
    {
        var spans = new List<Activity>();
        var selector = new Mock<IProviderSelector>();
        selector.Setup(planner => planner.Order(It.IsAny<ImageGenerationRequest>(), It.IsAny<IReadOnlyList<ProviderCandidate>>()))
            .Throws<NotSupportedException>();
        using var source = new ImageGenerationActivitySource();
        await using var application = new TestApplication(
            [new FakeProvider(), new FakeProvider("second")],
            services: services => services.AddSingleton(selector.Object).AddSingleton(source));
        using var listener = new ActivityListener
        {
            ShouldListenTo = heard => heard == source.Source,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = spans.Add,
        };
        ActivitySource.AddActivityListener(listener);

        await Assert.ThrowsAnyAsync<Exception>(
            () => application.Images.GenerateImageWithFailoverAsync(TestApplication.Request()));

        Assert.Equal(ActivityStatusCode.Error, Assert.Single(spans).Status);
        Assert.Equal(1, application.Images.GetMetrics().TotalRequests);
    }

    private static GenerationMetrics Figures(long requests) => new()
    {
        TotalRequests = requests,
        SuccessfulRequests = requests,
        FailedRequests = 0,
        CanceledRequests = 0,
        AverageGenerationTime = default,
        P50GenerationTime = default,
        P90GenerationTime = default,
        P99GenerationTime = default,
        TotalCostUsd = 0,
        AttemptsOfUnknownCost = 0,
        PossiblyBilledUnseen = 0,
        ImagesDelivered = 0,
        ImagesFiltered = 0,
        ProviderUsage = new Dictionary<string, long>(),
        FailuresByKind = new Dictionary<FailureKind, long>(),
        Queues = new Dictionary<string, QueueMetrics>(),
    };
}
