using ImageGeneration.Budgets;
using Microsoft.Extensions.Options;

namespace ImageGeneration.Tests.Budgets;

public sealed class BudgetClockTests
{
    private static readonly DateTimeOffset _right = new(2026, 11, 28, 9, 30, 0, TimeSpan.Zero);

    private readonly JumpingTime _time = new(_right);

    public static TheoryData<DateTimeOffset> WrongTimes =>
    [
        DateTimeOffset.MaxValue,
        new(9999, 12, 31, 23, 59, 59, TimeSpan.Zero),
        new(9999, 12, 1, 0, 0, 0, TimeSpan.Zero),
        new(2100, 2, 28, 23, 59, 59, TimeSpan.Zero),
        new(1970, 1, 1, 0, 0, 0, TimeSpan.Zero),
        DateTimeOffset.MinValue,
    ];

    [Theory]
    [MemberData(nameof(WrongTimes))]
    public void Reserve_ClockWrongForAMoment_LimitsHoldAndWindowsGoOn(DateTimeOffset wrong)
    {
        var budget = Budget();
        Assert.NotNull(budget.TryReserve("replicate", null, 0.6m, out _));
        _time.Pass(TimeSpan.FromMinutes(1), wrong);
        budget.GetUsage();
        _time.Pass(TimeSpan.FromMinutes(1), _right.AddMinutes(2));

        AssertHoursGoOn(budget, () => _right.AddMinutes(2) + _time.Elapsed);
    }

    [Theory]
    [MemberData(nameof(WrongTimes))]
    public void Reserve_ClockWrongFromTheStart_LimitsHoldAndWindowsGoOn(DateTimeOffset wrong)
    {
        _time.Pass(TimeSpan.Zero, wrong);
        var budget = Budget();
        budget.GetUsage();

        AssertHoursGoOn(budget, () => _right + _time.Elapsed);
    }

    [Theory]
    [MemberData(nameof(WrongTimes))]
    public void Reserve_ClockThatStandsStill_LimitsHoldAndWindowsGoOn(DateTimeOffset wrong)
    {
        _time.Pass(TimeSpan.Zero, wrong);

        AssertHoursGoOn(Budget(), () => wrong);
    }

    [Fact]
    public void Reserve_TimestampsThatBeginAtZeroOrGoBack_WindowsGoOn()
    {
        _time.Stamp = 0;
        var budget = Budget();
        budget.GetUsage();
        _time.Stamp = -TimeSpan.TicksPerDay;
        budget.GetUsage();

        AssertHoursGoOn(budget, () => _right);
    }

    [Fact]
    public void Settle_AfterTheClockJumped_GivesTheMoneyBack()
    {
        var budget = Budget();
        _time.Pass(TimeSpan.Zero, DateTimeOffset.MaxValue);
        var reservation = budget.TryReserve("replicate", null, 1m, out _)!;
        _time.Pass(TimeSpan.FromSeconds(1), _right);

        budget.Settle(reservation, 0.25m);

        Assert.Equal(0m, budget.GetUsage()[0].ReservedUsd);
        Assert.NotNull(budget.TryReserve("replicate", null, 0.75m, out _));
    }

    [Fact]
    public void GetUsage_ManyValues_LetsOthersSpendMeanwhile()
    {
        var options = new BudgetOptions { Tags = { ["tenant"] = new() { TotalUsd = 1m, PerDayUsd = 1m, MaxValues = 100_000 } } };
        var budget = new Budget(Options.Create(new ImageGenerationServiceOptions { Budget = options }), _time);
        for (var i = 0; i < 20_000; i++)
        {
            budget.TryReserve("replicate", new Dictionary<string, string> { ["tenant"] = $"t{i}" }, 0.1m, out _);
        }

        // A look at the clock is the only thing that the budget does inside its lock and outside of itself.
        var looks = _time.Looks;
        var usage = budget.GetUsage();

        Assert.Equal(40_002, usage.Count);
        Assert.InRange(_time.Looks - looks, usage.Count / 2 / 64, int.MaxValue);
    }

    private static void AssertLimitOfOneDollar(Budget budget)
    {
        var granted = 0;
        while (granted < 20 && budget.TryReserve("replicate", null, 0.5m, out _) is not null)
        {
            granted++;
        }

        Assert.InRange(granted, 0, 2);
        Assert.Null(budget.TryReserve("replicate", null, 0.5m, out _));
    }

    private void AssertHoursGoOn(Budget budget, Func<DateTimeOffset> wall)
    {
        AssertLimitOfOneDollar(budget);
        for (var hour = 0; hour < 5; hour++)
        {
            _time.Pass(TimeSpan.FromMinutes(61), wall());

            Assert.NotNull(budget.TryReserve("replicate", null, 0.6m, out _));
            Assert.Null(budget.TryReserve("replicate", null, 0.6m, out _));
        }
    }

    private Budget Budget() => new(Options.Create(new ImageGenerationServiceOptions { Budget = new() { PerHourUsd = 1m } }), _time);

    /// <summary>A clock whose wall time has nothing to do with the time that passes.</summary>
    private sealed class JumpingTime(DateTimeOffset now) : TimeProvider
    {
        private DateTimeOffset _now = now;

        public long Stamp { get; set; } = 4711;

        public TimeSpan Elapsed { get; private set; }

        public int Looks { get; private set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override DateTimeOffset GetUtcNow()
        {
            Looks++;
            return _now;
        }

        public override long GetTimestamp() => Stamp;

        public void Pass(TimeSpan time, DateTimeOffset now)
        {
            Stamp += time.Ticks;
            Elapsed += time;
            _now = now;
        }
    }
}
