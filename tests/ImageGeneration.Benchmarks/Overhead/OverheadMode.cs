namespace ImageGeneration.Benchmarks.Overhead;

/// <summary>The mode <c>overhead</c>: what the library adds, in under two minutes.</summary>
internal static class OverheadMode
{
    public static async Task RunAsync(TextWriter output)
    {
        foreach (var figures in await FacadeOverhead.MeasureAsync())
        {
            await output.WriteLineAsync($"{figures.Listening,-20} {figures.Microseconds,8:0.00} {figures.Bytes,8:0}");
        }
    }
}
