using System.Globalization;
using ImageGeneration.Pricing;
using ImageGeneration.Providers;
using ImageGeneration.Tests.Fakes;

namespace ImageGeneration.Tests.Pricing;

public sealed class CostCalculatorTests
{
    private static readonly Price Worker = new() { Provider = "runpod", Model = "stable-diffusion-xl", PerSecondUsd = 0.00019m };
    private static readonly TimeSpan Run = TimeSpan.FromSeconds(4.2);

    private readonly CostCalculator _costs = Calculator(Worker);

    [Fact]
    public void Estimate_PerImage_CountsImages()
    {
        var estimate = _costs.Estimate("replicate", Request("black-forest-labs/flux-schnell"), images: 3, Run);

        Assert.Equal(0.009m, estimate.AmountUsd);
        Assert.Equal("0.003 USD per image x 3", estimate.Basis);
        Assert.Equal("https://replicate.com/black-forest-labs/flux-schnell", estimate.Source?.ToString());
        Assert.Equal(new DateOnly(2026, 5, 1), estimate.AsOf);
        Assert.Equal(("replicate", "black-forest-labs/flux-schnell"), (estimate.Provider, estimate.ModelId));
    }

    [Fact]
    public void Estimate_PerMegapixel_CountsPixelsAndImages()
    {
        var estimate = _costs.Estimate("runpod", Request("black-forest-labs-flux-1-schnell"), images: 2, Run);

        Assert.Equal(0.0024m * 1.048576m * 2, estimate.AmountUsd);
        Assert.Equal("0.0024 USD per megapixel x 1.048576 x 2", estimate.Basis);
    }

    [Fact]
    public void Estimate_PerSecondAtRunPod_RoundsEachRunUp()
    {
        var estimate = _costs.Estimate("runpod", Request("stable-diffusion-xl"), images: 3, Run);

        Assert.Equal(0.00019m * 5 * 3, estimate.AmountUsd);
        Assert.Equal("0.00019 USD per second x 5 s x 3", estimate.Basis);
    }

    [Fact]
    public void Estimate_PerSecondElsewhere_CountsFractionsAndJobs()
    {
        var calculator = Calculator(new Price { Provider = "modal", Model = "m", PerSecondUsd = 0.001m });

        var estimate = calculator.Estimate("modal", Request("m") with { Count = 4 }, images: 5, Run);

        Assert.Equal(0.001m * 4.2m * 2, estimate.AmountUsd);
        Assert.Equal("0.001 USD per second x 4.2 s x 2", estimate.Basis);
    }

    [Fact]
    public void Estimate_PerSecondWithoutRunTime_IsUnknown()
    {
        var estimate = _costs.Estimate("runpod", Request("stable-diffusion-xl"), images: 1, TimeSpan.Zero);

        Assert.Null(estimate.AmountUsd);
        Assert.Equal("the run time is not known", estimate.Basis);
    }

    [Theory]
    [InlineData("replicate", "no price is known (")]
    [InlineData("modal", "an endpoint of your own has no list price (")]
    public void Estimate_OnlyTheUsualRateIsKnown_SaysWhatIsMissing(string provider, string expected)
    {
        var estimate = _costs.Estimate(provider, Request("deployments/acme/other") with { Model = "other" }, 1, TimeSpan.FromSeconds(5));

        Assert.StartsWith(expected, estimate.Basis, StringComparison.Ordinal);
        Assert.Null(estimate.AmountUsd);
        Assert.NotNull(estimate.RankingUsd);
    }

    [Fact]
    public void Estimate_NoPrice_IsUnknownNotZero()
    {
        var estimate = _costs.Estimate("replicate", Request("acme/other") with { Model = "other" }, images: 1, Run);

        Assert.Null(estimate.AmountUsd);
        Assert.StartsWith("no price is known", estimate.Basis, StringComparison.Ordinal);
        Assert.Null(estimate.Source);
    }

    [Fact]
    public void Estimate_PriceWithoutAmount_IsUnknown() =>
        Assert.Null(Calculator(new Price { Provider = "a", Model = "m" }).Estimate("a", Request("m"), 1, Run).AmountUsd);

