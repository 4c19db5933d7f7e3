using ImageGeneration.Limiting;
using ImageGeneration.Tests.Time;

namespace ImageGeneration.Tests.Limiting;

/// <summary>What every <see cref="IJobLimiter"/> promises. Derive from it for an implementation of your own.</summary>
public abstract class JobLimiterContractTests : IDisposable
{
    private IJobLimiter? _limiter;

    private protected StepClock Time { get; } = new();

    public void Dispose()
    {
        _limiter?.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Acquire_ASlotIsFree_IsGranted()
    {
        var limiter = Use(concurrent: 2);

        Assert.NotNull((await EndAsync(AcquireAsync(limiter))).Permit);

        Assert.Equal((1, 0), (limiter.Running, limiter.Waiting));
    }

    [Fact]
    public async Task Acquire_EverySlotIsTaken_WaitsUntilOneIsFree()
    {
        var limiter = Use(concurrent: 1);
        var first = await EndAsync(AcquireAsync(limiter));
        var second = AcquireAsync(limiter);
        await PassAsync(TimeSpan.FromSeconds(10));
        Assert.Equal((1, 1, false), (limiter.Running, limiter.Waiting, second.IsCompleted));

        await first.Permit!.ReleaseAsync(isUnused: false);

        Assert.NotNull((await EndAsync(second)).Permit);
        Assert.Equal((1, 0), (limiter.Running, limiter.Waiting));
    }

    [Fact]
    public async Task Acquire_Canceled_LeavesAndTakesNothing()
    {
        var limiter = Use(concurrent: 1);
        var first = await EndAsync(AcquireAsync(limiter));
        using var caller = new CancellationTokenSource();
        var second = AcquireAsync(limiter, token: caller.Token);

        await caller.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => EndAsync(second));
        await first.Permit!.ReleaseAsync(isUnused: false);
        Assert.Equal((0, 0), (limiter.Running, limiter.Waiting));
    }

    [Fact]
    public async Task Release_Twice_FreesOneSlot()
    {
        var limiter = Use(concurrent: 2);
        var first = await EndAsync(AcquireAsync(limiter));
        await EndAsync(AcquireAsync(limiter));

        await first.Permit!.ReleaseAsync(isUnused: true);
        await first.Permit.ReleaseAsync(isUnused: false);

        Assert.Equal(1, limiter.Running);
    }

    [Fact]
    public async Task Attach_EverySlotIsTaken_WaitsForNobodyAndCreatesWaitForIt()
    {
        var limiter = Use(concurrent: 1);
        var create = await EndAsync(AcquireAsync(limiter));

        var resumed = await EndAsync(limiter.AttachAsync(CancellationToken.None).AsTask());
        Assert.Equal(2, limiter.Running);
        var next = AcquireAsync(limiter);
        await create.Permit!.ReleaseAsync(isUnused: false);
        await PassAsync(TimeSpan.FromSeconds(10));
        Assert.False(next.IsCompleted);
        await resumed.ReleaseAsync(isUnused: false);

        Assert.NotNull((await EndAsync(next)).Permit);
    }

    [Fact]
    public async Task Pause_HoldsCreatesBackUntilItIsOver()
    {
        var limiter = Use(concurrent: 2);
        await limiter.PauseAsync(TimeSpan.FromSeconds(30), CancellationToken.None);
        await limiter.PauseAsync(TimeSpan.FromSeconds(2), CancellationToken.None);
        var waiting = AcquireAsync(limiter);

        await PassAsync(TimeSpan.FromSeconds(29));
        Assert.False(waiting.IsCompleted);
        Assert.InRange(limiter.PauseLeft!.Value.TotalSeconds, 0.5, 1.5);
        await PassAsync(TimeSpan.FromSeconds(2));

        Assert.NotNull((await EndAsync(waiting)).Permit);
        Assert.Null(limiter.PauseLeft);
    }

    [Theory]
    [InlineData(5, 3600)]
    [InlineData(3600, 5)]
    public async Task Pause_LongerThanTheyWait_RefusesThoseWhoWaitAndThoseWhoCome(int maxPause, int timeLeft)
    {
        var limiter = Use(concurrent: 1);
        await EndAsync(AcquireAsync(limiter));
        var waiting = AcquireAsync(limiter, maxPause, timeLeft);

        await limiter.PauseAsync(TimeSpan.FromSeconds(20), CancellationToken.None);
        var late = await EndAsync(AcquireAsync(limiter, maxPause, timeLeft));

        Assert.Equal((null, PermitRefusal.Paused), (late.Permit, late.Refusal));
        Assert.InRange(late.RetryAfter!.Value.TotalSeconds, 19, 20);
        Assert.Equal(PermitRefusal.Paused, (await EndAsync(waiting)).Refusal);
    }

    [Fact]
    public async Task RejectWaiting_EndsTheWaitOfAllAndLeavesTheOthersAlone()
    {
        var limiter = Use(concurrent: 1);
        var first = await EndAsync(AcquireAsync(limiter));
        Task<PermitDecision>[] waiting = [AcquireAsync(limiter), AcquireAsync(limiter)];

        limiter.RejectWaiting();

        Assert.All(await EndAsync(Task.WhenAll(waiting)), decision => Assert.Equal(PermitRefusal.CircuitOpen, decision.Refusal));
        await first.Permit!.ReleaseAsync(isUnused: false);
        Assert.NotNull((await EndAsync(AcquireAsync(limiter))).Permit);
    }

    [Fact]
    public async Task Dispose_EndsTheWaitOfAll()
    {
        var limiter = Use(concurrent: 1);
        await EndAsync(AcquireAsync(limiter));
        var waiting = AcquireAsync(limiter);

        limiter.Dispose();

        Assert.Equal(PermitRefusal.ShuttingDown, (await EndAsync(waiting)).Refusal);
    }

    /// <summary>Makes a limiter for so many jobs at once, whose rate is of no account.</summary>
    private protected abstract IJobLimiter Open(int concurrent);

    private IJobLimiter Use(int concurrent) => _limiter = Open(concurrent);

    private static Task<PermitDecision> AcquireAsync(
        IJobLimiter limiter, int maxPause = 3600, int timeLeft = 3600, CancellationToken token = default)
    {
        // A limiter that goes on in the test's context would wait for the test, which waits for it.
        TestThread.LeaveContext();
        return limiter.AcquireAsync(TimeSpan.FromSeconds(maxPause), token, TimeSpan.FromSeconds(timeLeft)).AsTask();
    }

    private async Task<T> EndAsync<T>(Task<T> call)
    {
        await Time.StepUntilAsync(call, TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(5));
        return await call;
    }

    private Task PassAsync(TimeSpan time) =>
        Time.StepUntilAsync(Task.Delay(time, Time), TimeSpan.FromMilliseconds(200), time + TimeSpan.FromSeconds(1));
}
