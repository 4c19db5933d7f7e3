namespace ImageGeneration.Benchmarks.Failover;

/// <summary>The system's clock, at a multiple of its speed; a scenario can set its wall time.</summary>
internal sealed class ScenarioTime(int speed) : TimeProvider
{
    private readonly long _origin = System.GetTimestamp();
    private readonly DateTimeOffset _start = System.GetUtcNow();
    private long _jump;

    public void Jump(TimeSpan by) => Interlocked.Add(ref _jump, by.Ticks);

    public override long GetTimestamp() => _origin + ((System.GetTimestamp() - _origin) * speed);

    public override DateTimeOffset GetUtcNow() =>
        (speed == 1 ? System.GetUtcNow() : _start + GetElapsedTime(_origin)) + new TimeSpan(Interlocked.Read(ref _jump));

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new ScaledTimer(System.CreateTimer(callback, state, Scale(dueTime), Scale(period)), this);

    // A timer counts whole milliseconds, and one that is due is not to spin.
    private TimeSpan Scale(TimeSpan time) =>
        time <= TimeSpan.Zero ? time : TimeSpan.FromMilliseconds(Math.Ceiling(time.TotalMilliseconds / speed));

    private sealed class ScaledTimer(ITimer timer, ScenarioTime time) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(time.Scale(dueTime), time.Scale(period));

        public void Dispose() => timer.Dispose();

        public ValueTask DisposeAsync() => timer.DisposeAsync();
    }
}
