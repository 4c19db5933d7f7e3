using BenchmarkDotNet.Attributes;
using ImageGeneration.Budgets;
using Microsoft.Extensions.Options;

namespace ImageGeneration.Benchmarks.Parts;

/// <summary>One job reserved and settled, under none, one and all kinds of limits.</summary>
[MemoryDiagnoser]
public class BudgetBenchmarks
{
    private static readonly BudgetRequest _request = new()
    {
        ReservationId = Guid.NewGuid(),
        Provider = "replicate",
        Tags = new Dictionary<string, string> { ["tenant"] = "acme", ["user"] = "ann" },
        AmountUsd = 0.003m,
    };

    private readonly Budget _none = Make(new());
    private readonly Budget _process = Make(new() { PerDayUsd = 1_000_000m });

    private readonly Budget _all = Make(new()
    {
        PerHourUsd = 1_000_000m,
        PerDayUsd = 1_000_000m,
        PerMonthUsd = 1_000_000m,
        TotalUsd = 1_000_000m,
        Providers = { ["replicate"] = new() { PerDayUsd = 1_000_000m } },
        Tags = { ["tenant"] = new() { PerDayUsd = 1_000_000m }, ["user"] = new() { PerHourUsd = 1_000_000m } },
    });

    [Benchmark]
    public Task NoLimit() => ReserveAndSettle(_none);

    [Benchmark]
    public Task PerDay() => ReserveAndSettle(_process);

    [Benchmark]
    public Task FourWindowsProviderAndTwoTags() => ReserveAndSettle(_all);

    private static async Task ReserveAndSettle(Budget budget)
    {
        await budget.ReserveAsync(_request);
        await budget.SettleAsync(_request.ReservationId, 0.002m);
    }

    private static Budget Make(BudgetOptions limits) => new(Options.Create(new ImageGenerationServiceOptions { Budget = limits }), TimeProvider.System);
}
