namespace ImageGeneration.Benchmarks.Waiting;

/// <summary>The mode <c>waiting</c>: when a finished image is known, and what it costs to wait for one, in under two minutes. A missed target is told,
/// and is no error: the machine may be busy with other things.</summary>
internal static class WaitingMode
{
    private const double LagShare = 5;
    private const double ReadsPerImage = 6;
    private const double SyncMilliseconds = 5;
    private const double JobBytes = 4096;
    private const double WaiterBytes = 2048;
    private const double LinearRatio = 1.5;

    public static async Task RunAsync(TextWriter output)
    {
        var lag = await PollLag.MeasureAsync();
        await output.WriteLineAsync("Jobs of about 2 s, asked for by schedule; the simulator on loopback in this process. Lag: from the job's end to the return.");
        await output.WriteLineAsync($"  lag p50, % of the run time            {lag.P50 * 100,9:0.0} {Verdict(lag.P50 * 100, LagShare)}");
        await output.WriteLineAsync($"  lag p95, % of the run time            {lag.P95 * 100,9:0.0}");
        await output.WriteLineAsync($"  status reads an image                 {lag.ReadsPerImage,9:0.0} {Verdict(lag.ReadsPerImage, ReadsPerImage)}");

        var sync = await SyncWait.MeasureAsync();
        await output.WriteLineAsync("A create call that waits (Prefer: wait), in turns with a bare HttpClient; from the job's end to the return, medians.");
        await output.WriteLineAsync($"  bare client: the transfer, ms         {sync.BareMilliseconds,9:0.00}");
        await output.WriteLineAsync($"  library, ms                           {sync.LibraryMilliseconds,9:0.00}");
        var over = sync.LibraryMilliseconds - sync.BareMilliseconds;
        await output.WriteLineAsync($"  over the transfer, ms                 {over,9:0.00} {Verdict(over, SyncMilliseconds)}");
        await output.WriteLineAsync($"  status reads                          {sync.Reads,9} {Verdict(sync.Reads, 0)}");

        var flight = await JobsInFlight.MeasureAsync();
        await output.WriteLineAsync($"{JobsInFlight.Jobs:n0} jobs under way at one provider in memory, the whole library around them.");
        await output.WriteLineAsync($"  bytes held for each                   {flight.BytesPerJob,9:0} {Verdict(flight.BytesPerJob, JobBytes)}");
        await output.WriteLineAsync($"  the caller's own request, beside that {flight.BytesPerRequest,9:0}");
        await output.WriteLineAsync($"  status reads a minute                 {flight.ReadsPerMinute,9:0} {Verdict(flight.ReadsPerMinute, JobsInFlight.ReadsPerMinute)}");

        await output.WriteLineAsync("Requests that wait for a permit of one lane; CPU time to come and to be canceled.");
        await output.WriteLineAsync("  waiting       bytes each                µs each     times the first");
        var waiters = await PermitWaiters.MeasureAsync();
        foreach (var (count, bytes, microseconds) in waiters)
        {
            var ratio = microseconds / waiters[0].Microseconds;
            await output.WriteLineAsync($"  {count,7:n0} {bytes,16:0} {Verdict(bytes, WaiterBytes),-14} {microseconds,9:0.0} {ratio,15:0.00} {Verdict(ratio, LinearRatio)}");
        }
    }

    private static string Verdict(double figure, double limit) => $"<= {limit} {(figure <= limit ? "ok" : "missed")}";
}
