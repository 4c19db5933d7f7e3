using ImageGeneration.Breaking;
using ImageGeneration.Jobs;
using ImageGeneration.Lanes;
using ImageGeneration.Limiting;
using ImageGeneration.Providers;
using ImageGeneration.Shutdown;
using ImageGeneration.Telemetry;
using ImageGeneration.Tests.Fakes;
using ImageGeneration.Tests.Time;
using Microsoft.Extensions.Logging.Abstractions;
using Moq;

namespace ImageGeneration.Tests.Lanes;

/// <summary>What a lane makes of its limiter's decisions, and what it asks of the limiter after a refusal.</summary>
public sealed class LanePermitsTests : IDisposable
{
    private static readonly ProviderRequest _request =
        new() { Model = ImageModel.Sdxl, ModelId = "fake/sdxl", Prompt = "a lighthouse", Width = 1024, Height = 1024 };

    private readonly StepClock _time = new();
    private readonly ProviderOptions _options = new();
    private readonly Mock<IJobLimiter> _limiter = new();
    private readonly Mock<IJobPermit> _permit = new();
    private readonly ProviderCircuits _circuits;
    private readonly GenerationShutdown _shutdown;
    private readonly RequestScope _scope;
    private readonly LanePermits _permits;

    public LanePermitsTests()
    {
        _circuits = new("fake", new() { FailureThreshold = 1 }, _time, static () => { });
        _shutdown = new(new(), _time, NullLogger<GenerationShutdown>.Instance);
        _scope = new(
            TimeSpan.FromMinutes(10), null, _time, GuardedLogger.Around(NullLogger.Instance), CancellationToken.None, _shutdown);
        _permits = new("fake", _options, _limiter.Object, _circuits, new(), _time);
    }

    public void Dispose()
    {
        _permits.Dispose();
        _scope.Dispose();
        _shutdown.Dispose();
    }

    [Theory]
    [InlineData(PermitRefusal.QueueFull, FailureKind.QueueFull, "fake: 10000 requests are already waiting (RateLimit:QueueLimit).")]
    [InlineData(
        PermitRefusal.Paused,
        FailureKind.RateLimited,
        "fake: the provider asked for a longer wait than RateLimit:MaxThrottleWait or the deadline allows.")]
    [InlineData(PermitRefusal.ShuttingDown, FailureKind.ShuttingDown, "fake: the application is shutting down.")]
    [InlineData(PermitRefusal.CircuitOpen, FailureKind.Unavailable, "fake: its circuit opened while the request waited.")]
    [InlineData(PermitRefusal.Unavailable, FailureKind.Unavailable, "fake: the limiter could not decide.")]
    public async Task Acquire_RefusedWithoutAReason_IsToldInTheLanesWords(PermitRefusal refusal, FailureKind kind, string message)
    {
        Decide(() => PermitDecision.Refused(refusal));

        var failure = await RefusalAsync();

        Assert.Equal((kind, message, FailureOrigin.Local), (failure.Kind, failure.Message, failure.Origin));
    }

    [Theory]
    [InlineData(PermitRefusal.QueueFull)]
    [InlineData(PermitRefusal.Paused)]
    [InlineData(PermitRefusal.CircuitOpen)]
    [InlineData(PermitRefusal.Unavailable)]
    public async Task Acquire_RefusedWithAReason_IsToldInTheLimitersWords(PermitRefusal refusal)
    {
        Decide(() => PermitDecision.Refused(refusal, TimeSpan.FromSeconds(7), "the tenant's share is used up."));

        var failure = await RefusalAsync();

        Assert.Equal("fake: the tenant's share is used up.", failure.Message);
        Assert.Equal(refusal == PermitRefusal.CircuitOpen ? TimeSpan.Zero : TimeSpan.FromSeconds(7), failure.RetryAfter);
    }

