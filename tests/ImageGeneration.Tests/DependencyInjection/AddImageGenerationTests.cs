using ImageGeneration.Routing;
using ImageGeneration.Tests.Fakes;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Moq;
using Polly;

namespace ImageGeneration.Tests.DependencyInjection;

public sealed class AddImageGenerationTests
{
    private static readonly ImageGenerationRequest _flux = new() { Prompt = "a portrait", Model = ImageModel.Flux1 };
    private static readonly ImageGenerationRequest _sdxl = new() { Prompt = "Simple illustration", Model = ImageModel.Sdxl };

    [Fact]
    public async Task AddImageGeneration_WithDefaults_TheOriginalsTwoExamplesComeOut()
    {
        await using var services = Provider(BothKeys);
        var images = services.GetRequiredService<IImageGenerationService>();

        Assert.Equal("replicate", images.SelectOptimalProvider(_flux with { QualityEnhancers = [QualityEnhancer.HighDetail] }));
        Assert.Equal("runpod", images.SelectOptimalProvider(_sdxl));
    }

    [Theory]
    [InlineData("replicate")]
    [InlineData("Modal")]
    public async Task AddProvider_OfOnesOwnUnderTheNameOfABuiltInOne_NeedsNoKeyAndReadsItsSettings(string name)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            [$"ImageGeneration:Providers:{name}:RateLimit:Concurrent"] = "3",
        }).Build();
        var builder = new ServiceCollection().AddImageGeneration(configuration.GetSection("ImageGeneration"));
        await using var services = builder.AddProvider(name, _ => new FakeProvider(name)).Services.BuildServiceProvider();

        services.GetRequiredService<IStartupValidator>().Validate();

        Assert.Equal(3, Assert.Single(services.GetRequiredService<IImageProviderMonitor>().GetStatus()).Concurrent);
    }

    [Fact]
    public async Task AddReplicate_UnderAnotherName_TrimsItsKeyToo()
    {
        var builder = new ServiceCollection().AddImageGeneration(_ => { });
        await using var services = builder.AddReplicate("eu", options => options.ApiKey = " key\n").Services.BuildServiceProvider();

        services.GetRequiredService<IStartupValidator>().Validate();

        Assert.Equal("key", services.GetRequiredService<IOptionsMonitor<ImageGeneration.Providers.Replicate.ReplicateOptions>>().Get("eu").ApiKey);
    }

    [Fact]
    public async Task AddImageGeneration_FromConfiguration_TheSameShapeAsInCode()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ImageGeneration:Replicate:ApiKey"] = "key",
            ["ImageGeneration:Replicate:BaseUrl"] = "http://127.0.0.1:5005/v1",
            ["ImageGeneration:Replicate:Models:mine"] = "me/mine",
            ["ImageGeneration:Replicate:RateLimit:RequestsPerMinute"] = "33",
            ["ImageGeneration:Replicate:Jobs:QueueTimeout"] = "00:01:30",
            ["ImageGeneration:Routing:Strategy"] = "LowestCost",
            ["ImageGeneration:Budget:PerDayUsd"] = "12.5",
            ["ImageGeneration:Budget:Providers:RunPod:PerMonthUsd"] = "200",
            ["ImageGeneration:Budget:Tags:tenant:PerHourUsd"] = "1.5",
            ["ImageGeneration:Budget:Tags:tenant:MaxValues"] = "500",
            ["ImageGeneration:Budget:Tags:tenant:Values:acme:TotalUsd"] = "50",
            ["ImageGeneration:Prices:0:Model"] = "mine",
            ["ImageGeneration:Prices:0:PerImageUsd"] = "0.02",
            ["ImageGeneration:Prices:0:AsOf"] = "2026-11-01",
            ["ImageGeneration:Prompts:Styles:Anime"] = "anime of ours",
        }).Build();

        await using var services = new ServiceCollection().AddImageGeneration(configuration.GetSection("ImageGeneration")).Services.BuildServiceProvider();
        var options = services.GetRequiredService<IOptions<ImageGenerationServiceOptions>>().Value;

        Assert.Equal(new Uri("http://127.0.0.1:5005/v1"), options.Replicate.BaseUrl);
        Assert.Equal("me/mine", options.Replicate.Models["MINE"]);
        Assert.Equal("black-forest-labs/flux-schnell", options.Replicate.Models["flux1"]);
        Assert.Equal(33, options.Replicate.RateLimit.RequestsPerMinute);
        Assert.Equal(TimeSpan.FromSeconds(90), options.Replicate.Jobs.QueueTimeout);
        Assert.Equal(RoutingStrategy.LowestCost, options.Routing.Strategy);
        Assert.Equal(12.5m, options.Budget.PerDayUsd);
        Assert.Equal(200m, options.Budget.Providers["runpod"].PerMonthUsd);
        var tenants = options.Budget.Tags["Tenant"];
        Assert.Equal((1.5m, 500, 50m), (tenants.PerHourUsd, tenants.MaxValues, tenants.Values["ACME"].TotalUsd));
        Assert.Equal((0.02m, new DateOnly(2026, 11, 1)), (options.Prices[0].PerImageUsd, options.Prices[0].AsOf));
        Assert.Equal("anime of ours", options.Prompts.Styles[ImageStyle.Anime]);
    }

    [Fact]
    public void Options_OfTheOriginalService_AreTheDefaults()
    {
        var options = new ImageGenerationServiceOptions();

        Assert.Equal(("https://api.replicate.com/v1", 60, 5), (
            options.Replicate.BaseUrl!.OriginalString, options.Replicate.RateLimit.RequestsPerMinute, options.Replicate.RateLimit.Concurrent));
        Assert.Equal(("https://api.runpod.ai/v2", 100, 10), (
            options.RunPod.BaseUrl!.OriginalString, options.RunPod.RateLimit.RequestsPerMinute, options.RunPod.RateLimit.Concurrent));
        Assert.Equal("stability-ai/sdxl:39ed52f2a78e934b3ba6e2a89f5b1c712de7dfea535525255b1aa35c5565e08b", options.Replicate.Models["sdxl"]);
        Assert.Equal("stable-diffusion-xl", options.RunPod.Models["sdxl"]);
    }

    [Fact]
    public async Task AddReplicate_AfterAddImageGeneration_StandsFirstInTheRoute()
    {
        var builder = new ServiceCollection().AddImageGeneration(options =>
        {
            BothKeys(options);
            options.Routing.Strategy = RoutingStrategy.RegistrationOrder;
        });
        builder.AddRunPod().AddReplicate();

        await using var services = builder.Services.BuildServiceProvider();

        Assert.Equal(["runpod", "replicate"], services.GetRequiredService<IImageProviderMonitor>().GetStatus().Select(status => status.Provider));
    }

    [Fact]
    public async Task AddReplicate_ASecondAccount_IsAProviderOfItsOwn()
    {
        var builder = new ServiceCollection().AddImageGeneration(BothKeys);
        builder.AddReplicate("replicate-eu", options => options.ApiKey = "other");

        await using var services = builder.Services.BuildServiceProvider();
        var status = services.GetRequiredService<IImageProviderMonitor>().GetStatus();

        Assert.Equal(["replicate-eu", "replicate", "runpod"], status.Select(provider => provider.Provider));
        var estimate = services.GetRequiredService<IImageRoutePlanner>().EstimateCost(_flux).Single(cost => cost.Provider == "replicate-eu");
        Assert.Equal(0.003m, estimate.AmountUsd);
    }

    [Fact]
    public void AddProvider_TheSameNameTwice_Refused()
    {
        var builder = new ServiceCollection().AddImageGeneration();
        builder.AddProvider("mine", _ => new FakeProvider("mine"));

        var refusal = Assert.Throws<ArgumentException>(() => builder.AddProvider("MINE", _ => new FakeProvider("mine")));

        Assert.Contains("'MINE'", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AddProvider_NotEnabled_IsNotAsked()
    {
        var builder = new ServiceCollection().AddImageGeneration(BothKeys);
        builder.AddProvider("mine", _ => new FakeProvider("mine"), options => options.Enabled = false);
        builder.AddRunPod(options => options.Enabled = false);

        await using var services = builder.Services.BuildServiceProvider();

        Assert.Equal(["replicate"], services.GetRequiredService<IImageProviderMonitor>().GetStatus().Select(status => status.Provider));
    }

    [Fact]
    public async Task AddProvider_ThatGoesByAnotherName_Refused()
    {
        var builder = new ServiceCollection().AddImageGeneration();
        builder.AddProvider("mine", _ => new FakeProvider("yours"));
        await using var services = builder.Services.BuildServiceProvider();

        var refusal = Assert.Throws<InvalidOperationException>(services.GetRequiredService<IImageGenerationService>);

        Assert.Contains("'mine'", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("'yours'", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ConfigureResilience_OfAProviderThatIsNone_Refused()
    {
        var builder = new ServiceCollection().AddImageGeneration(BothKeys).ConfigureResilience("replicat", _ => { });
        await using var services = builder.Services.BuildServiceProvider();

        var refusal = Assert.Throws<InvalidOperationException>(services.GetRequiredService<IImageGenerationService>);

        Assert.Contains("'replicat'", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AddImageGeneration_AServiceOfTheApplicationsOwn_IsUsed()
    {
        var selector = new Mock<IProviderSelector>();
        selector.Setup(mock => mock.Order(It.IsAny<ImageGenerationRequest>(), It.IsAny<IReadOnlyList<ProviderCandidate>>()))
            .Returns((ImageGenerationRequest _, IReadOnlyList<ProviderCandidate> candidates) => [new(candidates[^1], "because")]);
        var collection = new ServiceCollection().AddSingleton(selector.Object);
        collection.AddImageGeneration(BothKeys);

        await using var services = collection.BuildServiceProvider();
        var route = services.GetRequiredService<IImageRoutePlanner>().Plan(_flux);

        Assert.Equal(("runpod", "because"), (Assert.Single(route.Entries).Provider, route.Entries[0].Reason));
    }

    [Fact]
    public async Task ConfigureResilience_AStrategyOfTheApplication_SurroundsTheJob()
    {
        var seen = new List<string>();
        await using var app = new TestApplication([new FakeProvider("first")], services: services => services
            .AddImageGeneration(_ => { })
            .ConfigureResilience("first", pipeline => pipeline.AddFallback(new()
            {
                ShouldHandle = args =>
                {
                    seen.Add(args.Outcome.Result!.Status.ToString());
                    return new(false);
                },
                FallbackAction = args => new(args.Outcome),
            })));

        await app.RunAsync(app.Images.GenerateImageAsync(TestApplication.Request(), "first"));

        Assert.Equal(["Succeeded"], seen);
    }

    [Fact]
    public async Task EstimateCost_ByDefault_EachProvidersPriceWithItsSource()
    {
        await using var services = Provider(BothKeys);

        var estimates = services.GetRequiredService<IImageRoutePlanner>().EstimateCost(_flux with { Count = 2 });

        Assert.Equal(["replicate", "runpod"], estimates.Select(estimate => estimate.Provider).Order());
        Assert.All(estimates, estimate => Assert.NotNull(estimate.Source));
        Assert.Equal(0.006m, estimates.Single(estimate => estimate.Provider == "replicate").AmountUsd);
    }

    [Fact]
    public async Task PlanRoute_StrictAndTheModelCannot_LeftOutWithTheReason()
    {
        await using var services = Provider(options =>
        {
            BothKeys(options);
            options.RejectUnsupportedSettings = true;
        });

        var route = services.GetRequiredService<IImageRoutePlanner>().Plan(_flux with { Width = 1000, Height = 1000 });

        Assert.Contains(route.Excluded, exclusion => exclusion.Provider == "replicate" && exclusion.Reason.StartsWith("strict:", StringComparison.Ordinal));
    }

    private static void BothKeys(ImageGenerationServiceOptions options)
    {
        options.Replicate.ApiKey = "r8_test";
        options.RunPod.ApiKey = "rpa_test";
    }

    private static ServiceProvider Provider(Action<ImageGenerationServiceOptions> configure) =>
        new ServiceCollection().AddImageGeneration(configure).Services.BuildServiceProvider();
}
