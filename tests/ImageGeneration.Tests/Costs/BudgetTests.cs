using ImageGeneration.Costs;
using ImageGeneration.Tests.Time;
using Microsoft.Extensions.Options;

namespace ImageGeneration.Tests.Costs;

public sealed class BudgetTests
{
    // 23:30 on the last of January: half an hour before hour, day and month end.
    private readonly ManualTimeProvider _time = new(new DateTimeOffset(2026, 1, 31, 23, 30, 0, TimeSpan.Zero));

    [Fact]
    public void TryReserve_NoLimits_AlwaysWithoutAllocating()
    {
        var budget = Budget(new());
        BudgetReservation? reservation = null;

        var allocated = Allocations.Of(() =>
        {
            reservation = budget.TryReserve("replicate", null, out _);
            budget.Settle(reservation!, 1_000m);
        });

        Assert.NotNull(reservation);
        Assert.Equal(0, allocated);
    }

    [Fact]
    public void TryReserve_NoRoom_NamesLimitAndAmounts()
    {
        var budget = Budget(new() { PerHourUsd = 1m });
        Assert.NotNull(budget.TryReserve("replicate", 0.988m, out var none));

        var reservation = budget.TryReserve("replicate", 0.035m, out var refusal);

        Assert.Null(none);
        Assert.Null(reservation);
        Assert.Equal(
            "Budget exceeded: 0.0350 USD is needed and 0.0120 USD of 1.00 USD per hour (ImageGeneration:Budget:PerHourUsd) is left.",
            refusal);
    }

