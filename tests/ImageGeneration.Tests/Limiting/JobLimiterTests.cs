using ImageGeneration.Limiting;
using ImageGeneration.Providers;
using ImageGeneration.Tests.Time;

namespace ImageGeneration.Tests.Limiting;

public sealed class JobLimiterTests
{
    private static readonly TimeSpan _minute = TimeSpan.FromMinutes(1);
    private readonly StepClock _time = new();

    [Fact]
    public async Task Acquire_CanceledAndReleasedFromManyThreads_NoSlotIsLost()
    {
        using var limiter = Limiter(100_000, 3);

        await Task.WhenAll(Enumerable.Range(0, 4000).Select(i => Task.Run(async () =>
        {
            using var source = new CancellationTokenSource();
            var acquiring = limiter.AcquireAsync(TimeSpan.MaxValue, source.Token).AsTask();
            if (i % 3 == 0)
            {
                await source.CancelAsync();
            }

            try
            {
                var permit = (await acquiring).Permit!;
                await Task.Yield();
                permit.Release();
            }
            catch (OperationCanceledException)
            {
                // it left the queue
            }
        })));

        Assert.Equal((0, 0), (limiter.Running, limiter.Waiting));
    }

    [Fact]
    public void Pause_ForEver_IsKept()
    {
        using var limiter = Limiter(60, 5, 10);

        limiter.Pause(TimeSpan.MaxValue);

        Assert.True(limiter.PauseLeft > TimeSpan.FromDays(1));
    }