    [Fact]
    public async Task Acquire_RefusedAsTheCircuitIsOpen_TellsWhatIsLeftOfTheBreak()
    {
        Decide(() => PermitDecision.Refused(PermitRefusal.CircuitOpen));
        _circuits.Provider.Report(
            _request, ProviderJob.Failed(new(FailureKind.Unauthorized, "401") { StatusCode = 401 }), BreakerPass.Closed);
        _time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(TimeSpan.FromMinutes(4), (await RefusalAsync()).RetryAfter);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Acquire_NobodyElseWouldBeAsked_WaitsOutAnyPause(bool isLastResort)
    {
        Decide(() => PermitDecision.Refused(PermitRefusal.Paused));

        await _permits.AcquireAsync(LaneJobs.Create(_request, _scope, isLastResort), CancellationToken.None);

        var maxPause = isLastResort ? TimeSpan.MaxValue : _options.RateLimit.MaxThrottleWait;
        _limiter.Verify(
            limiter => limiter.AcquireAsync(
                It.Is<PermitRequest>(request => request.MaxPause == maxPause && request.TimeLeft == TimeSpan.FromMinutes(10)),
                It.IsAny<CancellationToken>()),
            Times.Once);
    }

    [Fact]
    public async Task Acquire_ShuttingDown_DoesNotAskTheLimiter()
    {
        BeginShutdown();

        Assert.Equal(FailureKind.ShuttingDown, (await RefusalAsync()).Kind);

        _limiter.Verify(limiter => limiter.AcquireAsync(It.IsAny<PermitRequest>(), It.IsAny<CancellationToken>()), Times.Never);
    }

    [Fact]
    public async Task Acquire_RefusedAsTheShutdownBegan_TellsThatAndNotTheLimitersReason()
    {
        Decide(() =>
        {
            BeginShutdown();
            return PermitDecision.Refused(PermitRefusal.CircuitOpen);
        });

        Assert.Equal(FailureKind.ShuttingDown, (await RefusalAsync()).Kind);
    }

    [Fact]
    public async Task Acquire_GrantedAsTheShutdownBegan_GivesThePermitBackUnused()
    {
        Decide(() =>
        {
            BeginShutdown();
            return PermitDecision.Granted(_permit.Object);
        });

        Assert.Equal(FailureKind.ShuttingDown, (await RefusalAsync()).Kind);

        _permit.Verify(permit => permit.ReleaseAsync(true), Times.Once);
    }

    [Theory]
    [InlineData(FailureKind.RateLimited, 30, 0.5, 30)]
    [InlineData(FailureKind.RateLimited, null, 2, 2)]
    [InlineData(FailureKind.RateLimited, 0, 2, 2)]
    [InlineData(FailureKind.RateLimited, null, 0, 0.5)]
    [InlineData(FailureKind.RateLimited, 86_400, 0.5, 600)]
    [InlineData(FailureKind.Unavailable, 30, 0.5, 30)]
    public async Task Refund_TheProviderRefused_TheLanePausesForAsLongAsItAsked(
        FailureKind kind, int? asked, double baseDelay, double paused)
    {
        _options.Retry.BaseDelay = TimeSpan.FromSeconds(baseDelay);

        await RefundAsync(new(kind, "not now") { RetryAfter = asked is { } time ? TimeSpan.FromSeconds(time) : null });

        _limiter.Verify(limiter => limiter.PauseAsync(TimeSpan.FromSeconds(paused), It.IsAny<CancellationToken>()), Times.Once);
        _permit.Verify(permit => permit.ReleaseAsync(It.IsAny<bool>()), Times.Never);
    }

    [Theory]
    [InlineData(FailureKind.Unavailable, null, FailureScope.Provider)]
    [InlineData(FailureKind.Unavailable, 30, FailureScope.Model)]
    [InlineData(FailureKind.RateLimited, 30, FailureScope.Model)]
    [InlineData(FailureKind.RateLimited, 30, FailureScope.Request)]
    public async Task Refund_ItConcernsNobodyElseOrNamesNoTime_TheLaneGoesOn(FailureKind kind, int? asked, FailureScope scope)
    {
        await RefundAsync(new(kind, "not now") { Scope = scope, RetryAfter = asked is { } time ? TimeSpan.FromSeconds(time) : null });

        _limiter.Verify(limiter => limiter.PauseAsync(It.IsAny<TimeSpan>(), It.IsAny<CancellationToken>()), Times.Never);
    }

    [Fact]
    public async Task Refund_NothingWasSent_ThePermitIsUnusedAndTheLaneGoesOn()
    {
        await RefundAsync(new(FailureKind.RateLimited, "left") { Origin = FailureOrigin.Local, RetryAfter = TimeSpan.FromSeconds(30) });

        _permit.Verify(permit => permit.ReleaseAsync(true), Times.Once);
        _limiter.Verify(limiter => limiter.PauseAsync(It.IsAny<TimeSpan>(), It.IsAny<CancellationToken>()), Times.Never);
    }

    private void Decide(Func<PermitDecision> decide) => _limiter
        .Setup(limiter => limiter.AcquireAsync(It.IsAny<PermitRequest>(), It.IsAny<CancellationToken>()))
        .Returns(() => new(decide()));

    private void BeginShutdown() => _ = _shutdown.DrainAsync();

    private async Task<ProviderFailure> RefusalAsync()
    {
        var (permit, refusal) = await _permits.AcquireAsync(LaneJobs.Create(_request, _scope), CancellationToken.None);
        Assert.Null(permit);
        return refusal!;
    }

    private async Task RefundAsync(ProviderFailure failure) =>
        await _permits.RefundAsync(new HeldPermit(_permit.Object), ProviderJob.NotAccepted(failure), CancellationToken.None);
}
