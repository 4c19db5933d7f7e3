using ImageGeneration.Budgets;
using ImageGeneration.Tests.Time;
using Microsoft.Extensions.Options;

namespace ImageGeneration.Tests.Budgets;

public sealed class BudgetTests
{
    // 23:30 on the last of January: half an hour before hour, day and month end.
    private readonly StepClock _time = new(new DateTimeOffset(2026, 1, 31, 23, 30, 0, TimeSpan.Zero));

    [Fact]
    public void TryReserve_NoLimits_AlwaysWithoutAllocating()
    {
        var budget = Budget(new());
        var request = new BudgetRequest { ReservationId = Guid.NewGuid(), Provider = "replicate" };
        var isGranted = false;

        var allocated = Allocations.Measure(() =>
        {
            isGranted = budget.Reserve(request).IsGranted;
            budget.Settle(request.ReservationId, 1_000m);
        });

        Assert.True(isGranted);
        Assert.Equal(0, allocated);
    }

    [Fact]
    public void TryReserve_NoRoom_NamesLimitAndAmounts()
    {
        var budget = Budget(new() { PerHourUsd = 1m });
        Assert.NotNull(budget.TryReserve("replicate", null, 0.988m, out var none));

        var reservation = budget.TryReserve("replicate", null, 0.035m, out var refusal);

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

        budget.TryReserve("replicate", null, 2m, out var refusal);

        Assert.EndsWith(expected, refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void TryReserve_SeveralLimitsRefuse_NamesTheLongest()
    {
        var budget = Budget(new() { PerHourUsd = 1m, TotalUsd = 1m, PerDayUsd = 1m });

        budget.TryReserve("replicate", null, 2m, out var refusal);

        Assert.Contains("Budget:TotalUsd", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void TryReserve_RefusedByOneLimit_TakesNothingFromTheOthers()
    {
        var budget = Budget(new() { PerHourUsd = 1m, TotalUsd = 3m });

        Assert.Null(budget.TryReserve("replicate", null, 2m, out _));
        for (var hour = 0; hour < 3; hour++)
        {
            Assert.NotNull(budget.TryReserve("replicate", null, 1m, out _));
            _time.Advance(TimeSpan.FromHours(1));
        }

        Assert.Null(budget.TryReserve("replicate", null, 0.01m, out _));
    }

    [Fact]
    public void TryReserve_ExactlyWhatIsLeft_IsGranted()
    {
        var budget = Budget(new() { TotalUsd = 0.3m });

        Assert.NotNull(budget.TryReserve("replicate", null, 0.1m, out _));
        Assert.NotNull(budget.TryReserve("replicate", null, 0.2m, out _));
        Assert.Null(budget.TryReserve("replicate", null, 0.0001m, out _));
    }

    [Fact]
    public void TryReserve_FreeJobUnderASpentBudget_IsGranted()
    {
        var budget = Budget(new() { TotalUsd = 1m });
        budget.Settle(budget.TryReserve("replicate", null, 1m, out _)!, 5m);

        Assert.NotNull(budget.TryReserve("memory", null, 0m, out _));
        Assert.Null(budget.TryReserve("memory", null, 0.01m, out var refusal));
        Assert.Contains("0.0000 USD of 1.00 USD in total", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void TryReserve_LimitOfZero_RefusesAllThatCosts()
    {
        var budget = Budget(new() { PerDayUsd = 0m });

        Assert.Null(budget.TryReserve("replicate", null, 0.000001m, out _));
        Assert.NotNull(budget.TryReserve("memory", null, 0m, out _));
    }

    [Fact]
    public void TryReserve_UnknownPriceUnderALimit_IsRefusedAndSaysHowToAllowIt()
    {
        var reservation = Budget(new() { TotalUsd = 1m }).TryReserve("modal", null, null, out var refusal);

        Assert.Null(reservation);
        Assert.StartsWith("Budget exceeded: the price of this job at modal is unknown", refusal, StringComparison.Ordinal);
        Assert.Contains("ImageGeneration:Budget:UnknownCostUsd", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void TryReserve_UnknownPriceWithUnknownCost_SetsThatAside()
    {
        var budget = Budget(new() { TotalUsd = 1m, UnknownCostUsd = 0.4m });

        Assert.Equal(0.4m, budget.TryReserve("modal", null, null, out _)?.AmountUsd);
        Assert.NotNull(budget.TryReserve("modal", null, null, out _));
        Assert.Null(budget.TryReserve("modal", null, null, out _));
    }

    [Fact]
    public void TryReserve_KnownPriceWithUnknownCost_SetsThePriceAside() =>
        Assert.Equal(0.1m, Budget(new() { TotalUsd = 1m, UnknownCostUsd = 0.4m }).TryReserve("replicate", null, 0.1m, out _)?.AmountUsd);

    [Fact]
    public void TryReserve_NegativeAmount_Throws() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Budget(new() { TotalUsd = 1m }).TryReserve("replicate", null, -1m, out _));

    public static TheoryData<BudgetOptions, string> Limits() => new()
    {
        { new() { PerHourUsd = 1m }, "1.00 USD per hour (ImageGeneration:Budget:PerHourUsd) is left." },
        { new() { PerDayUsd = 1.5m }, "1.50 USD per day (ImageGeneration:Budget:PerDayUsd) is left." },
        { new() { PerMonthUsd = 1.25m }, "1.25 USD per month (ImageGeneration:Budget:PerMonthUsd) is left." },
        { new() { TotalUsd = 1.005m }, "1.005 USD in total (ImageGeneration:Budget:TotalUsd) is left." },
    };

    private Budget Budget(BudgetOptions limits) => new(Options.Create(new ImageGenerationServiceOptions { Budget = limits }), _time);
}
