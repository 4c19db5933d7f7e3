using ImageGeneration.Budgets;
using ImageGeneration.Tests.Time;

namespace ImageGeneration.Tests.Budgets;

/// <summary>What every <see cref="IBudget"/> promises. Derive from it for an implementation of your own.</summary>
public abstract class BudgetContractTests
{
    // 23:30 on the last of January: half an hour before hour, day and month end.
    private protected StepClock Time { get; } = new(new DateTimeOffset(2026, 1, 31, 23, 30, 0, TimeSpan.Zero));

    [Fact]
    public async Task Reserve_UntilALimitIsFull_IsGrantedExactlyToTheLimit()
    {
        var budget = Open(new() { TotalUsd = 0.3m });

        Assert.Equal(0.1m, (await ReserveAsync(budget, 0.1m)).ReservedUsd);
        Assert.True((await ReserveAsync(budget, 0.2m)).IsGranted);
        var refused = await ReserveAsync(budget, 0.0001m);

        Assert.False(refused.IsGranted);
        Assert.Contains("ImageGeneration:Budget:TotalUsd", refused.Refusal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reserve_WithoutLimits_IsAlwaysGranted()
    {
        var budget = Open(new());

        Assert.True((await ReserveAsync(budget, 1_000_000m)).IsGranted);
        Assert.True((await ReserveAsync(budget, null)).IsGranted);
    }

    [Theory]
    [InlineData("Budget:TotalUsd", 1, 9, 9)]
    [InlineData("Budget:Providers:replicate:PerDayUsd", 9, 1, 9)]
    [InlineData("Budget:Tags:tenant:PerHourUsd", 9, 9, 1)]
    public async Task Reserve_RefusedByOneLimit_TakesNothingFromAny(string full, int total, int provider, int tenant)
    {
        var budget = Open(new()
        {
            TotalUsd = total,
            Providers = { ["replicate"] = new() { PerDayUsd = provider } },
            Tags = { ["tenant"] = new() { PerHourUsd = tenant } },
        });

        var refused = await ReserveAsync(budget, 2m, tenant: "acme");

        Assert.Contains(full, refused.Refusal, StringComparison.Ordinal);
        Assert.True((await ReserveAsync(budget, 1m, tenant: "acme")).IsGranted);
        Assert.False((await ReserveAsync(budget, 0.01m, tenant: "acme")).IsGranted);
    }

    [Fact]
    public async Task Reserve_OfAProviderWithALimit_LeavesTheOthersAlone()
    {
        var budget = Open(new() { Providers = { ["Replicate"] = new() { PerDayUsd = 1m } } });
        await ReserveAsync(budget, 1m);

        Assert.False((await ReserveAsync(budget, 0.1m)).IsGranted);
        Assert.True((await ReserveAsync(budget, 100m, "runpod")).IsGranted);
    }

    [Fact]
    public async Task Reserve_ByValuesOfATag_EachHasItsLimitInAnyCaseAndThoseWithoutShareOne()
    {
        var budget = Open(new() { Tags = { ["tenant"] = new() { PerDayUsd = 1m, Values = { ["vip"] = new() { PerDayUsd = 5m } } } } });
        await ReserveAsync(budget, 1m, tenant: "acme");
        await ReserveAsync(budget, 0.6m);

        Assert.False((await ReserveAsync(budget, 0.1m, "runpod", "ACME")).IsGranted);
        Assert.False((await ReserveAsync(budget, 0.6m)).IsGranted);
        Assert.True((await ReserveAsync(budget, 1m, tenant: "other")).IsGranted);
        Assert.True((await ReserveAsync(budget, 5m, tenant: "VIP")).IsGranted);
        Assert.False((await ReserveAsync(budget, 0.1m, tenant: "vip")).IsGranted);
    }

    [Fact]
    public async Task Reserve_UnknownPriceUnderALimit_IsRefused()
    {
        Assert.False((await ReserveAsync(Open(new() { TotalUsd = 1m }), null)).IsGranted);
    }

    [Fact]
    public async Task Reserve_UnknownPriceWithAFixedAmount_SetsThatAside()
    {
        var budget = Open(new() { TotalUsd = 1m, UnknownCostUsd = 0.6m });

        Assert.Equal(0.6m, (await ReserveAsync(budget, null)).ReservedUsd);
        Assert.False((await ReserveAsync(budget, null)).IsGranted);
        Assert.Equal(0.4m, (await ReserveAsync(budget, 0.4m)).ReservedUsd);
    }

    [Fact]
    public async Task Reserve_AFreeJobUnderASpentLimit_IsGranted()
    {
        var budget = Open(new() { TotalUsd = 1m });
        await ReserveAsync(budget, 1m);

        Assert.True((await ReserveAsync(budget, 0m)).IsGranted);
    }

    [Fact]
    public async Task Reserve_NegativeAmount_Throws() =>
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await ReserveAsync(Open(new() { TotalUsd = 1m }), -1m));

    [Fact]
    public async Task Reserve_TheSameIdAgain_CountsOnce()
    {
        var budget = Open(new() { TotalUsd = 1m });
        var id = Guid.NewGuid();

        await ReserveAsync(budget, 0.5m, id: id);
        var again = await ReserveAsync(budget, 0.5m, id: id);

        Assert.Equal((true, 0.5m), (again.IsGranted, again.ReservedUsd));
        Assert.True((await ReserveAsync(budget, 0.5m)).IsGranted);
    }

    [Fact]
    public async Task Reserve_ManyAtOnceAtTheLimit_GrantsExactlyAsManyAsFit()
    {
        var budget = Open(new() { PerHourUsd = 1m, Tags = { ["tenant"] = new() { TotalUsd = 0.4m } } });

        var decisions = await Task.WhenAll(Enumerable.Range(0, 128)
            .Select(i => Task.Run(() => ReserveAsync(budget, 0.1m, tenant: i % 2 == 0 ? "a" : "b"))));

        Assert.Equal(8, decisions.Count(decision => decision.IsGranted));
    }

    [Theory]
    [InlineData(0.0, 1.0)]
    [InlineData(0.4, 0.6)]
    [InlineData(1.0, 0.0)]
    [InlineData(1.5, 0.0)]
    [InlineData(null, 0.0)]
    public async Task Settle_WithACost_LeavesTheRest(double? actual, double left)
    {
        var (budget, id) = (Open(new() { TotalUsd = 1m }), Guid.NewGuid());
        await ReserveAsync(budget, 1m, id: id);

        await budget.SettleAsync(id, (decimal?)actual);

        Assert.True((await ReserveAsync(budget, (decimal)left)).IsGranted);
        Assert.False((await ReserveAsync(budget, 0.001m)).IsGranted);
    }

    [Theory]
    [InlineData(0.2, 0.0, 0.2)]
    [InlineData(0.2, null, 0.2)]
    [InlineData(null, null, 0.5)]
    [InlineData(null, 0.2, 0.2)]
    [InlineData(null, 0.7, 0.7)]
    public async Task Settle_Twice_TheFirstKnownCostStands(double? first, double? second, double spent)
    {
        var (limits, id) = (new BudgetOptions { TotalUsd = 1m }, Guid.NewGuid());
        var budget = Open(limits);
        await ReserveAsync(budget, 0.5m, id: id);

        await budget.SettleAsync(id, (decimal?)first);
        await Reopen(budget, limits).SettleAsync(id, (decimal?)second);

        Assert.Equal([((decimal)spent, 0m)], await FiguresAsync(budget));
    }

    [Fact]
    public async Task Settle_AnUnknownId_ChangesNothing()
    {
        var budget = Open(new() { TotalUsd = 1m });
        await ReserveAsync(budget, 1m);

        await budget.SettleAsync(Guid.NewGuid(), 0m);
        await budget.SettleAsync(Guid.NewGuid(), null);

        Assert.Equal([(0m, 1m)], await FiguresAsync(budget));
    }

    [Fact]
    public async Task Settle_NegativeCost_Throws()
    {
        var (budget, id) = (Open(new() { TotalUsd = 1m }), Guid.NewGuid());
        await ReserveAsync(budget, 1m, id: id);

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await budget.SettleAsync(id, -1m));
    }

