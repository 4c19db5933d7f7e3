namespace ImageGeneration.Jobs;

/// <summary>The starts of the last jobs of one model: how long each waited, and how long the model had been idle. Which were cold starts
/// follows from all of them together, so the first one is recognized once a second was seen.</summary>
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

    /// <summary>A shorter wait is no cold start.</summary>
    public static TimeSpan MinBoot { get; } = TimeSpan.FromSeconds(2);

    /// <summary>The provider has told how long a job waited.</summary>
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

    /// <summary>A worker may have been stopped after so long.</summary>
    public static bool MayBeCold(TimeSpan idle) => idle > _minIdle;

    /// <summary>A job is submitted.</summary>
    /// <param name="now">The time since any fixed moment.</param>
    /// <returns>How long the model was idle.</returns>
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

    /// <summary>A job is over, whatever came of it.</summary>
    public void Leave()
    {
        lock (_gate)
        {
            _running--;
        }
    }

    /// <summary>A job has ended that a worker had taken: one is up.</summary>
    public void Ran(TimeSpan now)
    {
        lock (_gate)
        {
            (_lastEnd, _hasEnded, _bootChance) = (now, true, 0);
        }
    }

    /// <summary>Adds how long a job waited.</summary>
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
            // From the newest: an older one that contradicts it is out of date.
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

    // While no job was seen that met a worker for sure, a wait that is long for any queue is not taken for the usual one.
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
