using ImageGeneration.Budgets;
using ImageGeneration.Tests.Time;
using Microsoft.Extensions.Options;

namespace ImageGeneration.Tests.Budgets;

public sealed class BudgetConcurrencyTests
{
    [Fact]
    public void TryReserve_ManyThreadsAtTheCap_GrantsExactlyTheCap()
    {
        const int threads = 320;
        var budget = Budget(new() { PerHourUsd = 1m });
        var granted = 0;

        RunAtOnce(threads, _ =>
        {
            for (var i = 0; i < 10; i++)
            {
                if (budget.TryReserve("replicate", null, 0.01m, out var refusal) is not null)
                {
                    Interlocked.Increment(ref granted);
                }
                else
                {
                    Assert.NotNull(refusal);
                }
            }
        });

        Assert.Equal(100, granted);
    }

    [Fact]
    public void TryReserve_ManyThreadsThatSettleLess_SumNeverPassesTheCap()
    {
        const int threads = 256;
        const long capCents = 500;
        var budget = Budget(new() { TotalUsd = capCents / 100m });
        var (spentCents, highest) = (0L, 0L);

        RunAtOnce(threads, seed =>
        {
            var random = new Random(seed);
            for (var i = 0; i < 200; i++)
            {
                var cents = random.Next(1, 50);
                if (budget.TryReserve("replicate", null, cents / 100m, out _) is { } reservation)
                {
                    RaiseTo(ref highest, Interlocked.Add(ref spentCents, cents));
                    var actual = random.Next(10) == 0 ? cents : 0;

                    // Given back here before there: what is counted here never exceeds what the budget holds.
                    Interlocked.Add(ref spentCents, actual - cents);
                    budget.Settle(reservation, actual / 100m);
                }
            }
        });

        Assert.InRange(highest, 1, capCents);
        Assert.NotNull(budget.TryReserve("replicate", null, (capCents - spentCents) / 100m, out _));
        Assert.Null(budget.TryReserve("replicate", null, 0.01m, out _));
    }

    private static void RunAtOnce(int count, Action<int> work)
    {
        using var start = new ManualResetEventSlim();
        Exception? failure = null;
        var threads = Enumerable.Range(0, count).Select(i => new Thread(() => Guarded(i), maxStackSize: 256 * 1024)).ToList();
        threads.ForEach(thread => thread.Start());
        start.Set();
        threads.ForEach(thread => thread.Join());
        Assert.Null(failure);

        void Guarded(int i)
        {
            start.Wait();
            try
            {
                work(i);
            }
            catch (Exception e)
            {
                failure = e;
            }
        }
    }

    internal static void RaiseTo(ref long highest, long value)
    {
        for (var seen = Volatile.Read(ref highest); value > seen;)
        {
            seen = Interlocked.CompareExchange(ref highest, value, seen) is var now && now == seen ? value : now;
        }
    }

    private static Budget Budget(BudgetOptions limits) =>
        new(Options.Create(new ImageGenerationServiceOptions { Budget = limits }), new StepClock());
}
