using System.Diagnostics;

namespace ImageGeneration.Tests.Time;

/// <summary>Tells whether the thread pool has come to rest: nothing waits there, and nobody works but those who always do, as a test runner's own loop.</summary>
internal static class PoolRest
{
    // Long enough for whatever the compiler does to a method that runs for the first time.
    private static readonly TimeSpan _steady = TimeSpan.FromMilliseconds(100);

    private static readonly Lock _gate = new();
    private static int _resident;
    private static int _last;
    private static long _unchangedSince = Stopwatch.GetTimestamp();

    public static bool IsQuiet()
    {
        ThreadPool.GetMaxThreads(out var all, out _);
        ThreadPool.GetAvailableThreads(out var free, out _);
        var busy = all - free - (Thread.CurrentThread.IsThreadPoolThread ? 1 : 0);
        lock (_gate)
        {
            if (busy != _last || ThreadPool.PendingWorkItemCount > 0)
            {
                (_last, _unchangedSince) = (busy, Stopwatch.GetTimestamp());
            }

            _resident = busy < _resident || Stopwatch.GetElapsedTime(_unchangedSince) > _steady ? busy : _resident;
            return ThreadPool.PendingWorkItemCount == 0 && busy <= _resident;
        }
    }
}
