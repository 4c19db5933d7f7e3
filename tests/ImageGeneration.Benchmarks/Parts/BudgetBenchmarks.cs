using BenchmarkDotNet.Attributes;
using ImageGeneration.Budgets;
using Microsoft.Extensions.Options;

namespace ImageGeneration.Benchmarks.Parts;

/// <summary>One job reserved and settled, under none, one and all kinds of limits.</summary>
[MemoryDiagnoser]
public class BudgetBenchmarks
{
    private static readonly Dictionary<string, string> _tags = new() { ["tenant"] = "acme", ["user"] = "ann" };

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
    public void NoLimit() => ReserveAndSettle(_none);

    [Benchmark]
    public void PerDay() => ReserveAndSettle(_process);

    [Benchmark]
    public void FourWindowsProviderAndTwoTags() => ReserveAndSettle(_all);

    private static void ReserveAndSettle(Budget budget) => budget.Settle(budget.TryReserve("replicate", _tags, 0.003m, out _)!, 0.002m);

    private static Budget Make(BudgetOptions limits) => new(Options.Create(new ImageGenerationServiceOptions { Budget = limits }), TimeProvider.System);
}
