using ImageGeneration.Budgets;
using ImageGeneration.Outputs;
using ImageGeneration.Pricing;
using ImageGeneration.Providers;
using ImageGeneration.Routing;
using ImageGeneration.Telemetry;
using ImageGeneration.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;
using Moq;
using Polly;
using Polly.CircuitBreaker;

namespace ImageGeneration.Tests.Failover;

/// <summary>What the application itself plugs in may throw: a job must not run on unseen, a finished image must not be lost, a bill must not be forgotten.</summary>
public sealed class FaultyServicesTests : IAsyncDisposable
{
    private readonly FakeProvider _first = new("first");
    private readonly FakeProvider _second = new("second");
    private TestApplication _app;

    public FaultyServicesTests() => _app = new([_first, _second]);

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Theory]
    [InlineData(GenerationPhase.Submitting)]
    [InlineData(GenerationPhase.Queued)]
    [InlineData(GenerationPhase.Canceling)]
    public async Task Progress_Throws_TheJobIsNotLeftRunning(GenerationPhase phase)
    {
        _first.OnSubmit = (provider, request, _) => Task.FromResult(provider.Accepted(request));
        _first.OnGetJob = (job, _) => Task.FromResult(new ProviderJob { Reference = job, Status = JobStatus.Queued });
        var request = TestApplication.Request() with { Deadline = TimeSpan.FromSeconds(5) };

        var failure = await Assert.ThrowsAsync<ImageGenerationException>(
            () => _app.RunAsync(_app.Images.GenerateAsync(request, new() { Provider = "first", Progress = new Throwing(phase) })));

        Assert.Equal(FailureKind.TimedOut, failure.Kind);
        Assert.Single(_first.Cancels);
    }

    [Fact]
    public async Task Progress_ThrowsWhileAPermitIsWaitedFor_TheSlotIsNotLost()
    {
        await UseAsync(provider: options => options.RateLimit.Concurrent = 1);
        var gate = new TaskCompletionSource();
        _first.OnSubmit = async (provider, request, _) =>
        {
            await gate.Task;
            return provider.Done(request);
        };
        var running = _app.Images.GenerateImageAsync(TestApplication.Request(), "first");
        var waiting = _app.Images.GenerateAsync(TestApplication.Request(), new() { Provider = "first", Progress = new Throwing(GenerationPhase.WaitingForPermit) });

        gate.SetResult();

        await _app.RunAsync(Task.WhenAll(running, waiting));
        Assert.Equal(0, _app.Monitor.GetStatus()[0].Running);
    }

    [Fact]
    public async Task Metrics_Throw_TheImageIsDeliveredAllTheSame()
    {
        var metrics = new Mock<IGenerationMetricsCollector>(MockBehavior.Strict);
        await UseAsync(services => services.AddSingleton(metrics.Object));

        Assert.Single((await GenerateAsync()).Images);
    }

    [Fact]
    public async Task Metrics_Throw_TheFailureKeepsItsKind()
    {
        var metrics = new Mock<IGenerationMetricsCollector>(MockBehavior.Strict);
        await UseAsync(services => services.AddSingleton(metrics.Object));
        _first.Fails(FailureKind.ContentRejected);

        await Assert.ThrowsAsync<ContentRejectedException>(GenerateAsync);
    }

    [Fact]
    public async Task CostCalculator_ThrowsOnSettling_TheImageIsDeliveredAndItsCostIsUnknown()
    {
        var costs = Costs();
        costs.Setup(c => c.Settle(It.IsAny<string>(), It.IsAny<ProviderRequest>(), It.IsAny<ProviderJob>())).Throws<TimeoutException>();
        await UseAsync(services => services.AddSingleton(costs.Object));

        var response = await GenerateAsync();

        Assert.Single(response.Images);
        Assert.Null(response.CostUsd);
    }

    [Fact]
    public async Task CostCalculator_SettlesANegativeAmount_IsUnknown()
    {
        var costs = Costs();
        costs.Setup(c => c.Settle(It.IsAny<string>(), It.IsAny<ProviderRequest>(), It.IsAny<ProviderJob>())).Returns(-1m);
        await UseAsync(services => services.AddSingleton(costs.Object), options => options.Budget.TotalUsd = 1m);

        Assert.Null((await GenerateAsync()).CostUsd);
    }

    [Fact]
    public async Task Budget_ThrowsOnSettling_TheImageIsDelivered()
    {
        var budget = new Mock<IBudget>();
        budget.Setup(b => b.ReserveAsync(It.IsAny<BudgetRequest>(), It.IsAny<CancellationToken>())).ReturnsAsync(BudgetDecision.Granted(0m));
        budget.Setup(b => b.SettleAsync(It.IsAny<Guid>(), It.IsAny<decimal?>(), It.IsAny<CancellationToken>())).Throws<TimeoutException>();
        await UseAsync(services => services.AddSingleton(budget.Object));

        Assert.Single((await GenerateAsync()).Images);
    }

    [Fact]
    public async Task Budget_ThrowsForOneOfSeveralJobs_TheOthersAreDelivered()
    {
        var budget = new Mock<IBudget>();
        var asked = 0;
        budget.Setup(b => b.ReserveAsync(It.IsAny<BudgetRequest>(), It.IsAny<CancellationToken>()))
            .Returns(() => ++asked == 2 ? throw new TimeoutException() : new(BudgetDecision.Granted(0m)));
        await UseAsync(services => services.AddSingleton(budget.Object));

        var response = await _app.RunAsync(_app.Images.GenerateImageAsync(TestApplication.Request() with { Count = 3 }, "first"));

        Assert.Equal(2, response.Images.Count);
        Assert.Equal(2, _first.Submits.Count);
        Assert.Equal(FailureKind.BudgetExceeded, response.Metadata.Attempts[1].Failure);
    }

    [Fact]
    public async Task Selector_ChoosesOneTwice_IsRefusedBeforeAnythingIsSent()
    {
        var selector = new Mock<IProviderSelector>();
        selector.Setup(s => s.Order(It.IsAny<ImageGenerationRequest>(), It.IsAny<IReadOnlyList<ProviderCandidate>>()))
            .Returns((ImageGenerationRequest _, IReadOnlyList<ProviderCandidate> all) => [new(all[0], "a"), new(all[0], "b")]);
        await UseAsync(services => services.AddSingleton(selector.Object));
        _first.Fails(FailureKind.UnknownOutcome);

        await Assert.ThrowsAsync<InvalidOperationException>(GenerateAsync);

        Assert.Empty(_first.Submits);
    }

    [Fact]
    public async Task Reader_ThrowsSomethingOfItsOwn_TheImageIsReturnedAsALink()
    {
        var reader = new Mock<IImageReader>();
        reader.Setup(r => r.ReadAsync(It.IsAny<GeneratedImage>(), It.IsAny<CancellationToken>())).Throws(new IOException("https://signed.test/picture"));
        await UseAsync(services => services.AddSingleton(reader.Object), options => options.Outputs.Download = true);

        var response = await GenerateAsync();

        Assert.NotNull(response.ImageUrl);
        Assert.Contains(response.Warnings, warning => warning.Contains("IOException", StringComparison.Ordinal));
        Assert.DoesNotContain(response.Warnings, warning => warning.Contains("signed.test", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Strategy_ThrowsAfterTheJob_TheFinishedImageIsDelivered()
    {
        await UseAsync(provider: options => options.Retry.MaxResubmits = 0, pipeline: pipeline => pipeline.AddStrategy(_ => new ThrowsAfter(), new Options()));

        var response = await GenerateAsync();

        Assert.Equal("first", response.Provider);
        Assert.Empty(_second.Submits);
    }

    [Fact]
    public async Task Strategy_HedgesAndTheFirstIsSlow_TheLoserIsCanceled()
    {
        await UseAsync(pipeline: pipeline => pipeline.AddHedging(new() { MaxHedgedAttempts = 1, Delay = TimeSpan.FromSeconds(3) }));
        _first.OnSubmit = (provider, request, _) => Task.FromResult(provider.Submits.Count == 1 ? provider.Accepted(request) : provider.Done(request));

        var response = await GenerateAsync();
        await _app.Time.StepUntilAsync(() => !_first.Cancels.IsEmpty, TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(20));

        Assert.Single(response.Images);
        Assert.Single(_first.Cancels);
    }

    [Fact]
    public async Task Strategy_GivesUpWhileAPermitIsWaitedFor_TheProviderIsNotBlamed()
    {
        await UseAsync(
            provider: options =>
            {
                options.RateLimit.Concurrent = 1;
                options.Breaker.FailureThreshold = 1;
            },
            pipeline: pipeline => pipeline.AddTimeout(TimeSpan.FromSeconds(2)));
        var gate = new TaskCompletionSource();
        _first.OnSubmit = async (provider, request, _) =>
        {
            await gate.Task;
            return provider.Done(request);
        };
        var running = _app.Images.GenerateImageAsync(TestApplication.Request(), "first");

        await Assert.ThrowsAsync<ImageGenerationException>(() => _app.RunAsync(_app.Images.GenerateImageAsync(TestApplication.Request(), "first")));
        var breaker = _app.Monitor.GetStatus()[0].Circuit;
        gate.SetResult();
        await _app.RunAsync(running);

        Assert.Equal(CircuitState.Closed, breaker);
    }

    private static Mock<ICostCalculator> Costs()
    {
        var costs = new Mock<ICostCalculator>();
        costs.Setup(c => c.Estimate(It.IsAny<string>(), It.IsAny<ProviderRequest>(), It.IsAny<int>(), It.IsAny<TimeSpan>()))
            .Returns((string provider, ProviderRequest request, int _, TimeSpan _) => new CostEstimate(provider, request.ModelId, 0.01m, "test"));
        return costs;
    }

    private Task<ImageGenerationResponse> GenerateAsync() => _app.RunAsync(_app.Images.GenerateImageWithFailoverAsync(TestApplication.Request()));

    private async Task UseAsync(
        Action<IServiceCollection>? services = null,
        Action<ImageGenerationServiceOptions>? configure = null,
        Action<ProviderOptions>? provider = null,
        Action<ResiliencePipelineBuilder<ProviderJob>>? pipeline = null)
    {
        await _app.DisposeAsync();
        _app = new([_first, _second], configure, services, provider, builder => builder.ConfigureResilience("first", pipeline ?? (_ => { })));
    }

    private sealed class Throwing(GenerationPhase at) : IProgress<GenerationProgress>
    {
        public void Report(GenerationProgress value)
        {
            if (value.Phase == at)
            {
                throw new InvalidOperationException("a bug of the application");
            }
        }
    }

    private sealed class Options : ResilienceStrategyOptions;

    private sealed class ThrowsAfter : ResilienceStrategy<ProviderJob>
    {
        protected override async ValueTask<Outcome<ProviderJob>> ExecuteCore<TState>(
            Func<ResilienceContext, TState, ValueTask<Outcome<ProviderJob>>> callback, ResilienceContext context, TState state)
        {
            await callback(context, state);
            return Outcome.FromException<ProviderJob>(new InvalidOperationException("a bug of a strategy"));
        }
    }
}
