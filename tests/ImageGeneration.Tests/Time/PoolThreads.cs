using Microsoft.Win32.SafeHandles;

namespace ImageGeneration.Tests.Time;

/// <summary>The threads of the pool as the system sees them: one that works is running or wants to, one that is blocked sleeps.</summary>
internal static class PoolThreads
{
    private static readonly List<SafeFileHandle> _states = [];
    private static int _threads = -1;

    /// <returns>Whether a thread of the pool, other than the caller's, runs or waits for a processor; false where the system does not
    /// say.</returns>
    public static bool IsAnyRunning()
    {
        if (!OperatingSystem.IsLinux())
        {
            return false;
        }

        lock (_states)
        {
            Refresh();
            var running = 0;
            foreach (var state in _states)
            {
                running += IsRunning(state) ? 1 : 0;
            }

            return running > (Thread.CurrentThread.IsThreadPoolThread ? 1 : 0);
        }
    }

    private static void Refresh()
    {
        if (ThreadPool.ThreadCount == _threads)
        {
            return;
        }

        _threads = ThreadPool.ThreadCount;
        _states.ForEach(static state => state.Dispose());
        _states.Clear();
        foreach (var thread in Directory.EnumerateDirectories("/proc/self/task"))
        {
            try
            {
                if (File.ReadAllText(Path.Combine(thread, "comm")).StartsWith(".NET TP Worker", StringComparison.Ordinal))
                {
                    _states.Add(File.OpenHandle(Path.Combine(thread, "stat")));
                }
            }
            catch (IOException)
            {
                // It has ended meanwhile.
            }
        }
    }

    private static bool IsRunning(SafeFileHandle state)
    {
        Span<byte> text = stackalloc byte[64];
        try
        {
            text = text[..RandomAccess.Read(state, text, 0)];
            return text.LastIndexOf((byte)')') is >= 0 and var end && end + 2 < text.Length && text[end + 2] is (byte)'R' or (byte)'D';
        }
        catch (IOException)
        {
            _threads = -1; // it has ended
            return false;
        }
    }
}
