namespace ImageGeneration.Tests.Time;

public sealed class StepTimerTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly StepClock _time = new();

    [Fact]
    public void Change_InCallbackOfPeriodicTimer_Wins()
    {
        var fired = 0;
        ITimer? timer = null;
        timer = _time.CreateTimer(
            _ =>
            {
                fired++;
                timer!.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            },
            null,
            Second,
            Second);

        _time.Advance(5 * Second);

        Assert.Equal(1, fired);
        timer.Dispose();
    }

    [Fact]
    public void Change_Reschedules()
    {
        var at = new List<double>();
        using var timer = _time.CreateTimer(_ => at.Add(_time.Elapsed.TotalSeconds), null, Second, Timeout.InfiniteTimeSpan);

        var changed = timer.Change(3 * Second, Timeout.InfiniteTimeSpan);
        _time.Advance(5 * Second);

        Assert.True(changed);
        Assert.Equal([3], at);
    }

    [Fact]
    public async Task Dispose_TimerNeverFiresAndCannotChange()
    {
        var fired = 0;
        var timer = _time.CreateTimer(_ => fired++, null, Second, Second);

        await timer.DisposeAsync();
        _time.Advance(5 * Second);

        Assert.False(timer.Change(Second, Second));
        Assert.Equal(0, fired);
        Assert.Equal(0, _time.ScheduledTimers);
    }

    [Theory]
    [InlineData(-2, 0)]
    [InlineData(0, -2)]
    public void CreateTimer_NegativeTime_Throws(int due, int period) =>
        Assert.Throws<ArgumentOutOfRangeException>(
            () => _time.CreateTimer(_ => { }, null, TimeSpan.FromMilliseconds(due), TimeSpan.FromMilliseconds(period)));

    [Fact]
    public async Task CreateTimer_DueAtOnce_FiresWithoutAnyStep()
    {
        var fired = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var timer = _time.CreateTimer(_ => fired.SetResult(), null, TimeSpan.Zero, Timeout.InfiniteTimeSpan);

        await fired.Task;

        Assert.Equal(TimeSpan.Zero, _time.Elapsed);
    }

    [Fact]
    public void CreateTimer_CallbackSeesTheContextOfItsMaker()
    {
        var local = new AsyncLocal<string> { Value = "maker" };
        string? seen = null;
        using var timer = _time.CreateTimer(_ => seen = local.Value, null, Second, Timeout.InfiniteTimeSpan);
        local.Value = "someone else";

        _time.Advance(Second);

        Assert.Equal("maker", seen);
    }
}