    [Fact]
    public void Estimate_PriceOfZero_IsFree()
    {
        var calculator = Calculator(new Price { Provider = "a", Model = "m", PerImageUsd = 0m });

        Assert.Equal(0m, calculator.Estimate("a", Request("m"), 1, Run).AmountUsd);
    }

    [Fact]
    public void Estimate_NoImages_Throws() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => _costs.Estimate("replicate", Request("stability-ai/sdxl"), 0, Run));

    [Fact]
    public void Estimate_Again_AllocatesNothing()
    {
        var request = Request("black-forest-labs-flux-1-schnell");

        Assert.Equal(0, Allocations.Of(() => _costs.Estimate("runpod", request, 1, Run)));
    }

    [Fact]
    public void Estimate_OtherSizeCountProviderOrTime_IsReckonedAnew()
    {
        var small = Request("black-forest-labs-flux-1-schnell") with { Width = 512, Height = 512 };
        _costs.Estimate("runpod", small with { Width = 1024 }, 1, Run);

        Assert.Equal(0.0024m * 0.262144m, _costs.Estimate("runpod", small, 1, Run).AmountUsd);
        Assert.Equal(0.0024m * 0.262144m * 2, _costs.Estimate("runpod", small, 2, Run).AmountUsd);
        Assert.Equal("runpod-eu", _costs.Estimate("runpod-eu", small, 2, Run).Provider);
        Assert.NotEqual(
            _costs.Estimate("runpod", Request("stable-diffusion-xl"), 1, Run).AmountUsd,
            _costs.Estimate("runpod", Request("stable-diffusion-xl"), 1, 2 * Run).AmountUsd);
    }

    [Fact]
    public void Estimate_MoreSizesThanAreKept_StaysRight()
    {
        var first = Estimate(64);
        for (var width = 65; width < 3000; width++)
        {
            Assert.Equal(0.02m * width / 1000, Estimate(width).AmountUsd);
        }

        Assert.Same(first, Estimate(64));
        Assert.NotSame(Estimate(3000), Estimate(3000));

        CostEstimate Estimate(int width) =>
            _costs.Estimate("runpod", Request("black-forest-labs-flux-1-dev") with { Width = width, Height = 1000 }, 1, Run);
    }

    [Fact]
    public void Estimate_CultureWithCommas_WritesPoints()
    {
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.NumberFormat.NumberDecimalSeparator = ",";
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = culture;

            Assert.Equal("0.003 USD per image x 1", _costs.Estimate("replicate", Request("black-forest-labs/flux-schnell"), 1, Run).Basis);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Calculate_SumsTheAttempts() =>
        Assert.Equal(0.004m, _costs.Calculate(Response(9m, 0.003m, 0m, 0.001m)));

    [Fact]
    public void Calculate_OneUnknown_IsUnknown() =>
        Assert.Null(_costs.Calculate(Response(9m, 0.003m, null)));

    [Theory]
    [InlineData(null)]
    [InlineData(0.5)]
    public void Calculate_NoAttempts_IsTheResponsesOwn(double? cost) =>
        Assert.Equal((decimal?)cost, _costs.Calculate(Response((decimal?)cost)));

    private static ImageGenerationResponse Response(decimal? cost, params decimal?[] attempts) => new()
    {
        Id = "1",
        Status = GenerationStatus.Succeeded,
        Images = [],
        Provider = "replicate",
        Model = ImageModel.Sdxl,
        CostUsd = cost,
        Metadata = new()
        {
            OriginalPrompt = "",
            EnhancedPrompt = "",
            Attempts = [.. attempts.Select(amount => new GenerationAttempt { Provider = "replicate", CostUsd = amount })],
        },
    };

    private static ProviderRequest Request(string modelId) =>
        new() { Model = ImageModel.Flux1, ModelId = modelId, Prompt = "A fox", Width = 1024, Height = 1024 };

    private static CostCalculator Calculator(params Price[] prices)
    {
        var options = new ImageGenerationServiceOptions();
        foreach (var price in prices)
        {
            options.Prices.Add(price);
        }

        return new(TestTariffs.Prices(options, TestTariffs.Table(("runpod-eu", "runpod", null))));
    }
}
