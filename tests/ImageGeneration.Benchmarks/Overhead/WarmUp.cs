using System.Runtime;

namespace ImageGeneration.Benchmarks.Overhead;

/// <summary>Runs something until the just-in-time compiler leaves it alone: before that, most of the CPU time is the compiler's.</summary>
internal static class WarmUp
{
    private const int MostRounds = 80;
    private const int QuietRounds = 20;

    public static async Task RunAsync(Func<Task> round)
    {
        var quiet = 0;
        for (var i = 0; i < MostRounds && quiet < QuietRounds; i++)
        {
            var before = JitInfo.GetCompiledMethodCount();
            await round();
            quiet = JitInfo.GetCompiledMethodCount() == before ? quiet + 1 : 0;
        }
    }
}