    [Theory]
    [MemberData(nameof(Limits))]
    public void TryReserve_EachLimit_IsNamed(BudgetOptions limits, string expected)
    {
        var budget = Budget(limits);

        budget.TryReserve("replicate", 2m, out var refusal);

        Assert.EndsWith(expected, refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void TryReserve_SeveralLimitsRefuse_NamesTheLongest()
    {
        var budget = Budget(new() { PerHourUsd = 1m, TotalUsd = 1m, PerDayUsd = 1m });

        budget.TryReserve("replicate", 2m, out var refusal);

        Assert.Contains("Budget:TotalUsd", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void TryReserve_RefusedByOneLimit_TakesNothingFromTheOthers()
    {
        var budget = Budget(new() { PerHourUsd = 1m, TotalUsd = 3m });

        Assert.Null(budget.TryReserve("replicate", 2m, out _));
        for (var hour = 0; hour < 3; hour++)
        {
            Assert.NotNull(budget.TryReserve("replicate", 1m, out _));
            _time.Advance(TimeSpan.FromHours(1));
        }

        Assert.Null(budget.TryReserve("replicate", 0.01m, out _));
    }

    [Fact]
    public void TryReserve_ExactlyWhatIsLeft_IsGranted()
    {
        var budget = Budget(new() { TotalUsd = 0.3m });

        Assert.NotNull(budget.TryReserve("replicate", 0.1m, out _));
        Assert.NotNull(budget.TryReserve("replicate", 0.2m, out _));
        Assert.Null(budget.TryReserve("replicate", 0.0001m, out _));
    }

    [Fact]
    public void TryReserve_FreeJobUnderASpentBudget_IsGranted()
    {
        var budget = Budget(new() { TotalUsd = 1m });
        budget.Settle(budget.TryReserve("replicate", 1m, out _)!, 5m);

        Assert.NotNull(budget.TryReserve("memory", 0m, out _));
        Assert.Null(budget.TryReserve("memory", 0.01m, out var refusal));
        Assert.Contains("0.0000 USD of 1.00 USD in total", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void TryReserve_LimitOfZero_RefusesAllThatCosts()
    {
        var budget = Budget(new() { PerDayUsd = 0m });

        Assert.Null(budget.TryReserve("replicate", 0.000001m, out _));
        Assert.NotNull(budget.TryReserve("memory", 0m, out _));
    }

    [Fact]
    public void TryReserve_UnknownPriceUnderALimit_IsRefusedAndSaysHowToAllowIt()
    {
        var reservation = Budget(new() { TotalUsd = 1m }).TryReserve("modal", null, out var refusal);

        Assert.Null(reservation);
        Assert.StartsWith("Budget exceeded: the price of this job at modal is unknown", refusal, StringComparison.Ordinal);
        Assert.Contains("ImageGeneration:Budget:UnknownCostUsd", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void TryReserve_UnknownPriceWithUnknownCost_SetsThatAside()
    {
        var budget = Budget(new() { TotalUsd = 1m, UnknownCostUsd = 0.4m });

        Assert.Equal(0.4m, budget.TryReserve("modal", null, out _)?.AmountUsd);
        Assert.NotNull(budget.TryReserve("modal", null, out _));
        Assert.Null(budget.TryReserve("modal", null, out _));
    }

    [Fact]
    public void TryReserve_NegativeAmount_Throws() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Budget(new() { TotalUsd = 1m }).TryReserve("replicate", -1m, out _));

    [Fact]
    public void Settle_NegativeAmount_Throws()
    {
        var budget = Budget(new() { TotalUsd = 1m });
        var reservation = budget.TryReserve("replicate", 1m, out _)!;

        Assert.Throws<ArgumentOutOfRangeException>(() => budget.Settle(reservation, -1m));
    }

    [Theory]
    [InlineData(0.0, 1.0)]
    [InlineData(0.4, 0.6)]
    [InlineData(1.0, 0.0)]
    [InlineData(1.5, 0.0)]
    [InlineData(null, 0.0)]
    public void Settle_Actual_LeavesTheRest(double? actual, double left)
    {
        var budget = Budget(new() { TotalUsd = 1m });
        var reservation = budget.TryReserve("replicate", 1m, out _)!;

        budget.Settle(reservation, (decimal?)actual);

        Assert.NotNull(budget.TryReserve("replicate", (decimal)left, out _));
        Assert.Null(budget.TryReserve("replicate", 0.001m, out _));
    }

    [Fact]
    public void Settle_Twice_GivesBackOnce()
    {
        var budget = Budget(new() { TotalUsd = 2m });
        var first = budget.TryReserve("replicate", 1m, out _)!;
        Assert.NotNull(budget.TryReserve("replicate", 1m, out _));

        budget.Settle(first, 0m);
        budget.Settle(first, 0m);

        Assert.NotNull(budget.TryReserve("replicate", 1m, out _));
        Assert.Null(budget.TryReserve("replicate", 1m, out _));
    }

    [Fact]
    public void Settle_ReservationOfAnother_ChangesNothing()
    {
        var budget = Budget(new() { TotalUsd = 1m });
        var mine = budget.TryReserve("replicate", 1m, out _)!;

        budget.Settle(mine with { }, 0m);

        Assert.Null(budget.TryReserve("replicate", 1m, out _));
    }

    [Theory]
    [MemberData(nameof(Limits))]
    public void TryReserve_NextWindow_StartsAfresh(BudgetOptions limits, string description)
    {
        var budget = Budget(limits);
        Assert.NotNull(budget.TryReserve("replicate", 1m, out _));

        _time.Advance(TimeSpan.FromMinutes(29.9));
        Assert.Null(budget.TryReserve("replicate", 1m, out _));
        _time.Advance(TimeSpan.FromMinutes(0.1));

        Assert.Equal(limits.TotalUsd is null, budget.TryReserve("replicate", 1m, out _) is not null);
        Assert.NotEmpty(description);
    }

    [Fact]
    public void Settle_WindowHasEnded_LeavesTheNewOneAlone()
    {
        var budget = Budget(new() { PerHourUsd = 1m, TotalUsd = 2m });
        var late = budget.TryReserve("replicate", 1m, out _)!;
        _time.Advance(TimeSpan.FromHours(1));
        Assert.NotNull(budget.TryReserve("replicate", 1m, out _));

        budget.Settle(late, 0.25m);

        Assert.Null(budget.TryReserve("replicate", 0.01m, out var refusal));
        Assert.Contains("per hour", refusal, StringComparison.Ordinal);
        _time.Advance(TimeSpan.FromHours(1));
        Assert.NotNull(budget.TryReserve("replicate", 0.75m, out _));
        Assert.Null(budget.TryReserve("replicate", 0.01m, out refusal));
        Assert.Contains("in total", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void TryReserve_ClockSetBack_OpensNoFormerWindow()
    {
        var budget = Budget(new() { PerHourUsd = 1m });
        var reservation = budget.TryReserve("replicate", 1m, out _)!;

        _time.SetUtcNow(_time.GetUtcNow().AddHours(-3));

        Assert.Null(budget.TryReserve("replicate", 1m, out _));
        budget.Settle(reservation, 0m);
        var second = budget.TryReserve("replicate", 1m, out _)!;
        budget.Settle(second, 0m);
        Assert.NotNull(budget.TryReserve("replicate", 1m, out _));
    }

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
                if (budget.TryReserve("replicate", 0.01m, out var refusal) is not null)
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
                if (budget.TryReserve("replicate", cents / 100m, out _) is { } reservation)
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
        Assert.NotNull(budget.TryReserve("replicate", (capCents - spentCents) / 100m, out _));
        Assert.Null(budget.TryReserve("replicate", 0.01m, out _));
    }

    public static TheoryData<BudgetOptions, string> Limits() => new()
    {
        { new() { PerHourUsd = 1m }, "1.00 USD per hour (ImageGeneration:Budget:PerHourUsd) is left." },
        { new() { PerDayUsd = 1.5m }, "1.50 USD per day (ImageGeneration:Budget:PerDayUsd) is left." },
        { new() { PerMonthUsd = 1.25m }, "1.25 USD per month (ImageGeneration:Budget:PerMonthUsd) is left." },
        { new() { TotalUsd = 1.005m }, "1.005 USD in total (ImageGeneration:Budget:TotalUsd) is left." },
    };

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

    private static void RaiseTo(ref long highest, long value)
    {
        for (var seen = Volatile.Read(ref highest); value > seen;)
        {
            seen = Interlocked.CompareExchange(ref highest, value, seen) is var now && now == seen ? value : now;
        }
    }

    private Budget Budget(BudgetOptions limits) => new(Options.Create(new ImageGenerationOptions { Budget = limits }), _time);
}
