using System.Diagnostics;
using System.Runtime;

namespace ImageGeneration.Benchmarks.Overhead;

/// <summary>Runs something until the just-in-time compiler leaves it alone: before that, most of the CPU time is the compiler's.</summary>
internal static class WarmUp
{
    private const int QuietRounds = 5;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(15);

    public static async Task RunAsync(Func<Task> round)
    {
        var started = Stopwatch.GetTimestamp();
        for (var quiet = 0; quiet < QuietRounds && Stopwatch.GetElapsedTime(started) < Limit;)
        {
            var before = JitInfo.GetCompiledMethodCount();
            await round();
            quiet = JitInfo.GetCompiledMethodCount() == before ? quiet + 1 : 0;
        }
    }
}
