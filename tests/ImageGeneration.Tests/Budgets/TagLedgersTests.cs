using ImageGeneration.Budgets;
using ImageGeneration.Tests.Time;
using Microsoft.Extensions.Options;

namespace ImageGeneration.Tests.Budgets;

/// <summary>However many values come, their number in memory is bounded, and none that counts is forgotten.</summary>
public sealed class TagLedgersTests
{
    private readonly StepClock _time = new();

    [Fact]
    public void TryReserve_AFloodOfValues_OnlyThoseThatCountAreKept()
    {
        var budget = Budget(new() { PerDayUsd = 1m, MaxValues = 10 });
        for (var i = 0; i < 10_000; i++)
        {
            budget.Settle(budget.TryReserve("any", User($"u{i}"), 0.5m, out _)!, 0m);
            Assert.Null(budget.TryReserve("any", User($"v{i}"), 1.5m, out _));
        }

        Assert.Equal([null], Values(budget));
    }

    [Fact]
    public void TryReserve_OneValueTooMany_IsRefusedAndThoseThatSpentAreRemembered()
    {
        var budget = Budget(new() { PerDayUsd = 1m, MaxValues = 10 });
        for (var i = 0; i < 10; i++)
        {
            budget.Settle(budget.TryReserve("any", User($"u{i}"), 0.6m, out _)!, 0.6m);
        }

        Assert.Null(budget.TryReserve("any", User("u10"), 0.6m, out var refusal));

        Assert.Equal(
            "Budget exceeded: 10 values of the tag user have spent something (ImageGeneration:Budget:Tags:user:MaxValues), and a further one could not be counted.",
            refusal);
        for (var i = 0; i < 10; i++)
        {
            Assert.Null(budget.TryReserve("any", User($"u{i}"), 0.6m, out _));
            Assert.NotNull(budget.TryReserve("any", User($"U{i}"), 0.4m, out _));
        }

        Assert.Equal(11, Values(budget).Count());
    }

    [Fact]
    public void Settle_LateAndOthersOfTheValueCameMeanwhile_TheBillCountsForAll()
    {
        var budget = Budget(new() { PerDayUsd = 1m });
        var late = budget.TryReserve("any", User("a"), 0m, out _)!;
        budget.Settle(late, null);
        budget.Settle(budget.TryReserve("any", User("a"), 0.5m, out _)!, 0.5m);

        budget.Settle(late, 0.4m);

        Assert.Null(budget.TryReserve("any", User("a"), 0.2m, out _));
        Assert.NotNull(budget.TryReserve("any", User("a"), 0.1m, out _));
    }

    [Fact]
    public void Settle_LateAndFree_TheValueMakesRoomForAnother()
    {
        var budget = Budget(new() { PerDayUsd = 1m, MaxValues = 1 });
        var late = budget.TryReserve("any", User("a"), 0.5m, out _)!;
        budget.Settle(late, null);
        Assert.Null(budget.TryReserve("any", User("b"), 0.5m, out _));

        budget.Settle(late, 0m);

        Assert.NotNull(budget.TryReserve("any", User("b"), 0.5m, out _));
        Assert.Equal([null, "b"], Values(budget));
    }

    [Fact]
    public void TryReserve_TheWindowHasTurned_MakesRoomAgain()
    {
        var budget = Budget(new() { PerHourUsd = 1m, MaxValues = 2 });
        budget.Settle(budget.TryReserve("any", User("a"), 1m, out _)!, 1m);
        var underWay = budget.TryReserve("any", User("b"), 1m, out _)!;
        Assert.Null(budget.TryReserve("any", User("c"), 1m, out _));

        _time.Advance(TimeSpan.FromHours(1));

        Assert.NotNull(budget.TryReserve("any", User("c"), 1m, out _));
        Assert.Null(budget.TryReserve("any", User("d"), 1m, out _));
        budget.Settle(underWay, 1m);
        Assert.NotNull(budget.TryReserve("any", User("d"), 1m, out _));
    }

    [Fact]
    public void TryReserve_ALongerWindowStillCounts_IsNotForgotten()
    {
        var budget = Budget(new() { PerHourUsd = 1m, TotalUsd = 1.5m, MaxValues = 1 });
        budget.Settle(budget.TryReserve("any", User("a"), 1m, out _)!, 1m);

        _time.Advance(TimeSpan.FromHours(1));

        Assert.Null(budget.TryReserve("any", User("b"), 1m, out _));
        Assert.Null(budget.TryReserve("any", User("a"), 1m, out var refusal));
        Assert.Contains("0.5000 USD of 1.50 USD in total", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void TryReserve_FullOfStrangers_NamedValuesAndUntaggedRequestsHaveTheirPlace()
    {
        var budget = Budget(new() { PerDayUsd = 1m, MaxValues = 1, Values = { ["known"] = new() { PerDayUsd = 5m } } });
        Assert.NotNull(budget.TryReserve("any", User("stranger"), 1m, out _));

        Assert.NotNull(budget.TryReserve("any", User("known"), 5m, out _));
        Assert.NotNull(budget.TryReserve("any", null, 1m, out _));
        Assert.Null(budget.TryReserve("any", User("another"), 1m, out _));
    }

    [Fact]
    public void TryReserve_JobsOfOneValueOverlap_ItStaysUntilTheLastIsReleased()
    {
        var budget = Budget(new() { PerDayUsd = 1m });
        var first = budget.TryReserve("any", User("a"), 0.5m, out _)!;
        var second = budget.TryReserve("any", User("a"), 0.5m, out _)!;

        budget.Settle(first, 0m);
        Assert.Null(budget.TryReserve("any", User("a"), 0.6m, out _));
        budget.Settle(second, 0m);

        Assert.Equal([null], Values(budget));
    }

    [Fact]
    public void TryReserve_AFreeJobUnderWay_KeepsItsValue()
    {
        var budget = Budget(new() { PerDayUsd = 1m });
        var free = budget.TryReserve("any", User("a"), 0m, out _)!;
        Assert.Equal([null, "a"], Values(budget));

        budget.Settle(free, 0.7m);

        Assert.Null(budget.TryReserve("any", User("a"), 0.4m, out _));
    }

    private static Dictionary<string, string> User(string name) => new() { ["user"] = name };

    private static IEnumerable<string?> Values(Budget budget) => budget.GetUsage().Select(usage => usage.TagValue);

    private Budget Budget(TagBudgetOptions limits) =>
        new(Options.Create(new ImageGenerationServiceOptions { Budget = new() { Tags = { ["user"] = limits } } }), _time);
}
