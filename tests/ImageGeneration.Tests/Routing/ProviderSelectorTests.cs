using FsCheck;
using FsCheck.Fluent;
using ImageGeneration.Providers;
using ImageGeneration.Routing;
using Microsoft.Extensions.Options;
using Xunit.Abstractions;

namespace ImageGeneration.Tests.Routing;

public sealed class ProviderSelectorTests(ITestOutputHelper output)
{
    private static readonly ProviderCandidate _dear = Candidate("dear", 0.05m, quality: 90, seconds: 2, load: 0.5);
    private static readonly ProviderCandidate _cheap = Candidate("cheap", 0.01m, quality: 60, seconds: 9, load: 0.9);
    private static readonly ProviderCandidate _unpriced = Candidate("unpriced", null, quality: 70, seconds: 5, load: 0);

    [Theory]
    [InlineData(RoutingStrategy.LowestCost, "cheap dear unpriced")]
    [InlineData(RoutingStrategy.HighestQuality, "dear unpriced cheap")]
    [InlineData(RoutingStrategy.LowestLatency, "dear unpriced cheap")]
    [InlineData(RoutingStrategy.LeastBusy, "unpriced dear cheap")]
    [InlineData(RoutingStrategy.RegistrationOrder, "cheap unpriced dear")]
    [InlineData(RoutingStrategy.Balanced, "cheap dear unpriced")]
    public void Order_EachStrategy_InItsOrderWithAReason(RoutingStrategy strategy, string expected)
    {
        var order = Order(strategy, new() { Prompt = "x" }, _cheap, _unpriced, _dear);

        Assert.Equal(expected, string.Join(' ', order.Select(choice => choice.Candidate.Provider)));
        Assert.All(order, choice => Assert.NotEmpty(choice.Reason));
    }

    [Fact]
    public void Order_BalancedFluxWithEnhancers_QualityFirst()
    {
        var request = new ImageGenerationRequest { Prompt = "x", Model = ImageModel.Flux1, QualityEnhancers = [QualityEnhancer.HighDetail] };

        Assert.Equal("dear", Order(RoutingStrategy.Balanced, request, _cheap, _dear)[0].Candidate.Provider);
    }

    [Fact]
    public void Order_BalancedFluxRealistic_QualityFirst()
    {
        var request = new ImageGenerationRequest { Prompt = "x", Model = ImageModel.Flux1, Style = ImageStyle.Realistic };

        Assert.Equal("quality: 90 of 100", Order(RoutingStrategy.Balanced, request, _cheap, _dear)[0].Reason);
    }

    [Fact]
    public void Order_BalancedSdxlWithEnhancers_CostFirst()
    {
        var request = new ImageGenerationRequest { Prompt = "x", Model = ImageModel.Sdxl, QualityEnhancers = [QualityEnhancer.HighDetail] };

        Assert.Equal("cost: 0.01 USD", Order(RoutingStrategy.Balanced, request, _dear, _cheap)[0].Reason);
    }

    [Theory]
    [InlineData(RoutingStrategy.LowestCost)]
    [InlineData(RoutingStrategy.RegistrationOrder)]
    public void Order_ACircuitIsOpen_ItIsAskedLast(RoutingStrategy strategy)
    {
        var order = Order(strategy, new() { Prompt = "x" }, _cheap with { IsCircuitOpen = true }, _dear);

        Assert.Equal(["dear", "cheap"], order.Select(choice => choice.Candidate.Provider));
    }

    [Fact]
    public void Order_Equal_KeepsTheOrderOfRegistration()
    {
        var order = Order(RoutingStrategy.LowestCost, new() { Prompt = "x" }, _dear with { Provider = "a" }, _dear with { Provider = "b" }, _dear with { Provider = "c" });

        Assert.Equal(["a", "b", "c"], order.Select(choice => choice.Candidate.Provider));
    }

    [Fact]
    public void Order_LowestLatency_ComparesTheWholeExpectedTimeAndTellsItsParts()
    {
        var cold = With(_cheap, new() { RunTime = TimeSpan.FromSeconds(6), ColdStartProbability = 1, BootTime = TimeSpan.FromSeconds(60) });
        var busy = With(_dear, new() { RunTime = TimeSpan.FromSeconds(2), LocalQueue = TimeSpan.FromSeconds(12), ProviderQueue = TimeSpan.FromSeconds(3) });

        var order = Order(RoutingStrategy.LowestLatency, new() { Prompt = "x" }, cold, busy);

        Assert.Equal(
            [
                "latency: about 17 s (12 s in this process's queue, 3 s in the provider's queue)",
                "latency: about 66 s (cold start likely: 60 s boot)",
            ],
            order.Select(choice => choice.Reason));
    }

    [Theory]
    [InlineData(RoutingStrategy.Balanced)]
    [InlineData(RoutingStrategy.LowestCost)]
    [InlineData(RoutingStrategy.HighestQuality)]
    public void Order_TheFirstWouldMissTheDeadline_IsAskedAfterThoseThatMeetIt(RoutingStrategy strategy)
    {
        var cold = With(_cheap with { Quality = 100 }, new() { RunTime = TimeSpan.FromSeconds(6), ColdStartProbability = 1, BootTime = TimeSpan.FromSeconds(60) });

        var order = Order(strategy, new() { Prompt = "x", Deadline = TimeSpan.FromSeconds(30) }, cold, _dear);

        Assert.Equal(["dear", "cheap"], order.Select(choice => choice.Candidate.Provider));
        Assert.Equal("after those that meet the deadline of 30 s: about 66 s (cold start likely: 60 s boot)", order[1].Reason);
    }

