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

        if (busy < _resident || (Stopwatch.GetElapsedTime(_unchangedSince) > _steady && !IsAnybodyRunning()))
        {
            _resident = busy;
        }

        return busy <= _resident;
    }

    // A thread that works may get no processor for longer than any time that could be waited here; the system knows it as running all the same.
    private static bool IsAnybodyRunning()
    {
        if (!OperatingSystem.IsLinux())
        {
            return false;
        }

        var running = 0;
        foreach (var thread in Directory.EnumerateDirectories("/proc/self/task"))
        {
            try
            {
                var state = File.ReadAllText(Path.Combine(thread, "stat"));
                running += state[state.LastIndexOf(')') + 2] == 'R' ? 1 : 0;
            }
            catch (IOException)
            {
                // It has ended meanwhile.
            }
        }

        // The one who asks.
        return running > 1;
    }
}
