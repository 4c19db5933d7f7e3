using System.Globalization;
using ImageGeneration.Jobs;
using ImageGeneration.Timing;

namespace ImageGeneration.Limiting;

/// <summary>Represents a request that waits for a permit and whose progress is followed.</summary>
internal sealed class PermitListener(JobContext run)
{
    public JobContext Run => run;

    /// <summary>Gets or sets the position that was reported last.</summary>
    public int Place { get; set; }

    /// <summary>Gets or sets the end of the lane's last pause at that report.</summary>
    public long PausedUntil { get; set; }
}

/// <summary>Reports their positions to those who wait for a permit: when they arrive, then once a second what has changed. Without
/// listeners nothing runs.</summary>
internal sealed class QueuePositionReporter : IDisposable
{
    private static readonly TimeSpan _interval = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly List<(PermitWaiter Waiter, int Place)> _listening = [];
    private readonly string _provider;
    private readonly JobLimiter _limiter;
    private readonly RunTimeHistory _runTimes;
    private readonly ITimer _timer;
    private bool _isTicking;

    public QueuePositionReporter(string provider, JobLimiter limiter, RunTimeHistory runTimes, TimeProvider time)
    {
        (_provider, _limiter, _runTimes) = (provider, limiter, runTimes);
        _timer = time.CreateLaneTimer(Tick);
    }

    /// <summary>Starts reporting to a listener that has just entered the queue.</summary>
    public void Add(PermitListener listener)
    {
        Tell(listener, Math.Max(1, _limiter.Waiting), _limiter.Forecast());
        lock (_gate)
        {
            if (!_isTicking)
            {
                _isTicking = true;
                _timer.RingAfter(_interval);
            }
        }
    }

    public void Dispose() => _timer.Dispose();

    private void Tick()
    {
        QueueForecast outlook;
        lock (_gate)
        {
            outlook = _limiter.Forecast(_listening);
            if (_listening.Count == 0)
            {
                _isTicking = false; // from here on the next listener starts another tick
                return;
            }
        }

        foreach (var (waiter, place) in _listening)
        {
            if (!waiter.Task.IsCompleted)
            {
                Tell(waiter.Listener!, place, outlook);
            }
        }

        _listening.Clear();
        _timer.RingAfter(_interval);
    }

    private void Tell(PermitListener listener, int place, in QueueForecast outlook)
    {
        if ((listener.Place, listener.PausedUntil) == (place, outlook.PausedUntil))
        {
            return;
        }

        (listener.Place, listener.PausedUntil) = (place, outlook.PausedUntil);
        var wait = outlook.WaitAt(place, _runTimes.Median(listener.Run.Request));
        var about = wait is null ? "" : string.Create(CultureInfo.InvariantCulture, $", about {Math.Ceiling(wait.Value.TotalSeconds):0} s");
        listener.Run.Scope.Report(new()
        {
            Provider = _provider,
            Phase = GenerationPhase.WaitingForPermit,
            Detail = $"queued at position {place}{about}",
            Position = place,
            ExpectedWait = wait,
        });
    }
}
