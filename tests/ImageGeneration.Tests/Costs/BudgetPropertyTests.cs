using FsCheck.Fluent;
using ImageGeneration.Costs;
using ImageGeneration.Tests.Time;
using Microsoft.Extensions.Options;
using Xunit.Abstractions;

namespace ImageGeneration.Tests.Costs;

/// <summary>The budget against a model that remembers every charge and adds up.</summary>
public sealed class BudgetPropertyTests(ITestOutputHelper output)
{
    /// <summary>One step: time passes, then a job of some cost is asked for and another one settled at a share of what it
    /// reserved.</summary>
    private sealed record Step(int Minutes, int Cents, int SettleIndex, int SettlePercent);

    private sealed class Charge(DateTimeOffset at, decimal amount)
    {
        public DateTimeOffset At => at;

        public decimal Amount { get; set; } = amount;
    }

    [Fact]
    public void AnySequence_WindowsRolling_IsNeverExceededAndNeverIdle() => Check(maxPercent: 100, neverExceeded: true);

    [Fact]
    public void AnySequence_JobsDearerThanReserved_GrantsExactlyWhenThereIsRoom() => Check(maxPercent: 250, neverExceeded: false);

    private void Check(int maxPercent, bool neverExceeded)
    {
        var limit = Gen.OneOf(Gen.Constant<int?>(null), Gen.Choose(0, 2000).Select(cents => (int?)cents));
        var limits = from hour in limit
                     from day in limit
                     from month in limit
                     from total in limit
                     select new BudgetOptions
                     {
                         PerHourUsd = hour / 100m,
                         PerDayUsd = day / 100m,
                         PerMonthUsd = month / 100m,
                         TotalUsd = total / 100m,
                     };
        var minutes = Gen.OneOf(Gen.Constant(0), Gen.Choose(0, 40), Gen.Choose(0, 60 * 12), Gen.Choose(0, 60 * 24 * 20));
        var step = from passed in minutes
                   from cents in Gen.Choose(0, 300)
                   from index in Gen.Choose(-1, 5)
                   from percent in Gen.Choose(0, maxPercent)
                   select new Step(passed, cents, index, percent);
        var cases = from options in limits from steps in step.ListOf() select (Limits: options, Steps: steps);

        Prop.ForAll(cases.ToArbitrary(), x => Holds(x.Limits, [.. x.Steps], neverExceeded)).Check(output, tests: 500);
    }

    private static bool Holds(BudgetOptions limits, List<Step> steps, bool neverExceeded)
    {
        var time = new ManualTimeProvider();
        var budget = new Budget(Options.Create(new ImageGenerationOptions { Budget = limits }), time);
        var charges = new List<Charge>();
        var open = new List<(BudgetReservation Reservation, Charge Charge)>();
        foreach (var step in steps)
        {
            time.Advance(TimeSpan.FromMinutes(step.Minutes));
            var amount = step.Cents / 100m;
            var fits = amount == 0 || Sums(limits, charges, time.GetUtcNow()).All(sum => sum.Spent + amount <= sum.Limit);
            var reservation = budget.TryReserve("any", amount, out var refusal);
            if (reservation is not null != fits || reservation is null != refusal is not null)
            {
                return false;
            }

            if (reservation is not null)
            {
                charges.Add(new(time.GetUtcNow(), amount));
                open.Add((reservation, charges[^1]));
            }

            if (step.SettleIndex >= 0 && step.SettleIndex < open.Count)
            {
                var (settled, charge) = open[step.SettleIndex];
                open.RemoveAt(step.SettleIndex);
                charge.Amount *= step.SettlePercent / 100m;
                budget.Settle(settled, charge.Amount);
            }

            if (neverExceeded && Sums(limits, charges, time.GetUtcNow()).Any(sum => sum.Spent > sum.Limit))
            {
                return false;
            }
        }

        return true;
    }

    private static IEnumerable<(decimal Spent, decimal Limit)> Sums(BudgetOptions limits, List<Charge> charges, DateTimeOffset now)
    {
        var (hour, day) = (now.Hour, now.Date);
        return Windows().Where(window => window.Limit is not null).Select(window => (window.Spent, window.Limit!.Value));

        IEnumerable<(decimal Spent, decimal? Limit)> Windows()
        {
            yield return (Sum(at => at.Date == day && at.Hour == hour), limits.PerHourUsd);
            yield return (Sum(at => at.Date == day), limits.PerDayUsd);
            yield return (Sum(at => at.Year == now.Year && at.Month == now.Month), limits.PerMonthUsd);
            yield return (Sum(_ => true), limits.TotalUsd);
        }

        decimal Sum(Func<DateTimeOffset, bool> isIn) => charges.Where(charge => isIn(charge.At)).Sum(charge => charge.Amount);
    }
}
