using ImageGeneration.Limiting;
using ImageGeneration.Pricing;
using ImageGeneration.Providers;
using ImageGeneration.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;
using Moq;
using Polly.CircuitBreaker;

namespace ImageGeneration.Tests.Limiting;

/// <summary>A limiter of the application's own: it is asked, and what it does wrong costs nothing.</summary>
public sealed class ReplacedLimiterTests : IAsyncDisposable
{
    private readonly FakeProvider _first = new("first");
    private readonly FakeProvider _second = new("second");
    private readonly Mock<IJobLimiter> _limiter = new();
    private TestApplication? _app;

    public ValueTask DisposeAsync() => _app?.DisposeAsync() ?? default;

    [Fact]
    public async Task Generate_ALimiterThatIsShared_ItsPlacesBoundTheJobs()
    {
        var (running, most) = (0, 0);
        _app = Make(time => new SharedJobLimiter(new(2), time));
        _first.OnSubmit = async (provider, request, token) =>
        {
            most = Math.Max(most, Interlocked.Increment(ref running));
            await Task.Delay(TimeSpan.FromSeconds(1), _app.Time, token);
            Interlocked.Decrement(ref running);
            return provider.Done(request);
        };

        var all = await _app.RunAsync(Task.WhenAll(
            Enumerable.Range(0, 6).Select(_ => _app.Images.GenerateImageAsync(TestApplication.Request(), "first"))));

        Assert.Equal((6, 2), (all.Length, most));
        Assert.Contains(all, response => response.Metadata.Attempts[0].PermitTime > TimeSpan.FromSeconds(1.5));
        // Nobody waits until a shared limiter has freed the last place.
        await _app.Time.StepUntilAsync(
            () => _app.Monitor.GetStatus()[0] is { Running: 0, Waiting: 0 }, TimeSpan.FromMilliseconds(1), TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task Generate_TheProviderAsksForAPause_TheLimiterIsPaused()
    {
        _app = Make(time => new SharedJobLimiter(new(2), time));
        _first.OnSubmit = (provider, request, _) => Task.FromResult(provider.Submits.Count == 1
            ? ProviderJob.Failed(new(FailureKind.RateLimited, "slow down") { RetryAfter = TimeSpan.FromSeconds(7) })
            : provider.Done(request));

        await _app.RunAsync(_app.Images.GenerateImageAsync(TestApplication.Request(), "first"));

        Assert.InRange(_app.Time.Elapsed.TotalSeconds, 7, 8);
    }

    [Fact]
    public async Task Generate_TheLimiterThrows_NothingIsSentAndTheNextProviderIsAsked()
    {
        _limiter.Setup(l => l.AcquireAsync(It.IsAny<PermitRequest>(), It.IsAny<CancellationToken>())).Throws(new IOException("no route to the store"));
        _limiter.Setup(l => l.Waiting).Throws<TimeoutException>();
        _app = Make(_ => _limiter.Object);

        var response = await _app.RunAsync(_app.Images.GenerateImageWithFailoverAsync(TestApplication.Request()));

        Assert.Equal("second", response.Provider);
        var failed = response.Metadata.Attempts[0];
        Assert.Equal((FailureKind.Unavailable, 0m), (failed.Failure, failed.CostUsd));
        Assert.Equal("first: the limiter threw a IOException.", failed.Message);
        Assert.Empty(_first.Submits);
        Assert.Equal(CircuitState.Closed, _app.Monitor.GetStatus()[0].Circuit);
    }

    [Theory]
    [InlineData(PermitRefusal.Unavailable)]
    [InlineData(PermitRefusal.QueueFull)]
    public async Task Generate_TheLimiterRefusesForATime_IsAskedAgainAfterIt(PermitRefusal refusal)
    {
        _limiter.SetupSequence(l => l.AcquireAsync(It.IsAny<PermitRequest>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync(PermitDecision.Refused(refusal, TimeSpan.FromSeconds(7)))
            .ReturnsAsync(PermitDecision.Granted(Mock.Of<IJobPermit>()));
        _app = Make(_ => _limiter.Object);

        Assert.Single((await _app.RunAsync(_app.Images.GenerateImageAsync(TestApplication.Request(), "first"))).Images);

        Assert.InRange(_app.Time.Elapsed.TotalSeconds, 7, 8);
        _limiter.Verify(l => l.AcquireAsync(It.IsAny<PermitRequest>(), It.IsAny<CancellationToken>()), Times.Exactly(2));
    }

    [Fact]
    public async Task Generate_TheLimiterNeverAnswers_EndsAtTheDeadlineAndALatePermitIsReturned()
    {
        var (acquiring, permit) = (new TaskCompletionSource<PermitDecision>(), new Mock<IJobPermit>());
        _limiter.Setup(l => l.AcquireAsync(It.IsAny<PermitRequest>(), It.IsAny<CancellationToken>())).Returns(new ValueTask<PermitDecision>(acquiring.Task));
        _app = Make(_ => _limiter.Object);

        var failure = await Assert.ThrowsAsync<ImageGenerationException>(() => _app.RunAsync(
            _app.Images.GenerateImageAsync(TestApplication.Request() with { Deadline = TimeSpan.FromSeconds(5) }, "first")));
        acquiring.SetResult(PermitDecision.Granted(permit.Object));
        await _app.Time.StepUntilAsync(() => permit.Invocations.Count > 0, TimeSpan.FromMilliseconds(1), TimeSpan.FromSeconds(1));

        Assert.Equal(FailureKind.TimedOut, failure.Kind);
        Assert.Empty(_first.Submits);
        permit.Verify(p => p.ReleaseAsync(true), Times.Once);
    }

    [Fact]
    public async Task Generate_TheReleaseThrows_TheImageIsDelivered()
    {
        var permit = new Mock<IJobPermit>();
        permit.Setup(p => p.ReleaseAsync(It.IsAny<bool>())).Throws<IOException>();
        _limiter.Setup(l => l.AcquireAsync(It.IsAny<PermitRequest>(), It.IsAny<CancellationToken>())).ReturnsAsync(PermitDecision.Granted(permit.Object));
        _app = Make(_ => _limiter.Object);

        Assert.Single((await _app.RunAsync(_app.Images.GenerateImageAsync(TestApplication.Request(), "first"))).Images);

        permit.Verify(p => p.ReleaseAsync(false), Times.Once);
    }

    private TestApplication Make(Func<TimeProvider, IJobLimiter> first) => new(
        [_first, _second],
        static options => options.Prices.Add(new Price { Model = "sdxl", PerImageUsd = 0.03m }),
        services => services.AddSingleton<IJobLimiterFactory>(provider => new OfTheFirst(first, provider.GetRequiredService<TimeProvider>())));

    private sealed class OfTheFirst(Func<TimeProvider, IJobLimiter> first, TimeProvider time) : IJobLimiterFactory
    {
        public IJobLimiter Create(string provider, RateLimitOptions options) =>
            provider == "first" ? first(time) : new JobLimiterFactory(time).Create(provider, options);
    }
}