    [Theory]
    [InlineData(RoutingStrategy.RegistrationOrder)]
    [InlineData(RoutingStrategy.LeastBusy)]
    public void Order_AnOrderThatAsksForNoTime_IsLeftAlone(RoutingStrategy strategy)
    {
        var late = With(_dear with { Load = 0 }, new() { RunTime = TimeSpan.FromMinutes(2) });

        var order = Order(strategy, new() { Prompt = "x", Deadline = TimeSpan.FromSeconds(30) }, late, _cheap);

        Assert.Equal(["dear", "cheap"], order.Select(choice => choice.Candidate.Provider));
    }

    [Fact]
    public void Order_AllWouldMissTheDeadline_ThePriceDecidesAsElse()
    {
        var order = Order(RoutingStrategy.LowestCost, new() { Prompt = "x", Deadline = TimeSpan.FromSeconds(1) }, _dear, _cheap);

        Assert.Equal(["cost: 0.01 USD", "cost: 0.05 USD"], order.Select(choice => choice.Reason));
    }

    [Fact]
    public void Order_TheDeadlineOfTheSettings_CountsWhereTheRequestHasNone()
    {
        var cold = With(_cheap, new() { RunTime = TimeSpan.FromSeconds(6), ColdStartProbability = 1, BootTime = TimeSpan.FromMinutes(10) });

        Assert.Equal("dear", Order(RoutingStrategy.LowestCost, new() { Prompt = "x" }, cold, _dear)[0].Candidate.Provider);
    }

    [Fact]
    public void Order_AnOpenCircuit_IsLastAlsoWhereTheOtherMissesTheDeadline()
    {
        var order = Order(
            RoutingStrategy.LowestCost, new() { Prompt = "x", Deadline = TimeSpan.FromSeconds(5) }, _dear with { IsCircuitOpen = true }, _cheap);

        Assert.Equal(["cheap", "dear"], order.Select(choice => choice.Candidate.Provider));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Order_BalancedAndEqual_TheExpectedTimeDecides(bool byQuality)
    {
        var request = new ImageGenerationRequest { Prompt = "x", Model = ImageModel.Flux1, Style = byQuality ? ImageStyle.Realistic : null };

        var order = Order(RoutingStrategy.Balanced, request, Slower(_dear), _dear);

        Assert.Equal(["dear", "slower"], order.Select(choice => choice.Candidate.Provider));
    }

    [Fact]
    public void Order_BalancedAndCheaper_ThePriceDecidesWhateverTheTime()
    {
        var cold = With(_cheap, new() { RunTime = TimeSpan.FromSeconds(6), ColdStartProbability = 1, BootTime = TimeSpan.FromSeconds(60) });

        Assert.Equal(["cheap", "dear"], Order(RoutingStrategy.Balanced, new() { Prompt = "x" }, _dear, cold).Select(choice => choice.Candidate.Provider));
    }

    [Fact]
    public void Order_LowestCostAndEqual_KeepsTheOrderOfRegistrationWhateverTheTime() =>
        Assert.Equal("slower", Order(RoutingStrategy.LowestCost, new() { Prompt = "x" }, Slower(_dear), _dear)[0].Candidate.Provider);

    /// <summary>Each candidate once; none that misses the deadline before one that meets it; of those the price, then the time.</summary>
    [Fact]
    public void Order_AnyCandidatesUnderBalanced_KeepsToDeadlineThenPriceThenTime()
    {
        var figures = ArbMap.Default.GeneratorFor<PositiveInt>().Select(n => n.Get).Two().Select(pair => (Cents: pair.Item1 % 3, Seconds: pair.Item2 % 60));

        Prop.ForAll(figures.NonEmptyListOf().ToArbitrary(), drawn =>
        {
            ProviderCandidate[] candidates = [.. drawn.Select((one, i) => Candidate($"p{i}", one.Cents / 100m, 50, one.Seconds, 0))];

            var order = Order(RoutingStrategy.Balanced, new() { Prompt = "x", Deadline = TimeSpan.FromSeconds(30) }, candidates)
                .Select(choice => choice.Candidate)
                .ToList();

            Assert.Equal(
                candidates.OrderBy(one => one.Latency.Total > TimeSpan.FromSeconds(30)).ThenBy(one => one.Cost.AmountUsd).ThenBy(one => one.Latency.Total),
                order);
        }).Check(output);
    }

    private static ProviderCandidate With(ProviderCandidate candidate, ExpectedLatency latency) => candidate with { Latency = latency };

    private static ProviderCandidate Slower(ProviderCandidate candidate) =>
        With(candidate with { Provider = "slower" }, candidate.Latency with { RunTime = TimeSpan.FromSeconds(9) });

    private static IReadOnlyList<ProviderChoice> Order(RoutingStrategy strategy, ImageGenerationRequest request, params ProviderCandidate[] candidates) =>
        new ProviderSelector(Options.Create(new ImageGenerationServiceOptions { Routing = new() { Strategy = strategy } })).Order(request, candidates);

    private static ProviderCandidate Candidate(string name, decimal? usd, int quality, double seconds, double load) => new()
    {
        Provider = name,
        Capabilities = new ModelCapabilities { ModelId = name },
        Cost = new CostEstimate(name, name, usd, "test"),
        Quality = quality,
        Latency = new() { RunTime = TimeSpan.FromSeconds(seconds) },
        Load = load,
        IsCircuitOpen = false,
    };
}