    [Fact]
    public async Task Pause_LongerThanATimerCounts_TheWaiterStays()
    {
        using var limiter = new JobLimiter(new RateLimitOptions(), TimeProvider.System);
        using var source = new CancellationTokenSource();
        limiter.Pause(TimeSpan.FromDays(60));

        var waiting = limiter.AcquireAsync(TimeSpan.MaxValue, source.Token).AsTask();

        Assert.False(waiting.IsCompleted);
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(20, 3)]
    [InlineData(60, 4)]
    [InlineData(100, 5)]
    [InlineData(600, 6)]
    public void Acquire_RandomArrivals_NoWindowOverTheLimitAndNeverTooManyAtOnce(int perMinute, int seed)
    {
        var random = new Random(seed);
        var concurrent = random.Next(1, 12);
        using var limiter = Limiter(perMinute, concurrent, queueLimit: 1_000_000);
        var waiting = new List<Task<PermitDecision>>();
        var running = new List<(IJobPermit Permit, TimeSpan Until)>();
        var grants = new List<TimeSpan>();

        for (var step = 0; step < 1000; step++)
        {
            for (var arrivals = random.Next(10) == 0 ? random.Next(perMinute) : random.Next(2); arrivals > 0; arrivals--)
            {
                waiting.Add(limiter.AcquireAsync(TimeSpan.MaxValue, default).AsTask());
            }

            _time.Advance(TimeSpan.FromMilliseconds(random.Next(400)));
            for (var done = running.FindAll(job => job.Until <= _time.Elapsed); done.Count > 0; done = [])
            {
                running.RemoveAll(done.Contains);
                done.ForEach(job => job.Permit.Release());
            }

            foreach (var granted in waiting.FindAll(task => task.IsCompleted))
            {
                waiting.Remove(granted);
                running.Add((Permit(granted), _time.Elapsed + TimeSpan.FromMilliseconds(random.Next(3000))));
                grants.Add(_time.Elapsed);
            }

            Assert.InRange(running.Count, 0, concurrent);
        }

        Assert.NotEmpty(grants);
        for (var last = perMinute; last < grants.Count; last++)
        {
            Assert.True(grants[last] - grants[last - perMinute] >= _minute - TimeSpan.FromMilliseconds(400), $"seed {seed}: {perMinute + 1} grants around {grants[last]}");
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(19)]
    [InlineData(60)]
    [InlineData(600)]
    public void Acquire_UnderLoad_NoClosedWindowOverTheLimit(int perMinute)
    {
        var grants = GrantTimesUnderLoad(perMinute, TimeSpan.FromMinutes(5));

        for (var last = perMinute; last < grants.Count; last++)
        {
            Assert.True(grants[last] - grants[last - perMinute] > _minute);
        }
    }

    [Theory]
    [InlineData(20)]
    [InlineData(60)]
    [InlineData(100)]
    [InlineData(599)]
    public void Acquire_UnderLoad_At95PercentOfTheLimitOrMore(int perMinute)
    {
        var minutes = 10;

        var grants = GrantTimesUnderLoad(perMinute, TimeSpan.FromMinutes(minutes));

        Assert.True(grants.Count >= 0.95 * perMinute * minutes, $"{grants.Count} of {perMinute * minutes}");
    }

    [Fact]
    public void Acquire_SeveralWaiting_ServedInOrder()
    {
        using var limiter = Limiter(6000, concurrent: 1);
        var first = limiter.AcquireAsync(TimeSpan.MaxValue, default).AsTask();
        var waiters = Enumerable.Range(0, 20).Select(_ => limiter.AcquireAsync(TimeSpan.MaxValue, default).AsTask()).ToList();
        Permit(first).Release();

        for (var i = 0; i < waiters.Count; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            Assert.Equal(i + 1, waiters.Count(task => task.IsCompleted));
            Assert.True(waiters[i].IsCompletedSuccessfully);
            Permit(waiters[i]).Release();
        }
    }

    // Timers count whole milliseconds: the bucket may have a token before the timer serves who waits for it.
    [Fact]
    public void Acquire_ATokenIsThereBeforeTheTimer_NobodyOvertakesWhoWaits()
    {
        using var limiter = new JobLimiter(new RateLimitOptions { RequestsPerMinute = 100_000, Concurrent = 10, Burst = 1 }, _time);
        limiter.Take();
        var waiting = limiter.AcquireAsync(TimeSpan.MaxValue, default).AsTask();
        _time.Advance(TimeSpan.FromMilliseconds(0.9));

        var late = limiter.AcquireAsync(TimeSpan.MaxValue, default).AsTask();

        Assert.False(waiting.IsCompleted || late.IsCompleted);
        _time.Advance(TimeSpan.FromMilliseconds(0.2));
        Assert.True(waiting.IsCompleted);
        Assert.False(late.IsCompleted);
    }

    [Fact]
    public void Acquire_Canceled_LeavesAtOnceAndCostsNothing()
    {
        using var limiter = Limiter(60, concurrent: 1);
        var first = limiter.AcquireAsync(TimeSpan.MaxValue, default).AsTask();
        using var source = new CancellationTokenSource();
        var canceled = limiter.AcquireAsync(TimeSpan.MaxValue, source.Token).AsTask();
        var next = limiter.AcquireAsync(TimeSpan.MaxValue, default).AsTask();

        source.Cancel();

        Assert.True(canceled.IsCanceled);
        Assert.Equal(1, limiter.Waiting);
        Permit(first).Release();
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.True(next.IsCompletedSuccessfully);
        Assert.Equal(1, limiter.Running);
    }

    [Fact]
    public void Acquire_TokenCanceledBefore_LeavesAtOnce()
    {
        using var limiter = Limiter(60, concurrent: 1);
        limiter.Take();

        var canceled = limiter.AcquireAsync(TimeSpan.MaxValue, new CancellationToken(canceled: true)).AsTask();

        Assert.True(canceled.IsCanceled);
        Assert.Equal(0, limiter.Waiting);
    }

    [Fact]
    public void Acquire_TokenCanceledBeforeAndAPermitIsFree_TakesNone()
    {
        using var limiter = Limiter(perMinute: 1, concurrent: 1);

        var canceled = limiter.AcquireAsync(TimeSpan.MaxValue, new CancellationToken(canceled: true));

        Assert.True(canceled.IsCanceled);
        Assert.Equal(0, limiter.Running);
        Assert.NotNull(limiter.TryTake());
    }

    [Fact]
    public void Acquire_QueueFull_RefusedAtOnce()
    {
        using var limiter = Limiter(60, concurrent: 1, queueLimit: 1);
        limiter.Take();
        _ = limiter.AcquireAsync(TimeSpan.MaxValue, default).AsTask();

        var refused = limiter.AcquireAsync(TimeSpan.MaxValue, default).AsTask();

        Assert.Equal(PermitRefusal.QueueFull, Decision(refused).Refusal);
    }

    [Fact]
    public void Pause_ShorterThanTheRunningOne_DoesNotShortenIt()
    {
        using var limiter = Limiter(60, concurrent: 5);
        limiter.Pause(TimeSpan.FromSeconds(30));
        limiter.Pause(TimeSpan.FromSeconds(2));
        var waiter = limiter.AcquireAsync(TimeSpan.FromMinutes(1), default).AsTask();

        _time.Advance(TimeSpan.FromSeconds(29.9));
        Assert.False(waiter.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(0.2));

        Assert.True(waiter.IsCompletedSuccessfully);
        Assert.Equal(30, Decision(waiter).Waited.TotalSeconds, 1);
    }

    [Fact]
    public void Pause_BeyondTheirMaxWait_SendsThoseWhoWaitAndThoseWhoComeAway()
    {
        using var limiter = Limiter(60, concurrent: 1);
        limiter.Take();
        var impatient = limiter.AcquireAsync(TimeSpan.FromSeconds(5), default).AsTask();
        var patient = limiter.AcquireAsync(TimeSpan.FromMinutes(1), default).AsTask();

        limiter.Pause(TimeSpan.FromSeconds(20));
        var late = limiter.AcquireAsync(TimeSpan.FromSeconds(5), default).AsTask();

        Assert.Equal(PermitRefusal.Paused, Decision(impatient).Refusal);
        Assert.Equal(TimeSpan.FromSeconds(20), Decision(late).RetryAfter);
        Assert.False(patient.IsCompleted);
    }

    [Fact]
    public void Pause_BeyondTheirDeadline_SendsThoseWhoWaitAndThoseWhoComeAway()
    {
        using var limiter = Limiter(60, concurrent: 1);
        limiter.Take();
        var hurried = AcquireAsync(limiter, left: 30);
        var leisurely = AcquireAsync(limiter, left: 31);

        _time.Advance(TimeSpan.FromSeconds(10));
        limiter.Pause(TimeSpan.FromSeconds(20.5));
        var late = AcquireAsync(limiter, left: 20);

        Assert.Equal(PermitRefusal.Paused, Decision(hurried).Refusal);
        Assert.Equal(PermitRefusal.Paused, Decision(late).Refusal);
        Assert.False(leisurely.IsCompleted);
    }

    [Fact]
    public void Release_UnusedAndTheLastOne_TheNextNeedNotWait()
    {
        using var limiter = Limiter(20, concurrent: 5);
        var unsent = limiter.Take();

        unsent.Release(isUnused: true);
        unsent.Release(isUnused: true);
        unsent.Release();

        Assert.Equal(0, limiter.Running);
        Assert.NotNull(limiter.TryTake());
        Assert.Null(limiter.TryTake());
    }

    [Fact]
    public void Release_UnusedAndOthersWentThroughSince_TheCreateIsSpent()
    {
        using var limiter = Limiter(60, concurrent: 5);
        var unsent = limiter.Take();
        Assert.All(Enumerable.Range(0, 2), _ => Assert.NotNull(limiter.TryTake()));

        unsent.Release(isUnused: true);

        Assert.Equal(2, limiter.Running);
        Assert.Null(limiter.TryTake());
    }

    [Fact]
    public void Release_Twice_FreesOneSlot()
    {
        using var limiter = Limiter(600, concurrent: 2);
        var permit = limiter.Take();
        limiter.Take();

        permit.Release();
        permit.Release();

        Assert.Equal(1, limiter.Running);
    }

    [Fact]
    public void Acquire_ManyWaitersAllCanceled_QueueIsEmpty()
    {
        using var limiter = Limiter(1, concurrent: 1, queueLimit: 100_000);
        limiter.Take();
        using var source = new CancellationTokenSource();
        var waiters = Enumerable.Range(0, 100_000).Select(_ => limiter.AcquireAsync(TimeSpan.MaxValue, source.Token).AsTask()).ToList();

        source.Cancel();

        Assert.All(waiters, task => Assert.True(task.IsCanceled));
        Assert.Equal(0, limiter.Waiting);
    }

    // Permits are given inside the clock's step, so there is nothing to wait for.
    private static PermitDecision Decision(Task<PermitDecision> task)
    {
        Assert.True(task.IsCompleted);
        return task.GetAwaiter().GetResult();
    }

    private static JobPermit Permit(Task<PermitDecision> task) => Assert.IsType<JobPermit>(Decision(task).Permit);

    private static Task<PermitDecision> AcquireAsync(JobLimiter limiter, int left) =>
        limiter.AcquireAsync(TimeSpan.MaxValue, default, TimeSpan.FromSeconds(left)).AsTask();

    private List<TimeSpan> GrantTimesUnderLoad(int perMinute, TimeSpan duration)
    {
        using var limiter = Limiter(perMinute, concurrent: 1000, queueLimit: 1_000_000);
        var waiters = new List<Task<PermitDecision>>();
        for (var i = 0; i < (perMinute * duration.TotalMinutes) + perMinute; i++)
        {
            waiters.Add(limiter.AcquireAsync(TimeSpan.MaxValue, default).AsTask());
        }

        var grants = new List<TimeSpan>();
        do
        {
            while (grants.Count < waiters.Count && waiters[grants.Count].IsCompleted)
            {
                Permit(waiters[grants.Count]).Release();
                grants.Add(_time.Elapsed);
            }
        }
        while (_time.Elapsed < duration && _time.AdvanceToNextTimer());

        return grants.FindAll(at => at <= duration);
    }

    private JobLimiter Limiter(int perMinute, int concurrent, int queueLimit = 10_000) =>
        new(new RateLimitOptions { RequestsPerMinute = perMinute, Concurrent = concurrent, QueueLimit = queueLimit }, _time);
}