    [Fact]
    public async Task Settle_AfterItsWindow_LeavesTheNewOneAlone()
    {
        var (budget, late, unknown) = (Open(new() { PerHourUsd = 2m, TotalUsd = 9m }), Guid.NewGuid(), Guid.NewGuid());
        await ReserveAsync(budget, 1m, id: late);
        await ReserveAsync(budget, 1m, id: unknown);
        await budget.SettleAsync(unknown, null);
        Time.Advance(TimeSpan.FromMinutes(29.9));
        Assert.False((await ReserveAsync(budget, 1m)).IsGranted);
        Time.Advance(TimeSpan.FromMinutes(0.1));
        await ReserveAsync(budget, 2m);

        await budget.SettleAsync(late, 0.25m);
        await budget.SettleAsync(unknown, 0.5m);

        Assert.Equal([(0.75m, 2m), (0m, 2m)], await FiguresAsync(budget));
        Assert.Contains("PerHourUsd", (await ReserveAsync(budget, 0.01m)).Refusal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Settle_ThroughAnotherInstance_FindsTheReservationByItsId()
    {
        var limits = new BudgetOptions { TotalUsd = 1m, Tags = { ["tenant"] = new() { PerDayUsd = 1m } } };
        var (budget, id) = (Open(limits), Guid.NewGuid());
        await ReserveAsync(budget, 1m, tenant: "acme", id: id);

        var restarted = Reopen(budget, limits);
        Assert.False((await ReserveAsync(restarted, 0.5m, tenant: "acme")).IsGranted);
        await restarted.SettleAsync(id, 0.4m);

        Assert.Equal([(0.4m, 0m), (0m, 0m), (0.4m, 0m)], await FiguresAsync(restarted));
        Assert.True((await ReserveAsync(restarted, 0.6m, tenant: "acme")).IsGranted);
    }

    [Fact]
    public async Task GetUsage_EachLimit_IsReportedWithItsSubject()
    {
        var budget = Open(new()
        {
            TotalUsd = 10m,
            PerHourUsd = 5m,
            Providers = { ["replicate"] = new() { PerDayUsd = 4m } },
            Tags = { ["tenant"] = new() { PerMonthUsd = 3m } },
        });
        await ReserveAsync(budget, 2m, tenant: "acme");

        var usage = await budget.GetUsageAsync();

        Assert.Equal(
            [
                (BudgetPeriod.Total, null, null, 8m), (BudgetPeriod.Hour, null, null, 3m), (BudgetPeriod.Day, "replicate", null, 2m),
                (BudgetPeriod.Month, null, null, 3m), (BudgetPeriod.Month, (string?)null, "acme", 1m),
            ],
            usage.Select(one => (one.Period, one.Provider, one.TagValue, one.LeftUsd)));
    }

    /// <summary>Makes a budget without any reservations.</summary>
    private protected abstract IBudget Open(BudgetOptions limits);

    /// <summary>Makes another instance over the same reservations, as after a restart; the same one where it keeps them itself.</summary>
    private protected abstract IBudget Reopen(IBudget budget, BudgetOptions limits);

    private static async Task<BudgetDecision> ReserveAsync(
        IBudget budget, decimal? amountUsd, string provider = "replicate", string? tenant = null, Guid? id = null) =>
        await budget.ReserveAsync(new()
        {
            ReservationId = id ?? Guid.NewGuid(),
            Provider = provider,
            Tags = tenant is null ? null : new Dictionary<string, string> { ["Tenant"] = tenant },
            AmountUsd = amountUsd,
        });

    private static async Task<IEnumerable<(decimal Spent, decimal Reserved)>> FiguresAsync(IBudget budget) =>
        (await budget.GetUsageAsync()).Select(usage => (usage.SpentUsd, usage.ReservedUsd));
}
