using ImageGeneration.Providers;
using ImageGeneration.Routing;
using Microsoft.Extensions.Options;

namespace ImageGeneration.Tests.Routing;

public sealed class ProviderSelectorTests
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
    public void Order_AProviderRests_ItIsAskedLast(RoutingStrategy strategy)
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
