namespace ImageGeneration.Benchmarks.Overhead;

/// <summary>The mode <c>overhead</c>: what the library adds, measured in under two minutes. A missed target is told, and is no error: the
/// machine may be busy with other things.</summary>
internal static class OverheadMode
{
    private const double FacadeMicroseconds = 10;
    private const double FacadeBytes = 4096;
    private const double StackRatio = 1.5;

    public static async Task RunAsync(TextWriter output)
    {
        await output.WriteLineAsync("The facade over two providers that answer from memory, per request; CPU time.");
        await output.WriteLineAsync("  listening            µs          target    bytes         target");
        var facade = await FacadeOverhead.MeasureAsync();
        for (var i = 0; i < facade.Count; i++)
        {
            var (listening, cost) = facade[i];
            var bytes = i == facade.Count - 1 ? "the spans" : Verdict(cost.Bytes, FacadeBytes, 0);
            await output.WriteLineAsync(
                $"  {listening,-18} {cost.Microseconds,5:0.0} {Verdict(cost.Microseconds, FacadeMicroseconds, 1),15} {cost.Bytes,8:0} {bytes,14}");
        }

        await output.WriteLineAsync("  In it: checks, route over two, adaptation, prices, budget, limiter, breaker, retry, job, metrics, response.");
        await output.WriteLineAsync("  Not in it: HTTP and JSON (below), the provider's own work, fetching the image.");
        await output.WriteLineAsync();
        await output.WriteLineAsync("The whole stack against a bare HttpClient, both over loopback HTTP to one server process, per image; CPU time.");
        await output.WriteLineAsync("  at once   ratio         target    bare µs    library µs    bare bytes    library bytes");
        foreach (var (concurrency, ratio, bare, library) in await StackOverhead.MeasureAsync())
        {
            await output.WriteLineAsync(
                $"  {concurrency,7} {ratio,7:0.00} {Verdict(ratio, StackRatio, 2),14} {bare.Microseconds,10:0} {library.Microseconds,13:0} {bare.Bytes,13:0} {library.Bytes,16:0}");
        }
    }

    private static string Verdict(double figure, double limit, int digits) =>
        $"<= {limit} {(Math.Round(figure, digits) <= limit ? "ok" : "missed")}";
}
