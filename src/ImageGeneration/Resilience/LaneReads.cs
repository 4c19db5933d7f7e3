namespace ImageGeneration.Resilience;

/// <summary>The status reads of a lane: each waits until it is due and until the bucket, which no create shares, lets it through, in that
/// order.</summary>
/// <remarks>One timer for all of them: a job that waits holds a place in a queue, not a timer of its own.</remarks>
internal sealed class LaneReads : IDisposable
{
    private readonly Lock _gate = new();
    private readonly ReadQueue _queue = new();
    private readonly TimeProvider _time;
    private ITimer _timer;
    private RateBucket _bucket;

    public LaneReads(RateLimitOptions options, TimeProvider time)
    {
        _time = time;
        _bucket = new RateBucket(options.EffectiveReads, options.ReadBurst, time);
        _timer = NewTimer();
    }

    /// <summary>Jobs between two reads.</summary>
    public int Waiting
    {
        get
        {
            lock (_gate)
            {
                return _queue.Count;
            }
        }
    }

    /// <summary>What is left of the pause that the provider asked for; null when there is none.</summary>
    public TimeSpan? PauseLeft => _time.Left(_bucket.PausedUntil);

    /// <summary>Waits until a read may go out; false when it is no longer waited for.</summary>
    public ValueTask<bool> WaitAsync(ReadTurn turn, TimeSpan delay)
    {
        lock (_gate)
        {
            turn.Late = TimeSpan.Zero;
            if (turn.HasLeft || turn.IsRung)
            {
                turn.IsRung = false;
                return new(false);
            }

            var now = _time.GetTimestamp();
            if (delay <= TimeSpan.Zero && !(_queue.First?.Due <= now) && _bucket.TryTake(now))
            {
                return new(true);
            }

            turn.Prepare();
            turn.Due = now + (long)(delay.TotalSeconds * _time.TimestampFrequency);
            _queue.Add(turn);
            if (turn.Place == 0)
            {
                Arm(now);
            }

            return turn.Await();
        }
    }

    /// <summary>Tells which call is under way, so that it ends when the wait does; null after it.</summary>
    /// <returns>False when nobody waits any more.</returns>
    public bool Note(ReadTurn turn, CancellationTokenSource? reading)
    {
        lock (_gate)
        {
            turn.Reading = reading;
            return !turn.HasLeft;
        }
    }

    /// <summary>Counts a call that is not held back: a cancellation.</summary>
    public void Charge()
    {
        lock (_gate)
        {
            _bucket.Charge(_time.GetTimestamp());
        }
    }

    /// <summary>Holds all reads of the lane back.</summary>
    public void Pause(TimeSpan duration)
    {
        lock (_gate)
        {
            var now = _time.GetTimestamp();
            _bucket.Pause(now, duration);
            Arm(now);
        }
    }

    /// <summary>Ends a wait, if there is one.</summary>
    /// <param name="turn">Whose.</param>
    /// <param name="forGood">Nobody waits for the job any more: the read under way ends too, and there will be no other.</param>
    public void Leave(ReadTurn turn, bool forGood)
    {
        lock (_gate)
        {
            if (forGood)
            {
                turn.MarkLeft();
            }

            if (turn.Place < 0)
            {
                turn.IsRung = true;
                return;
            }

            _queue.Remove(turn);
        }

        turn.End(isTurn: false, isHere: true);
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

    // The last one goes on in the timer's own thread, those before it elsewhere: one that is alone waits for nobody.
    private void Serve()
    {
        ReadTurn? served = null;
        lock (_gate)
        {
            var now = _time.GetTimestamp();
            while (_queue.First is { } turn && turn.Due <= now && _bucket.TryTake(now))
            {
                _queue.Remove(turn);
                turn.Late = ToTimeSpan(Math.Max(0, now - Math.Max(turn.Due, _bucket.PausedUntil)));
                served?.End(isTurn: true, isHere: false);
                served = turn;
            }

            Arm(now);
        }

        served?.End(isTurn: true, isHere: true);
    }

    private void Arm(long now)
    {
        if (_queue.First is { } first)
        {
            var wait = ToTimeSpan(Math.Max(first.Due, _bucket.Next) - now);
            if (!_timer.RingAfter(wait))
            {
                // Disposed, and one more has come.
                _timer = NewTimer();
                _timer.RingAfter(wait);
            }
        }
    }

    private ITimer NewTimer() => _time.CreateLaneTimer(Serve);

    private TimeSpan ToTimeSpan(long ticks) => _time.GetElapsedTime(0, ticks);
}
