using ImageGeneration.Pricing;
using ImageGeneration.Providers;
using ImageGeneration.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ImageGeneration.Tests.Pricing;

/// <summary>Endpoints of one's own have no list price: the rate that is set, told as an estimate, or nothing.</summary>
public sealed class OwnEndpointTests
{
    private static readonly ImageGenerationRequest _standard = new() { Prompt = "Simple illustration", Model = ImageModel.Sdxl };
    private static readonly ImageGenerationRequest _fine =
        new() { Prompt = "Photorealistic portrait", Model = ImageModel.Flux1, QualityEnhancers = [QualityEnhancer.HighDetail] };

    [Theory]
    [InlineData("abc123xyz")]
    [InlineData("https://api.runpod.ai/v2/abc123xyz/run")]
    [InlineData("https://console.runpod.io/serverless/user/endpoint/abc123xyz")]
    [InlineData("stable-diffusion-xl")]
    public async Task SelectOptimalProvider_EndpointOfOnesOwnAndNoPriceSet_IsThatOfTheOriginal(string endpoint)
    {
        await using var services = Services(options => options.RunPod.Models["sdxl"] = endpoint);
        var images = services.GetRequiredService<IImageGenerationService>();
        var routes = services.GetRequiredService<IImageRoutePlanner>();

        Assert.Equal("runpod", images.SelectOptimalProvider(_standard));
        Assert.Equal("replicate", images.SelectOptimalProvider(_fine));
        var estimate = routes.EstimateCost(_standard).Single(cost => cost.Provider == "runpod");
        Assert.Null(estimate.AmountUsd);
        Assert.Contains("endpoint of your own", estimate.Basis, StringComparison.Ordinal);
        Assert.Contains(routes.Plan(_standard).Entries, entry => entry.Reason.Contains("unknown, ranked", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(0.00034, "runpod")]
    [InlineData(0.00116, "replicate")]
    public async Task SelectOptimalProvider_RateSet_ItDecides(double rate, string first)
    {
        await using var services = Services(options => options.RunPod.WorkerUsdPerSecond = (decimal)rate);
        var images = services.GetRequiredService<IImageGenerationService>();
        var routes = services.GetRequiredService<IImageRoutePlanner>();

        Assert.Equal(first, images.SelectOptimalProvider(_standard));
        Assert.Equal((decimal)rate * 8, routes.EstimateCost(_standard).Single(cost => cost.Provider == "runpod").AmountUsd);
    }

    /// <summary>Those that a provider runs itself have a price of another kind, known or not; an account under another name has its own rate.</summary>
    [Theory]
    [InlineData("runpod", "abc123", 0.0002)]
    [InlineData("RunPod", "abc123", 0.0002)]
    [InlineData("runpod-eu", "abc123", 0.0009)]
    [InlineData("runpod-us", "abc123", null)]
    [InlineData("modal", "flux1", 0.0005)]
    [InlineData("runpod", "nano-banana-pro-edit", null)]
    [InlineData("replicate", "acme/fine-tune:39ed52f2a78e934b3ba6e2a89f5b1c712de7dfea535525255b1aa35c5565e08b", null)]
    public void Find_WorkersRate_IsForEndpointsOfOnesOwn(string provider, string modelId, double? perSecond)
    {
        var table = TestTariffs.Prices(tariffs: TestTariffs.Table(
            ("runpod", "runpod", 0.0002m), ("runpod-eu", "runpod", 0.0009m), ("runpod-us", "runpod", null),
            ("modal", "modal", 0.0005m), ("replicate", "replicate", null)));

        Assert.Equal((decimal?)perSecond, table.Find(provider, modelId, "sdxl")?.PerSecondUsd);
    }

    [Fact]
    public void Find_PriceOfTheEndpoint_BeatsTheWorkersRate()
    {
        var options = new ImageGenerationServiceOptions { Prices = { new() { Provider = "runpod", Model = "abc123", PerSecondUsd = 0.0007m } } };
        var table = TestTariffs.Prices(options, TestTariffs.Table(("runpod", "runpod", 0.0002m)));

        Assert.Equal(0.0007m, table.Find("runpod", "abc123", "sdxl")?.PerSecondUsd);
    }

    /// <summary>The ids of old tutorials stand for those that are sent, in the models as in the prices.</summary>
    [Theory]
    [InlineData("replicate", "black-forest-labs/flux-1-schnell", "black-forest-labs/flux-1-schnell")]
    [InlineData("replicate", "black-forest-labs/flux-schnell", "black-forest-labs/flux-1-schnell")]
    [InlineData("replicate", "black-forest-labs/flux-1-schnell", "black-forest-labs/flux-schnell")]
    [InlineData("runpod", "flux-1-schnell", "flux-1-schnell")]
    [InlineData("runpod", "black-forest-labs-flux-1-schnell", "flux-1-schnell")]
    public async Task EstimateCost_PriceUnderAnAlias_IsFound(string provider, string model, string priced)
    {
        await using var services = Services(options =>
        {
            (provider == "runpod" ? options.RunPod.Models : options.Replicate.Models)["flux1"] = model;
            options.Prices.Add(new() { Provider = provider, Model = priced, PerImageUsd = 0.0001m });
        });

        var estimates = services.GetRequiredService<IImageRoutePlanner>().EstimateCost(_fine);

        Assert.Equal(0.0001m, estimates.Single(cost => cost.Provider == provider).AmountUsd);
    }

    [Fact]
    public async Task EstimateCost_PriceUnderTheAddressOfAnEndpointThatIsKnownByItsId_IsAnError()
    {
        await using var services = Services(options =>
        {
            options.RunPod.Models["sdxl"] = "https://api.runpod.ai/v2/abc123/run";
            options.Prices.Add(new() { Provider = "runpod", Model = "https://api.runpod.ai/v2/abc123/run", PerImageUsd = 0.0001m });
        });

        Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IImageGenerationService>());
    }

    [Fact]
    public async Task Generate_RateSet_ReportsTheRunTimeAtThatRateAsAnEstimate()
    {
        await using var application = new TestApplication(
            [new FakeProvider("runpod-mine")], options => options.Prices.Add(new() { Provider = "runpod-mine", Model = "runpod-mine/sdxl", PerSecondUsd = 0.0004m }));

        var response = await application.RunAsync(application.Images.GenerateImageWithFailoverAsync(TestApplication.Request()));

        Assert.Equal((0.0004m, true), (response.CostUsd, response.CostIsEstimate));
        Assert.True(Assert.Single(response.Metadata.Attempts).CostIsEstimate);
    }

    [Fact]
    public async Task Generate_PriceOfAnImage_IsNoEstimate()
    {
        await using var application = new TestApplication(
            [new FakeProvider("runpod-mine")], options => options.Prices.Add(new() { Provider = "runpod-mine", Model = "runpod-mine/sdxl", PerImageUsd = 0.01m }));

        var response = await application.RunAsync(application.Images.GenerateImageWithFailoverAsync(TestApplication.Request()));

        Assert.Equal((0.01m, false), (response.CostUsd, response.CostIsEstimate));
    }

    [Theory]
    [InlineData("runpod-mine")]
    [InlineData("modal:eu")]
    [InlineData("my-own")]
    public async Task Generate_NothingKnown_CostsNobodyKnowsWhat(string provider)
    {
        await using var application = new TestApplication([new FakeProvider(provider)]);

        var response = await application.RunAsync(application.Images.GenerateImageWithFailoverAsync(TestApplication.Request()));

        Assert.Equal((null, false), (response.CostUsd, response.CostIsEstimate));
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData(0.01, true)]
    public async Task Generate_NothingKnownUnderABudget_FollowsItsRuleForUnknownCosts(double? unknown, bool delivers)
    {
        await using var application = new TestApplication(
            [new FakeProvider("runpod-mine")],
            options => (options.Budget.TotalUsd, options.Budget.UnknownCostUsd) = (0.02m, (decimal?)unknown));

        var call = application.RunAsync(application.Images.GenerateImageWithFailoverAsync(TestApplication.Request()));

        if (delivers)
        {
            Assert.Single((await call).Images);
        }
        else
        {
            await Assert.ThrowsAsync<BudgetExceededException>(() => call);
        }
    }

    [Theory]
    [InlineData("replicate", "stability-ai/sdxl", 1.0, null, true)]
    [InlineData("replicate", "nightmareai/real-esrgan", 1.0, null, false)]
    [InlineData("replicate", "black-forest-labs/flux-schnell", 1.0, null, false)]
    [InlineData("runpod", "z-image-turbo", 1.0, null, false)]
    [InlineData("runpod", "abc", 1.0, null, true)]
    [InlineData("runpod", "abc", 1.0, 0.02, false)]
    [InlineData("runpod", "abc", null, null, false)]
    public void IsEstimate_ByWhatTheFigureRestsOn(string provider, string modelId, double? seconds, double? told, bool expected)
    {
        var costs = new CostCalculator(TestTariffs.Prices(tariffs: TestTariffs.Table(("runpod", "runpod", 0.0002m))));
        var request = new ProviderRequest { Model = "m", ModelId = modelId, Prompt = "a fox", Width = 1024, Height = 1024 };
        var job = new ProviderJob
        {
            Reference = new(provider, "1", modelId),
            Status = JobStatus.Succeeded,
            Images = [new()],
            RunTime = seconds is { } run ? TimeSpan.FromSeconds(run) : null,
            CostUsd = (decimal?)told,
        };

        Assert.Equal(expected, costs.IsEstimate(provider, request, job));
    }

    private static ServiceProvider Services(Action<ImageGenerationServiceOptions> configure)
    {
        var services = new ServiceCollection();
        services.AddImageGeneration(options =>
        {
            (options.Replicate.ApiKey, options.RunPod.ApiKey) = (Providers.ProviderTestBed.Key, "rpa_test");
            configure(options);
        });
        return services.BuildServiceProvider();
    }
}
