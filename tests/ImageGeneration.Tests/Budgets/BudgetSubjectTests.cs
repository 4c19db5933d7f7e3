using ImageGeneration.Budgets;
using ImageGeneration.Tests.Time;
using Microsoft.Extensions.Options;

namespace ImageGeneration.Tests.Budgets;

/// <summary>Limits by provider and by tag, beside those of the process.</summary>
public sealed class BudgetSubjectTests
{
    private readonly StepClock _time = new();

    [Fact]
    public void TryReserve_ProviderFull_NamesItAndLeavesTheOthersAlone()
    {
        var budget = Budget(new() { Providers = { ["Replicate"] = new() { PerDayUsd = 1m } } });
        Assert.NotNull(budget.TryReserve("replicate", null, 0.9m, out _));

        Assert.Null(budget.TryReserve("replicate", null, 0.2m, out var refusal));

        Assert.Equal(
            "Budget exceeded: 0.2000 USD is needed and 0.1000 USD of 1.00 USD per day at Replicate (ImageGeneration:Budget:Providers:Replicate:PerDayUsd) is left.",
            refusal);
        Assert.NotNull(budget.TryReserve("runpod", null, 100m, out _));
    }

    [Fact]
    public void TryReserve_EachValueOfATag_HasALimitOfItsOwn()
    {
        var budget = Budget(Tenants(new() { PerDayUsd = 1m }));
        Assert.NotNull(budget.TryReserve("replicate", Tenant("acme"), 1m, out _));

        Assert.Null(budget.TryReserve("runpod", Tenant("ACME"), 0.1m, out var refusal));

        Assert.Equal(
            "Budget exceeded: 0.1000 USD is needed and 0.0000 USD of 1.00 USD per day for this tenant (ImageGeneration:Budget:Tags:tenant:PerDayUsd) is left.",
            refusal);
        Assert.NotNull(budget.TryReserve("replicate", Tenant("other"), 1m, out _));
    }

    [Fact]
    public void TryReserve_NameOfTheTagInAnotherCase_IsTheSameTag()
    {
        var budget = Budget(Tenants(new() { PerDayUsd = 1m }));

        Assert.NotNull(budget.TryReserve("replicate", new Dictionary<string, string> { ["TENANT"] = "acme" }, 1m, out _));
        Assert.Null(budget.TryReserve("replicate", Tenant("acme"), 0.1m, out _));
    }

    [Fact]
    public void TryReserve_WithoutTheTag_AreCountedTogether()
    {
        var budget = Budget(Tenants(new() { PerHourUsd = 1m }));
        Assert.NotNull(budget.TryReserve("replicate", null, 0.6m, out _));

        Assert.Null(budget.TryReserve("replicate", new Dictionary<string, string> { ["user"] = "u" }, 0.6m, out var refusal));

        Assert.Contains("per hour for all requests without the tag tenant (", refusal, StringComparison.Ordinal);
        Assert.NotNull(budget.TryReserve("replicate", Tenant("acme"), 0.6m, out _));
    }

    [Fact]
    public void TryReserve_ValueWithLimitsOfItsOwn_TakesTheTagsForTheRest()
    {
        var budget = Budget(Tenants(new() { PerHourUsd = 1m, TotalUsd = 2m, Values = { ["acme"] = new() { TotalUsd = 20m } } }));
        Assert.NotNull(budget.TryReserve("replicate", Tenant("Acme"), 1m, out _));

        Assert.Null(budget.TryReserve("replicate", Tenant("acme"), 0.5m, out var hour));
        Assert.Null(budget.TryReserve("replicate", Tenant("acme"), 20m, out var total));

        Assert.Contains("(ImageGeneration:Budget:Tags:tenant:PerHourUsd)", hour, StringComparison.Ordinal);
        Assert.Contains("19.0000 USD of 20.00 USD in total for this tenant (ImageGeneration:Budget:Tags:tenant:Values:acme:TotalUsd)", total, StringComparison.Ordinal);
    }

    [Fact]
    public void TryReserve_OnlySomeValuesAreLimited_TheOthersAreFree()
    {
        var budget = Budget(Tenants(new() { Values = { ["trial"] = new() { TotalUsd = 1m } } }));

        Assert.Null(budget.TryReserve("replicate", Tenant("trial"), 2m, out _));
        Assert.NotNull(budget.TryReserve("replicate", Tenant("acme"), 1000m, out _));
        Assert.NotNull(budget.TryReserve("replicate", null, 1000m, out _));
    }

    [Theory]
    [InlineData("Budget:TotalUsd", 1, 9, 9)]
    [InlineData("Budget:Providers:replicate:PerDayUsd", 9, 1, 9)]
    [InlineData("Budget:Tags:tenant:PerHourUsd", 9, 9, 1)]
    public void TryReserve_RefusedByOne_TakesNothingFromAny(string full, int total, int provider, int tenant)
    {
        var budget = Budget(new()
        {
            TotalUsd = total,
            Providers = { ["replicate"] = new() { PerDayUsd = provider } },
            Tags = { ["tenant"] = new() { PerHourUsd = tenant } },
        });

        Assert.Null(budget.TryReserve("replicate", Tenant("acme"), 2m, out var refusal));

        Assert.Contains($"(ImageGeneration:{full})", refusal, StringComparison.Ordinal);
        Assert.All(budget.GetUsage(), usage => Assert.Equal(usage.LimitUsd, usage.LeftUsd));
        Assert.NotNull(budget.TryReserve("replicate", Tenant("acme"), 1m, out _));
    }

