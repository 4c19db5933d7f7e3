using ImageGeneration.Providers;
using ImageGeneration.Timing;

namespace ImageGeneration.Jobs;

/// <summary>The status reads of a provider, in the order in which they fall due and within the provider's limit for them, which no create
/// shares. Beside them the clocks of the jobs, which wait for no token.</summary>
/// <remarks>One timer for all of them.</remarks>
internal sealed class ReadScheduler : IDisposable
{
    private readonly Lock _gate = new();
    private readonly DueHeap _reads = new();
    private readonly DueHeap _clocks = new();
    private readonly TimeProvider _time;
    private ITimer _timer;
    private TokenBucket _bucket;

    public ReadScheduler(RateLimitOptions options, TimeProvider time)
    {
        _time = time;
        _bucket = new TokenBucket(options.EffectiveReads, options.ReadBurst, time);
        _timer = CreateTimer();
    }

    /// <summary>Reads that are not due yet, or wait for a token.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _reads.Count;
            }
        }
    }

    /// <summary>What is left of the pause that the provider asked for; null when there is none.</summary>
    public TimeSpan? PauseLeft => _time.Left(_bucket.PausedUntil);

    /// <summary>Schedules a read.</summary>
    /// <returns>True when it is due and may go out at once; then it is not scheduled, and the caller sends it.</returns>
    public bool Schedule(ScheduledRead read, TimeSpan delay)
    {
        lock (_gate)
        {
            var now = _time.GetTimestamp();
            read.Overdue = TimeSpan.Zero;
            if (delay <= TimeSpan.Zero && !(_reads.First?.Due <= now) && _bucket.TryTake(now))
            {
                return true;
            }

            Add(_reads, read, delay, now);
            return false;
        }
    }

    /// <summary>Starts a clock, or starts it anew.</summary>
    public void StartClock(ScheduledRead clock, TimeSpan left)
    {
        lock (_gate)
        {
            _clocks.Remove(clock);
            Add(_clocks, clock, left, _time.GetTimestamp());
        }
    }

    public void StopClock(ScheduledRead clock)
    {
        lock (_gate)
        {
            _clocks.Remove(clock);
        }
    }

    /// <summary>Takes a read back.</summary>
    /// <returns>False when it is not scheduled, or has just gone out.</returns>
    public bool Remove(ScheduledRead read)
    {
        lock (_gate)
        {
            return _reads.Remove(read);
        }
    }

    /// <summary>Waits until a read may go out.</summary>
    /// <exception cref="OperationCanceledException">The token ended the wait.</exception>
    public async Task WaitForTurnAsync(TimeSpan delay, CancellationToken cancellationToken)
    {
        var turn = new Turn();
        if (Schedule(turn, delay))
        {
            return;
        }

        try
        {
            await turn.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Remove(turn);
        }
    }

    /// <summary>Counts a call that was not held back, such as a cancellation.</summary>
    public void RecordUnmetered()
    {
        lock (_gate)
        {
            _bucket.Charge(_time.GetTimestamp());
        }
    }

    /// <summary>Holds all reads back.</summary>
    public void Pause(TimeSpan duration)
    {
        lock (_gate)
        {
            var now = _time.GetTimestamp();
            _bucket.Pause(now, duration);
            Arm(now);
        }
    }

    // Jobs that still run when the application closes, and their cancellations, are waited for as long as their callers do.
    public void Dispose()
    {
        lock (_gate)
        {
            _timer.Dispose();
            Arm(_time.GetTimestamp());
        }
    }

    private void Add(DueHeap heap, ScheduledRead read, TimeSpan delay, long now)
    {
        read.Due = now + (long)(delay.TotalSeconds * _time.TimestampFrequency);
        heap.Add(read);
        if (read.Index == 0)
        {
            Arm(now);
        }
    }

    // The last one runs on the timer's own thread and those before it elsewhere: none waits for another.
    private void RunDue()
    {
        ScheduledRead? last = null;
        lock (_gate)
        {
            var now = _time.GetTimestamp();
            while (TakeDue(now) is { } next)
            {
                if (last is not null)
                {
                    ThreadPool.UnsafeQueueUserWorkItem(static read => read.Run(), last, preferLocal: false);
                }

                last = next;
            }

            Arm(now);
        }

        last?.Run();
    }

    private ScheduledRead? TakeDue(long now)
    {
        if (_clocks.First is { } clock && clock.Due <= now)
        {
            _clocks.Remove(clock);
            return clock;
        }

        if (_reads.First is not { } read || read.Due > now || !_bucket.TryTake(now))
        {
            return null;
        }

        _reads.Remove(read);
        read.Overdue = ToTimeSpan(Math.Max(0, now - Math.Max(read.Due, _bucket.PausedUntil)));
        return read;
    }

    private void Arm(long now)
    {
        var next = Math.Min(_reads.First is { } read ? Math.Max(read.Due, _bucket.Next) : long.MaxValue, _clocks.First?.Due ?? long.MaxValue);
        if (next == long.MaxValue)
        {
            return;
        }

        var wait = ToTimeSpan(next - now);
        if (!_timer.RingAfter(wait))
        {
            // Disposed, and one more has come.
            _timer = CreateTimer();
            _timer.RingAfter(wait);
        }
    }

    private ITimer CreateTimer() => _time.CreateLaneTimer(RunDue);

    private TimeSpan ToTimeSpan(long ticks) => _time.GetElapsedTime(0, ticks);

    private sealed class Turn : ScheduledRead
    {
        private readonly TaskCompletionSource _source = new();

        public Task Task => _source.Task;

        public override void Run() => _source.TrySetResult();
    }
}
