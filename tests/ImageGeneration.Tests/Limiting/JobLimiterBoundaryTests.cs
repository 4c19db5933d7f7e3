using ImageGeneration.Limiting;
using ImageGeneration.Providers;
using ImageGeneration.Tests.Time;

namespace ImageGeneration.Tests.Limiting;

/// <summary>A pause that is exactly as long as somebody waits, and the end of the limiter.</summary>
public sealed class JobLimiterBoundaryTests
{
    private static readonly TimeSpan _pause = TimeSpan.FromSeconds(20);

    private readonly StepClock _time = new();

    [Theory]
    [InlineData(20, 600)]
    [InlineData(600, 20)]
    public async Task Pause_AsLongAsTheyWait_NobodyIsSentAway(int maxPause, int timeLeft)
    {
        using var limiter = Limiter();
        limiter.Take();
        var before = AcquireAsync(limiter, maxPause, timeLeft);

        limiter.Pause(_pause);
        var late = AcquireAsync(limiter, maxPause, timeLeft);

        Assert.Equal((false, false), (before.IsCompleted, late.IsCompleted));
        _time.Advance(TimeSpan.FromSeconds(22));
        Assert.NotNull((await before).Permit);
        Assert.NotNull((await late).Permit);
    }

    [Fact]
    public async Task Dispose_SomebodyWaits_IsRefusedAndNoTimerIsLeft()
    {
        var limiter = Limiter();
        limiter.Pause(_pause);
        var waiting = AcquireAsync(limiter, maxPause: 600, timeLeft: 600);
        Assert.Equal(1, _time.ScheduledTimers);

        limiter.Dispose();

        Assert.Equal(PermitRefusal.ShuttingDown, (await waiting).Refusal);
        Assert.Equal(0, _time.ScheduledTimers);
    }

    [Fact]
    public async Task Acquire_Disposed_IsRefusedThoughAPermitIsFree()
    {
        var limiter = Limiter();
        limiter.Dispose();

        var decision = await AcquireAsync(limiter, maxPause: 600, timeLeft: 600);

        Assert.Equal((null, PermitRefusal.ShuttingDown), (decision.Permit, decision.Refusal));
    }

    private static Task<PermitDecision> AcquireAsync(JobLimiter limiter, int maxPause, int timeLeft) =>
        limiter.AcquireAsync(TimeSpan.FromSeconds(maxPause), CancellationToken.None, TimeSpan.FromSeconds(timeLeft)).AsTask();

    private JobLimiter Limiter() => new(new RateLimitOptions { RequestsPerMinute = 60, Burst = 1, Concurrent = 5 }, _time);
}