    [Fact]
    public void TryReserve_SeveralTagsAreLimited_AllMustHaveRoom()
    {
        var budget = Budget(new() { Tags = { ["tenant"] = new() { TotalUsd = 3m }, ["user"] = new() { TotalUsd = 2m } } });
        Assert.NotNull(budget.TryReserve("replicate", Tags("acme", "ann"), 2m, out _));

        Assert.Null(budget.TryReserve("replicate", Tags("acme", "ann"), 1m, out var user));
        Assert.Null(budget.TryReserve("replicate", Tags("acme", "bob"), 2m, out var tenant));

        Assert.Contains("Tags:user:TotalUsd", user, StringComparison.Ordinal);
        Assert.Contains("Tags:tenant:TotalUsd", tenant, StringComparison.Ordinal);
        Assert.NotNull(budget.TryReserve("replicate", Tags("acme", "bob"), 1m, out _));
    }

    [Fact]
    public void TryReserve_UnknownPriceWhereNothingLimits_IsGranted()
    {
        var budget = Budget(new() { Providers = { ["replicate"] = new() { TotalUsd = 1m } } });

        Assert.NotNull(budget.TryReserve("modal", null, null, out _));
        Assert.Null(budget.TryReserve("replicate", null, null, out var refusal));
        Assert.Contains("UnknownCostUsd", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void Settle_InAllLedgers_AtOnce()
    {
        var budget = Budget(new()
        {
            TotalUsd = 10m,
            Providers = { ["replicate"] = new() { PerDayUsd = 10m } },
            Tags = { ["tenant"] = new() { PerMonthUsd = 10m, Values = { ["vip"] = new() { PerHourUsd = 50m } } } },
        });
        var known = budget.TryReserve("replicate", Tenant("acme"), 4m, out _)!;
        var unknown = budget.TryReserve("runpod", Tenant("acme"), 3m, out _)!;
        var released = budget.TryReserve("replicate", null, 2m, out _)!;

        Assert.Equal([(0m, 9m), (0m, 6m), (0m, 2m), (0m, 0m), (0m, 0m), (0m, 7m)], Figures(budget));
        budget.Settle(known, 1m);
        budget.Settle(unknown, null);
        budget.Settle(released, 0m);

        Assert.Equal([(4m, 0m), (1m, 0m), (0m, 0m), (0m, 0m), (0m, 0m), (4m, 0m)], Figures(budget));
        Assert.Equal([null, null, null, "vip", "vip", "acme"], budget.GetUsage().Select(usage => usage.TagValue));
        Assert.Equal([null, "replicate", null, null, null, null], budget.GetUsage().Select(usage => usage.Provider));
        Assert.Equal([6m, 9m, 10m, 10m, 50m, 6m], budget.GetUsage().Select(usage => usage.LeftUsd));
    }

    [Fact]
    public void GetUsage_WindowOver_BeginsAnew()
    {
        var budget = Budget(new() { PerHourUsd = 1m });
        budget.Settle(budget.TryReserve("replicate", null, 1m, out _)!, null);
        Assert.Equal([(1m, 0m)], Figures(budget));

        _time.Advance(TimeSpan.FromHours(1));

        var usage = Assert.Single(budget.GetUsage());
        Assert.Equal((BudgetPeriod.Hour, "ImageGeneration:Budget:PerHourUsd", 0m, 0m, 1m), (
            usage.Period, usage.Setting, usage.SpentUsd, usage.ReservedUsd, usage.LeftUsd));
    }

    [Fact]
    public void GetUsage_NoLimits_IsEmpty() => Assert.Empty(Budget(new()).GetUsage());

    [Fact]
    public void Reserve_ProcessAndProviderLimited_AllocatesNothing()
    {
        var budget = Budget(new() { TotalUsd = 1000m, Providers = { ["replicate"] = new() { PerDayUsd = 1000m } } });

        var request = new BudgetRequest { ReservationId = Guid.NewGuid(), Provider = "replicate", AmountUsd = 1m };

        var allocated = Allocations.Measure(() =>
        {
            Assert.True(budget.Reserve(request).IsGranted);
            budget.Settle(request.ReservationId, 0m);
        });

        Assert.Equal(0, allocated);
    }

    private static IEnumerable<(decimal Spent, decimal Reserved)> Figures(Budget budget) =>
        budget.GetUsage().Select(usage => (usage.SpentUsd, usage.ReservedUsd));

    private static BudgetOptions Tenants(TagBudgetOptions limits) => new() { Tags = { ["tenant"] = limits } };

    private static Dictionary<string, string> Tenant(string name) => new() { ["tenant"] = name };

    private static Dictionary<string, string> Tags(string tenant, string user) => new() { ["tenant"] = tenant, ["user"] = user };

    private Budget Budget(BudgetOptions limits) => new(Options.Create(new ImageGenerationServiceOptions { Budget = limits }), _time);
}
