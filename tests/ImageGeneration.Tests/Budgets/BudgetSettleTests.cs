using ImageGeneration.Budgets;
using ImageGeneration.Tests.Time;
using Microsoft.Extensions.Options;

namespace ImageGeneration.Tests.Budgets;

public sealed class BudgetSettleTests
{
    // 23:30 on the last of January: half an hour before hour, day and month end.
    private readonly StepClock _time = new(new DateTimeOffset(2026, 1, 31, 23, 30, 0, TimeSpan.Zero));

    [Fact]
    public void Settle_NegativeAmount_Throws()
    {
        var budget = Budget(new() { TotalUsd = 1m });
        var reservation = budget.TryReserve("replicate", null, 1m, out _)!;

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
        var reservation = budget.TryReserve("replicate", null, 1m, out _)!;

        budget.Settle(reservation, (decimal?)actual);

        Assert.NotNull(budget.TryReserve("replicate", null, (decimal)left, out _));
        Assert.Null(budget.TryReserve("replicate", null, 0.001m, out _));
    }

    [Fact]
    public void Settle_Twice_GivesBackOnce()
    {
        var budget = Budget(new() { TotalUsd = 2m });
        var first = budget.TryReserve("replicate", null, 1m, out _)!;
        Assert.NotNull(budget.TryReserve("replicate", null, 1m, out _));

        budget.Settle(first, 0m);
        budget.Settle(first, 0m);

        Assert.NotNull(budget.TryReserve("replicate", null, 1m, out _));
        Assert.Null(budget.TryReserve("replicate", null, 1m, out _));
    }

    [Fact]
    public void Settle_ReservationOfAnother_ChangesNothing()
    {
        var budget = Budget(new() { TotalUsd = 1m });
        var mine = budget.TryReserve("replicate", null, 1m, out _)!;

        budget.Settle(mine with { Id = Guid.NewGuid() }, 0m);

        Assert.Null(budget.TryReserve("replicate", null, 1m, out _));
    }

    [Theory]
    [MemberData(nameof(BudgetTests.Limits), MemberType = typeof(BudgetTests))]
    public void TryReserve_NextWindow_StartsAfresh(BudgetOptions limits, string description)
    {
        var budget = Budget(limits);
        Assert.NotNull(budget.TryReserve("replicate", null, 1m, out _));

        _time.Advance(TimeSpan.FromMinutes(29.9));
        Assert.Null(budget.TryReserve("replicate", null, 1m, out _));
        _time.Advance(TimeSpan.FromMinutes(0.1));

        Assert.Equal(limits.TotalUsd is null, budget.TryReserve("replicate", null, 1m, out _) is not null);
        Assert.NotEmpty(description);
    }

    [Fact]
    public void Settle_WindowHasEnded_LeavesTheNewOneAlone()
    {
        var budget = Budget(new() { PerHourUsd = 1m, TotalUsd = 2m });
        var late = budget.TryReserve("replicate", null, 1m, out _)!;
        _time.Advance(TimeSpan.FromHours(1));
        Assert.NotNull(budget.TryReserve("replicate", null, 1m, out _));

        budget.Settle(late, 0.25m);

        Assert.Null(budget.TryReserve("replicate", null, 0.01m, out var refusal));
        Assert.Contains("per hour", refusal, StringComparison.Ordinal);
        _time.Advance(TimeSpan.FromHours(1));
        Assert.NotNull(budget.TryReserve("replicate", null, 0.75m, out _));
        Assert.Null(budget.TryReserve("replicate", null, 0.01m, out refusal));
        Assert.Contains("in total", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void TryReserve_NextYear_StartsTheMonthAfresh()
    {
        var budget = Budget(new() { PerMonthUsd = 1m });
        _time.Advance(TimeSpan.FromDays(330));
        Assert.Equal(12, _time.GetUtcNow().Month);
        Assert.NotNull(budget.TryReserve("replicate", null, 1m, out _));

        _time.Advance(TimeSpan.FromDays(20));

        Assert.Equal((2027, 1), (_time.GetUtcNow().Year, _time.GetUtcNow().Month));
        Assert.NotNull(budget.TryReserve("replicate", null, 1m, out _));
    }

    [Fact]
    public void TryReserve_ClockSetForwardByMistakeAndBack_HoursGoOn()
    {
        var budget = Budget(new() { PerHourUsd = 1m });
        var now = _time.GetUtcNow();
        _time.SetUtcNow(now.AddMonths(1));
        Assert.NotNull(budget.TryReserve("replicate", null, 1m, out _));

        _time.SetUtcNow(now);
        Assert.Null(budget.TryReserve("replicate", null, 1m, out _));
        _time.Advance(TimeSpan.FromHours(1));

        Assert.NotNull(budget.TryReserve("replicate", null, 1m, out _));
    }

    [Fact]
    public void Settle_AnUnknownBillThatCameLater_ReplacesTheEstimateOnce()
    {
        var budget = Budget(new() { TotalUsd = 1m });
        var reservation = budget.TryReserve("replicate", null, 0.5m, out _)!;
        budget.Settle(reservation, null);

        budget.Settle(reservation, 0.1m);
        budget.Settle(reservation, 0.2m);

        Assert.Equal((0.1m, 0m), (budget.GetUsage()[0].SpentUsd, budget.GetUsage()[0].ReservedUsd));
    }

    [Fact]
    public void Settle_TenThousandUnknownBillsLater_TheOldestKeepsItsEstimate()
    {
        var budget = Budget(new() { TotalUsd = 100_000m });
        var (oldest, next) = (Unknown(), Unknown());
        for (var i = 0; i < 9_999; i++)
        {
            Unknown();
        }

        budget.Settle(oldest, 0m);
        budget.Settle(next, 0m);

        Assert.Equal(10_000m, budget.GetUsage()[0].SpentUsd);

        Reserved Unknown()
        {
            var reservation = budget.TryReserve("replicate", null, 1m, out _)!;
            budget.Settle(reservation, null);
            return reservation;
        }
    }

    [Fact]
    public void Settle_LateAndTheWindowHasEnded_LeavesTheNewOneAlone()
    {
        var budget = Budget(new() { PerHourUsd = 1m });
        var reservation = budget.TryReserve("replicate", null, 0.5m, out _)!;
        budget.Settle(reservation, null);
        _time.Advance(TimeSpan.FromHours(1));
        Assert.NotNull(budget.TryReserve("replicate", null, 0.3m, out _));

        budget.Settle(reservation, 0.1m);

        Assert.Equal((0m, 0.3m), (budget.GetUsage()[0].SpentUsd, budget.GetUsage()[0].ReservedUsd));
    }

    [Fact]
    public void TryReserve_ClockSetBack_OpensNoFormerWindow()
    {
        var budget = Budget(new() { PerHourUsd = 1m });
        var reservation = budget.TryReserve("replicate", null, 1m, out _)!;

        _time.SetUtcNow(_time.GetUtcNow().AddHours(-3));

        Assert.Null(budget.TryReserve("replicate", null, 1m, out _));
        budget.Settle(reservation, 0m);
        var second = budget.TryReserve("replicate", null, 1m, out _)!;
        Assert.Null(budget.TryReserve("replicate", null, 1m, out _));
        budget.Settle(second, 0m);
        Assert.NotNull(budget.TryReserve("replicate", null, 1m, out _));
    }

    private Budget Budget(BudgetOptions limits) => new(Options.Create(new ImageGenerationServiceOptions { Budget = limits }), _time);
}
