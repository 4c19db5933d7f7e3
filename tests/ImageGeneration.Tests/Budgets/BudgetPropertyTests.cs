using FsCheck;
using FsCheck.Fluent;
using ImageGeneration.Budgets;
using ImageGeneration.Tests.Time;
using Xunit.Abstractions;

namespace ImageGeneration.Tests.Budgets;

/// <summary>The budget against a model that remembers every charge and adds up.</summary>
public sealed class BudgetPropertyTests(ITestOutputHelper output)
{
    /// <summary>One step: time passes, then a job of some cost is asked for and another one settled at a share of what it
    /// reserved.</summary>
    private sealed record Step(int Minutes, int Cents, string Provider, string? Tenant, int SettleIndex, int SettlePercent);

    private sealed record Charge(DateTimeOffset At, string Provider, string? Tenant)
    {
        public decimal Amount { get; set; }
    }

    [Fact]
    public void AnySequence_WindowsRolling_IsNeverExceededAndNeverIdle() => Check(maxPercent: 100, neverExceeded: true);

    [Fact]
    public void AnySequence_JobsMoreExpensiveThanReserved_GrantsExactlyWhenThereIsRoom() => Check(maxPercent: 250, neverExceeded: false);

    private void Check(int maxPercent, bool neverExceeded)
    {
        var minutes = Gen.OneOf(Gen.Constant(0), Gen.Choose(0, 40), Gen.Choose(0, 60 * 12), Gen.Choose(0, 60 * 24 * 20));
        var step = from passed in minutes
                   from cents in Gen.Choose(0, 300)
                   from provider in Gen.Elements("a", "b")
                   from tenant in Gen.Elements(null, "x", "y", "z")
                   from index in Gen.Choose(-1, 5)
                   from percent in Gen.Choose(0, maxPercent)
                   select new Step(passed, cents, provider, tenant, index, percent);
        var cases = from options in Options() from steps in step.ListOf() select (Limits: options, Steps: steps);

        Prop.ForAll(cases.ToArbitrary(), x => Holds(x.Limits, [.. x.Steps], neverExceeded)).Check(output, tests: 500);
    }

    private static Gen<BudgetOptions> Options()
    {
        var limit = Gen.OneOf(Gen.Constant<int?>(null), Gen.Constant<int?>(null), Gen.Choose(0, 2000).Select(cents => (int?)cents));
        return from process in limit.Four()
               from provider in limit.Four()
               from tenant in limit.Four()
               from own in limit.Four()
               select Make(process, provider, tenant, own);

        static BudgetOptions Make((int?, int?, int?, int?) process, (int?, int?, int?, int?) provider, (int?, int?, int?, int?) tenant, (int?, int?, int?, int?) own) =>
            Set(
                new BudgetOptions
                {
                    Providers = { ["a"] = Set(new BudgetLimits(), provider) },
                    Tags = { ["tenant"] = Set(new TagBudgetOptions { Values = { ["x"] = Set(new BudgetLimits(), own) } }, tenant) },
                },
                process);

        static TLimits Set<TLimits>(TLimits limits, (int? Hour, int? Day, int? Month, int? Total) cents)
            where TLimits : BudgetLimits
        {
            (limits.PerHourUsd, limits.PerDayUsd) = (cents.Hour / 100m, cents.Day / 100m);
            (limits.PerMonthUsd, limits.TotalUsd) = (cents.Month / 100m, cents.Total / 100m);
            return limits;
        }
    }

    private static bool Holds(BudgetOptions limits, List<Step> steps, bool neverExceeded)
    {
        var time = new StepClock();
        var budget = new Budget(Microsoft.Extensions.Options.Options.Create(new ImageGenerationServiceOptions { Budget = limits }), time);
        var charges = new List<Charge>();
        var open = new List<(Reserved Reservation, Charge Charge)>();
        foreach (var step in steps)
        {
            time.Advance(TimeSpan.FromMinutes(step.Minutes));
            var amount = step.Cents / 100m;
            var charge = new Charge(time.GetUtcNow(), step.Provider, step.Tenant) { Amount = amount };
            var fits = amount == 0 || Sums(limits, charges, charge).All(sum => sum.Spent + amount <= sum.Limit);
            var tags = step.Tenant is { } tenant ? new Dictionary<string, string> { ["tenant"] = tenant } : null;
            var reservation = budget.TryReserve(step.Provider, tags, amount, out var refusal);
            if (reservation is not null != fits || reservation is null != refusal is not null)
            {
                return false;
            }

            if (reservation is not null)
            {
                charges.Add(charge);
                open.Add((reservation, charge));
            }

            if (step.SettleIndex >= 0 && step.SettleIndex < open.Count)
            {
                var (settled, settledCharge) = open[step.SettleIndex];
                open.RemoveAt(step.SettleIndex);
                settledCharge.Amount *= step.SettlePercent / 100m;
                budget.Settle(settled, settledCharge.Amount);
            }

            if (neverExceeded && Sums(limits, charges, charge).Any(sum => sum.Spent > sum.Limit))
            {
                return false;
            }
        }

        open.ForEach(job => budget.Settle(job.Reservation, null));
        return budget.GetUsage().All(usage => usage.ReservedUsd == 0m);
    }

    /// <summary>Each limit that applies to a job, with what was charged under it in the window of that moment.</summary>
    private static IEnumerable<(decimal Spent, decimal Limit)> Sums(BudgetOptions options, List<Charge> charges, Charge job)
    {
        var tenants = options.Tags["tenant"];
        var own = job.Tenant == "x" ? tenants.Values["x"] : new();
        return Windows(options, _ => true)
            .Concat(job.Provider == "a" ? Windows(options.Providers["a"], charge => charge.Provider == "a") : [])
            .Concat(Windows(Merged(), charge => charge.Tenant == job.Tenant))
            .Where(window => window.Limit is not null)
            .Select(window => (window.Spent, window.Limit!.Value));

        BudgetLimits Merged() => new()
        {
            PerHourUsd = own.PerHourUsd ?? tenants.PerHourUsd,
            PerDayUsd = own.PerDayUsd ?? tenants.PerDayUsd,
            PerMonthUsd = own.PerMonthUsd ?? tenants.PerMonthUsd,
            TotalUsd = own.TotalUsd ?? tenants.TotalUsd,
        };

        IEnumerable<(decimal Spent, decimal? Limit)> Windows(BudgetLimits limits, Func<Charge, bool> counts)
        {
            var (now, counted) = (job.At, charges.Where(counts).ToList());
            yield return (Sum(at => at.Date == now.Date && at.Hour == now.Hour), limits.PerHourUsd);
            yield return (Sum(at => at.Date == now.Date), limits.PerDayUsd);
            yield return (Sum(at => at.Year == now.Year && at.Month == now.Month), limits.PerMonthUsd);
            yield return (Sum(_ => true), limits.TotalUsd);

            decimal Sum(Func<DateTimeOffset, bool> isIn) => counted.Where(charge => isIn(charge.At)).Sum(charge => charge.Amount);
        }
    }
}
