using System.Diagnostics;

namespace ImageGeneration.Tests.Time;

/// <summary>Watches whether anybody works in the thread pool but the one who asks and those who always do, as a test runner's own loop.</summary>
internal sealed class PoolRest
{
    private static readonly TimeSpan _steady = TimeSpan.FromMilliseconds(60);

    private static volatile int _resident;

    private int _last = -1;
    private long _unchangedSince;

    public bool IsQuiet()
    {
        ThreadPool.GetMaxThreads(out var all, out _);
        ThreadPool.GetAvailableThreads(out var free, out _);
        var busy = all - free - (Thread.CurrentThread.IsThreadPoolThread ? 1 : 0);
        if (busy != _last)
        {
            (_last, _unchangedSince) = (busy, Stopwatch.GetTimestamp());
        }

        if (busy < _resident || Stopwatch.GetElapsedTime(_unchangedSince) > _steady)
        {
            _resident = busy;
        }

        return busy <= _resident;
    }
}
