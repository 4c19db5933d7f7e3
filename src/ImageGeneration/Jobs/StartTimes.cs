namespace ImageGeneration.Jobs;

/// <summary>Holds the starts of the last jobs of one model: how long each waited, and how long the model had been idle. Which of them were
/// cold follows from all together, so the first cold start is recognized once a second one was seen.</summary>
internal sealed class StartTimes
{
    private const int Size = 16;
    private const double FarFactor = 3;

    // No platform stops a worker sooner: RunPod's default idle timeout (docs.runpod.io/serverless/endpoints/endpoint-configurations).
    private static readonly TimeSpan _minIdle = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly (TimeSpan Idle, TimeSpan Wait)[] _starts = new (TimeSpan, TimeSpan)[Size];
    private long _seen;
    private int _running;
    private bool _hasEnded;
    private TimeSpan _lastEnd;
    private TimeSpan _bootSince;
    private double _bootChance;
    private TimeSpan _warmUntil = _minIdle;
    private TimeSpan _coldFrom = TimeSpan.MaxValue;
    private TimeSpan _usual;
    private TimeSpan _idleQueue;
    private TimeSpan _busyQueue;
    private TimeSpan? _boot;
    private bool _tells;

    /// <summary>Gets the shortest wait that counts as a cold start.</summary>
    public static TimeSpan MinBoot { get; } = TimeSpan.FromSeconds(2);

    /// <summary>Whether the provider has reported how long a job waited.</summary>
    public bool Tells
    {
        get
        {
            lock (_gate)
            {
                return _tells;
            }
        }
    }

    /// <summary>Whether a worker may have been stopped after this idle time.</summary>
    public static bool MayBeCold(TimeSpan idle) => idle > _minIdle;

    /// <summary>Records that a job is submitted.</summary>
    /// <param name="now">The time since any fixed moment.</param>
    /// <returns>The time for which the model was idle.</returns>
    public TimeSpan Enter(TimeSpan now)
    {
        lock (_gate)
        {
            var idle = Idle(now);
            if (_running++ == 0)
            {
                (_bootSince, _bootChance) = (now, Chance(idle));
            }

            return idle;
        }
    }

    /// <summary>Records that a job is over, whatever its result.</summary>
    public void Leave()
    {
        lock (_gate)
        {
            _running--;
        }
    }

    /// <summary>Records the end of a job that a worker had taken: a worker is up.</summary>
    public void Ran(TimeSpan now)
    {
        lock (_gate)
        {
            (_lastEnd, _hasEnded, _bootChance) = (now, true, 0);
        }
    }

    /// <summary>Adds the wait of a job.</summary>
    public void Add(TimeSpan idle, TimeSpan wait, bool isTold)
    {
        lock (_gate)
        {
            _starts[_seen++ % Size] = (idle, wait);
            _tells |= isTold;
            Learn();
        }
    }

    /// <summary>Adds a job that was given up before a worker took it: it waited at least as long.</summary>
    public void AddUnstarted(TimeSpan idle, TimeSpan waited)
    {
        if (MayBeCold(idle))
        {
            lock (_gate)
            {
                var start = _usual + (_boot ?? TimeSpan.Zero);
                Add(idle, waited > start ? waited : start, isTold: false);
            }
        }
    }

    /// <param name="now">The time since the same moment.</param>
    public StartForecast Forecast(TimeSpan now)
    {
        lock (_gate)
        {
            return _running == 0 ? new(_idleQueue, Chance(Idle(now)), _boot)
                : new(_busyQueue, now - _bootSince < _boot ? _bootChance : 0, _boot);
        }
    }

    private TimeSpan Idle(TimeSpan now) => _running > 0 ? TimeSpan.Zero : _hasEnded ? now - _lastEnd : TimeSpan.MaxValue;

    // Between the longest idle time that a worker outlasted and the shortest that one did not, the timeout may be anywhere, on any scale:
    // the chance is that of a truncated Pareto distribution of shape 1.
    private double Chance(TimeSpan idle)
    {
        if (!(_boot > TimeSpan.Zero) || idle <= _warmUntil)
        {
            return 0;
        }

        return idle >= _coldFrom ? 1 : (1 - (_warmUntil / idle)) / (1 - (_coldFrom == TimeSpan.MaxValue ? 0 : _warmUntil / _coldFrom));
    }

    private void Learn()
    {
        _usual = UsualWait();
        Span<TimeSpan> boots = stackalloc TimeSpan[Size];
        Span<TimeSpan> idle = stackalloc TimeSpan[Size];
        Span<TimeSpan> busy = stackalloc TimeSpan[Size];
        var (cold, warm, queued, isProven) = (0, 0, 0, false);
        (_warmUntil, _coldFrom) = (_minIdle, TimeSpan.MaxValue);
        for (var age = 1; age <= Math.Min(_seen, Size); age++)
        {
            // From the newest: an older start that contradicts it is out of date.
            var start = _starts[(_seen - age) % Size];
            var isKnown = start.Idle < TimeSpan.MaxValue;
            var isBetween = isKnown && start.Idle > _warmUntil && start.Idle < _coldFrom;
            if (IsCold(start.Idle, start.Wait))
            {
                boots[cold++] = start.Wait - _usual;
                _coldFrom = isBetween ? start.Idle : _coldFrom;
                continue;
            }

            _warmUntil = isBetween ? start.Idle : _warmUntil;
            isProven |= isKnown && MayBeCold(start.Idle);
            if (start.Idle > TimeSpan.Zero)
            {
                idle[warm++] = start.Wait;
            }
            else
            {
                busy[queued++] = start.Wait;
            }
        }

        _boot = cold > 0 ? Median(boots[..cold]) : isProven ? TimeSpan.Zero : null;
        (_idleQueue, _busyQueue) = (Median(idle[..warm]), Median(busy[..queued]));
    }

    private bool IsCold(TimeSpan idle, TimeSpan wait) =>
        MayBeCold(idle) && wait - _usual >= MinBoot && wait >= _usual * FarFactor;

    // Until a job was seen that surely met a worker, a wait that is long for any queue does not count as the usual one.
    private TimeSpan UsualWait()
    {
        var (least, isCertain) = (TimeSpan.MaxValue, false);
        foreach (var (idle, wait) in _starts.AsSpan(0, (int)Math.Min(_seen, Size)))
        {
            least = wait < least ? wait : least;
            isCertain |= !MayBeCold(idle);
        }

        return isCertain || least < MinBoot ? least : MinBoot;
    }

    private static TimeSpan Median(Span<TimeSpan> times)
    {
        times.Sort();
        return times.IsEmpty ? TimeSpan.Zero : times[times.Length / 2];
    }
}
