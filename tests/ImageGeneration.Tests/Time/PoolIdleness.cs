using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace ImageGeneration.Tests.Time;

/// <summary>Waits until nobody works in the thread pool but the one who waits and those who always do, as the test runner's own loops. The
/// pool counts a thread as working before it takes its first item and until it finds no more, so nothing slips through between two.</summary>
internal static class PoolIdleness
{
    private static readonly TimeSpan _steady = TimeSpan.FromMilliseconds(60);
    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(60);

    private static volatile int _residents;

    // Residents must not take the threads from what is to be waited for.
    [ModuleInitializer]
    internal static void AllowThreads() => ThreadPool.SetMinThreads(16, 16);

    /// <returns>Whether something is so once the pool rests.</returns>
    /// <exception cref="TimeoutException">It does not come to rest.</exception>
    public static bool Wait(Func<bool> isSo)
    {
        var (started, steadySince, last) = (Stopwatch.GetTimestamp(), Stopwatch.GetTimestamp(), default(State));
        for (var spin = new SpinWait(); ; spin.SpinOnce(sleep1Threshold: 50))
        {
            var state = State.Read();
            if (state.Pending == 0 && state.Busy <= _residents && state == State.Read())
            {
                _residents = state.Busy;
                return isSo();
            }

            if (state != last)
            {
                (last, steadySince) = (state, Stopwatch.GetTimestamp());
            }
            else if (Stopwatch.GetElapsedTime(steadySince) > _steady && state.Pending == 0 && !IsAnybodyRunning())
            {
                _residents = state.Busy;
            }

            if (Stopwatch.GetElapsedTime(started) > _limit)
            {
                throw new TimeoutException($"The thread pool did not come to rest within {_limit}: {state}.");
            }
        }
    }

    // A thread that works may get no processor for longer than any time that could be waited here; the system knows it as running.
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
                running += state[state.LastIndexOf(')') + 2] is 'R' or 'D' ? 1 : 0;
            }
            catch (IOException)
            {
                // It has ended meanwhile.
            }
        }

        // The one who asks.
        return running > 1;
    }

    private readonly record struct State(long Pending, int Busy, long Completed)
    {
        public static State Read()
        {
            var completed = ThreadPool.CompletedWorkItemCount;
            var pending = ThreadPool.PendingWorkItemCount;
            ThreadPool.GetMaxThreads(out var all, out _);
            ThreadPool.GetAvailableThreads(out var free, out _);
            return new(pending, all - free - (Thread.CurrentThread.IsThreadPoolThread ? 1 : 0), completed);
        }
    }
}
