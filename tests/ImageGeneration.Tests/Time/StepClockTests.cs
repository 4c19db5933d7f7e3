namespace ImageGeneration.Tests.Time;

public sealed class StepClockTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Never = Timeout.InfiniteTimeSpan;

    private readonly StepClock _time = new();

    [Fact]
    public void Advance_MovesClockAndTimestampAlike()
    {
        var (now, timestamp) = (_time.GetUtcNow(), _time.GetTimestamp());

        _time.Advance(TimeSpan.FromMinutes(3));

        Assert.Equal(now.AddMinutes(3), _time.GetUtcNow());
        Assert.Equal(TimeSpan.FromMinutes(3), _time.GetElapsedTime(timestamp));
        Assert.NotEqual(0, timestamp);
    }

    [Fact]
    public void Advance_Backwards_Throws() => Assert.Throws<ArgumentOutOfRangeException>(() => _time.Advance(-Second));

    [Fact]
    public void Advance_FiresInOrderOfDueTimeWithTheClockStandingThere()
    {
        var fired = new List<string>();
        using var late = Timer("late", 3, fired);
        using var early = Timer("early", 1, fired);
        using var second = Timer("second of two", 2, fired);
        using var alsoSecond = Timer("third", 2, fired);
        using var never = Timer("never", 5, fired);

        _time.Advance(4 * Second);

        Assert.Equal(["early 1", "second of two 2", "third 2", "late 3"], fired);
        Assert.Equal(4 * Second, _time.Elapsed);
        Assert.Equal(1, _time.ScheduledTimers);
    }

    [Fact]
    public void Advance_PeriodicTimer_FiresEachPeriod()
    {
        var at = new List<double>();
        using var timer = _time.CreateTimer(_ => at.Add(_time.Elapsed.TotalSeconds), null, Second, 2 * Second);

        _time.Advance(6 * Second);

        Assert.Equal([1, 3, 5], at);
    }

    [Fact]
    public void Advance_CallbackSchedulesWithinTheStep_FiresToo()
    {
        var at = new List<double>();
        using var chained = _time.CreateTimer(
            _ => at.Add(_time.Elapsed.TotalSeconds), null, Never, Never);
        using var first = _time.CreateTimer(_ => chained.Change(Second, Never), null, Second, Never);

        _time.Advance(3 * Second);

        Assert.Equal([2], at);
    }

    [Fact]
    public void Advance_CallbackAdvances_ClockNeverGoesBack()
    {
        using var timer = _time.CreateTimer(_ => _time.Advance(10 * Second), null, Second, Never);

        _time.Advance(2 * Second);

        Assert.Equal(11 * Second, _time.Elapsed);
    }

    [Fact]
    public void Advance_CallbackWaitsForAnotherThreadThatUsesTheClock_DoesNotBlock()
    {
        var seen = 0L;
        using var timer = _time.CreateTimer(_ => seen = Task.Run(_time.GetTimestamp).Result, null, Second, Never);

        _time.Advance(Second);

        Assert.Equal(_time.GetTimestamp(), seen);
    }

    [Fact]
    public void AdvanceToNextTimer_StopsThere()
    {
        var fired = new List<string>();
        using var first = Timer("first", 7, fired);
        using var second = Timer("second", 9, fired);

        Assert.True(_time.AdvanceToNextTimer());
        Assert.Equal(["first 7"], fired);
        Assert.True(_time.AdvanceToNextTimer());
        Assert.False(_time.AdvanceToNextTimer());
    }

    [Fact]
    public void SetUtcNow_NoTimePasses()
    {
        var timestamp = _time.GetTimestamp();
        var fired = new List<string>();
        using var timer = Timer("timer", 60, fired);

        _time.SetUtcNow(_time.GetUtcNow().AddHours(-2));
        _time.Advance(59 * Second);

        Assert.Empty(fired);
        Assert.Equal(59 * Second, _time.GetElapsedTime(timestamp));
        Assert.Equal(new DateTimeOffset(2026, 1, 31, 21, 30, 59, TimeSpan.Zero), _time.GetUtcNow());
    }

    [Fact]
    public async Task TaskDelay_EndsWhenItsTimeHasCome()
    {
        var delay = Task.Delay(TimeSpan.FromMinutes(1), _time);

        _time.Advance(TimeSpan.FromSeconds(59));
        Assert.False(delay.IsCompleted);
        _time.Advance(Second);

        await delay;
    }

    [Fact]
    public async Task StepUntilAsync_PollingLoop_EndsOnTime()
    {
        var loop = PollAsync(turns: 10);

        await _time.StepUntilAsync(loop, step: Second, limit: TimeSpan.FromHours(1));

        Assert.True(_time.Elapsed >= TimeSpan.FromSeconds(100));
        Assert.Equal(0, _time.ScheduledTimers);

        async Task PollAsync(int turns)
        {
            for (var i = 0; i < turns; i++)
            {
                await Task.Delay(TimeSpan.FromSeconds(10), _time);
            }
        }
    }

    [Fact]
    public async Task StepUntilAsync_TaskNeverEnds_ThrowsAtTheBound() =>
        await Assert.ThrowsAsync<TimeoutException>(
            () => _time.StepUntilAsync(new TaskCompletionSource().Task, step: Second, limit: TimeSpan.FromMinutes(1)));

    [Fact]
    public async Task StepUntilAsync_TaskFails_Throws() =>
        await Assert.ThrowsAsync<InvalidOperationException>(
            () => _time.StepUntilAsync(Task.FromException(new InvalidOperationException()), Second, Second));

    [Fact]
    public void Advance_FromManyThreads_EachTimerFiresOnce()
    {
        var fired = new int[1000];
        var timers = Enumerable.Range(0, fired.Length)
            .Select(i => _time.CreateTimer(_ => Interlocked.Increment(ref fired[i]), null, (i + 1) * Second / 1000, Never))
            .ToList();

        Parallel.For(0, 100, _ => _time.Advance(TimeSpan.FromMilliseconds(10)));
        _time.Advance(Second);

        Assert.All(fired, count => Assert.Equal(1, count));
        timers.ForEach(timer => timer.Dispose());
    }

    private ITimer Timer(string name, int seconds, List<string> fired) =>
        _time.CreateTimer(_ => fired.Add($"{name} {_time.Elapsed.TotalSeconds}"), null, seconds * Second, Never);
}
