using System.Diagnostics;

namespace ImageGeneration.Benchmarks.Overhead;

/// <summary>What the facade itself costs: two providers that answer from memory, everything between real.</summary>
internal static class FacadeOverhead
{
    private const int Rounds = 9;
    private const int RequestsPerRound = 40_000;

    /// <summary>Median of the rounds, in which the ways of listening take turns.</summary>
    public static async Task<IReadOnlyList<FacadeFigures>> MeasureAsync()
    {
        (string Name, Func<TelemetryListeners?> Listen)[] ways =
        [
            ("nobody listens", static () => null),
            ("metrics", static () => new(spans: false)),
            ("metrics and spans", static () => new(spans: true)),
        ];
        var rounds = ways.ToDictionary(way => way.Name, _ => new List<Cost>());
        for (var round = 0; round <= Rounds; round++)
        {
            foreach (var (name, listen) in ways)
            {
                using var listeners = listen();
                var cost = await RoundAsync();
                if (round > 0)
                {
                    rounds[name].Add(cost);
                }
            }
        }

        return [.. ways.Select(way => new FacadeFigures(way.Name, Median.Calculate(rounds[way.Name])))];
    }

    private static async Task<Cost> RoundAsync()
    {
        using var application = new InMemoryApplication();
        using var caller = new CancellationTokenSource();
        await RunAsync(application, 10_000, caller.Token);
        var bytes = GC.GetAllocatedBytesForCurrentThread();
        var cpu = Environment.CpuUsage.TotalTime;
        await RunAsync(application, RequestsPerRound, caller.Token);
        cpu = Environment.CpuUsage.TotalTime - cpu;
        bytes = GC.GetAllocatedBytesForCurrentThread() - bytes;
        return new(cpu.TotalMicroseconds / RequestsPerRound, (double)bytes / RequestsPerRound);
    }

    private static async Task RunAsync(InMemoryApplication application, int requests, CancellationToken cancellationToken)
    {
        for (var i = 0; i < requests; i++)
        {
            var call = application.Images.GenerateImageWithFailoverAsync(InMemoryApplication.Request, cancellationToken);
            Debug.Assert(call.IsCompletedSuccessfully, "A call that leaves the thread would take its allocations along.");
            await call;
        }
    }
}

/// <summary>What one request costs, by who listens to the telemetry.</summary>
internal sealed record FacadeFigures(string Listening, Cost Cost);
