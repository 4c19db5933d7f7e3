using ImageGeneration.Providers;
using ImageGeneration.Timing;

namespace ImageGeneration.Jobs;

/// <summary>Schedules the status reads of a provider by due time and within the provider's limit for reads, which is apart from that for
/// creates. It also runs the timeouts of the jobs, which need no token.</summary>
/// <remarks>One timer serves all of them.</remarks>
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

    /// <summary>Gets the number of reads that are not due yet or wait for a token.</summary>
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

    /// <summary>Gets the remaining time for which the provider throttles reads; null when it does not.</summary>
    public TimeSpan? PauseLeft => _time.Left(_bucket.PausedUntil);

    /// <summary>Schedules a read.</summary>
    /// <returns><see langword="true"/> if the read is due and may be sent at once; then it is not scheduled, and the caller sends
    /// it.</returns>
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

    /// <summary>Starts or restarts a timeout.</summary>
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

    /// <summary>Removes a read.</summary>
    /// <returns><see langword="false"/> if the read is not scheduled, or has just been started.</returns>
    public bool Remove(ScheduledRead read)
    {
        lock (_gate)
        {
            return _reads.Remove(read);
        }
    }

    /// <summary>Waits until a read may be sent.</summary>
    /// <exception cref="OperationCanceledException">The token was canceled.</exception>
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

    /// <summary>Counts a call that was not delayed, such as a cancellation.</summary>
    public void RecordUnmetered()
    {
        lock (_gate)
        {
            _bucket.Charge(_time.GetTimestamp());
        }
    }

    /// <summary>Holds back all reads.</summary>
    public void Pause(TimeSpan duration)
    {
        lock (_gate)
        {
            var now = _time.GetTimestamp();
            _bucket.Pause(now, duration);
            Arm(now);
        }
    }

    // Jobs that still run when the application closes, and their cancellations, are awaited for as long as their callers wait.
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
            // The scheduler is disposed, and a read was added since.
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
