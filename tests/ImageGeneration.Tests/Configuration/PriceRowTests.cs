using ImageGeneration.Tests.Fakes;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Moq;

namespace ImageGeneration.Tests.Configuration;

public sealed class PriceRowTests
{
    [Theory]
    [InlineData("""  "Provider": "replicate", "Model": "flux1"  """)]
    [InlineData("""  "Provider": "Replicate", "Model": "FLUX1"  """)]
    [InlineData("""  "Provider": "replicate", "Model": "black-forest-labs/flux-schnell"  """)]
    [InlineData("""  "Model": "flux1"  """)]
    [InlineData("""  "Model": "me/mine:tuned"  """)]
    [InlineData("""  "Provider": "replicate", "Model": "my:model"  """)]
    public void Estimate_ByARowWithNameOrId_IsTheRowsPrice(string row)
    {
        var isOwn = row.Contains("my:", StringComparison.Ordinal) || row.Contains("me/", StringComparison.Ordinal);
        using var services = SettingsHost.Services($$"""
            "Replicate": { "ApiKey": "k", "Models": { "my:model": "me/mine" } }, "Prices": [ { {{row}}, "PerImageUsd": 0.5 } ]
            """);

        var estimate = Assert.Single(services.GetRequiredService<IImageRoutePlanner>().EstimateCost(new()
        {
            Prompt = "a cat",
            Model = isOwn ? "my:model" : "flux1",
        }));

        Assert.Equal(0.5m, estimate.AmountUsd);
    }

    [Theory]
    [InlineData("""  "Provider": "replicat", "Model": "flux1"  """, "'replicat' is not a provider; the providers are replicate, runpod, modal")]
    [InlineData("""  "Provider": "replicate", "Model": "flux2"  """, "replicate has no such model")]
    [InlineData("""  "Provider": "runpod", "Model": "black-forest-labs/flux-schnell"  """, "runpod has no such model")]
    [InlineData("""  "Model": "dall-e"  """, "no provider has such a model")]
    [InlineData("""  "Provider": "modal", "Model": "me/mine"  """, "modal has no such model")]
    public void Start_ARowThatCanMatchNothing_IsNamed(string row, string expected)
    {
        var failure = Assert.Single(SettingsHost.Failures($$"""
            "Replicate": { "ApiKey": "k", "Models": { "mine": "me/mine" } }, "Prices": [ { "Model": "sdxl", "PerImageUsd": 1 }, { {{row}}, "PerImageUsd": 0.5 } ]
            """));

        Assert.StartsWith("ImageGeneration:Prices:1 (", failure, StringComparison.Ordinal);
        Assert.Contains("has no effect: " + expected, failure, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""  "Provider": "mine", "Model": "anything"  """)]
    [InlineData("""  "Provider": "replicate-eu", "Model": "me/eu"  """)]
    [InlineData("""  "Provider": "replicate", "Model": "me/eu"  """)]
    [InlineData("""  "Model": "me/eu"  """)]
    public void Start_ARowForAProviderWhoseModelsAreNotKnownHere_IsTaken(string row) =>
        Assert.Single(SettingsHost.Options(
            $$"""  "Prices": [ { {{row}}, "PerImageUsd": 0.5 } ]  """,
            builder => builder
                .AddReplicate("replicate-eu", options => (options.ApiKey, options.Models["eu"]) = ("k", "me/eu"))
                .AddProvider("mine", _ => new FakeProvider("mine"))).Prices);

    // To ask a configuration for the children of a section looks through all of its keys: for 80,000 sections that took 20 seconds.
    [Fact]
    public void Start_TwentyThousandPrices_AreReadInOneGo()
    {
        var source = new CountingSource();
        for (var i = 0; i < 20_000; i++)
        {
            source.Data[$"ImageGeneration:Replicate:Models:m{i}"] = $"me/m{i}";
            source.Data[$"ImageGeneration:Prices:{i}:Provider"] = "replicate";
            source.Data[$"ImageGeneration:Prices:{i}:Model"] = $"m{i}";
            source.Data[$"ImageGeneration:Prices:{i}:PerImageUsd"] = "0.5";
        }

        source.Data["ImageGeneration:Replicate:ApiKey"] = "k";
        var inner = new ConfigurationBuilder().Add(source).Build();
        var configuration = new ConfigurationBuilder().AddConfiguration(inner).Build();
        using var services = new ServiceCollection().AddImageGeneration(configuration.GetSection("ImageGeneration")).Services.BuildServiceProvider();

        services.GetRequiredService<IStartupValidator>().Validate();

        var prices = services.GetRequiredService<IOptions<ImageGenerationServiceOptions>>().Value.Prices;
        Assert.Equal((20_000, "m19999"), (prices.Count, prices[^1].Model));
        Assert.Equal(0, source.Walks);
    }

    [Fact]
    public void Start_AConfigurationOfTheApplicationsOwn_IsWalkedThrough()
    {
        var section = new Mock<IConfiguration>();
        var json = SettingsHost.Configuration("""{ "Replicate": { "ApiKey": "k", "Quality": 7 }, "Prices": [ { "Model": "sdxl", "PerImageUsd": 1 } ] }""");
        section.Setup(mock => mock.GetChildren()).Returns(json.GetChildren);
        section.Setup(mock => mock.GetReloadToken()).Returns(json.GetReloadToken);
        using var services = new ServiceCollection().AddImageGeneration(section.Object).Services.BuildServiceProvider();

        var options = services.GetRequiredService<IOptions<ImageGenerationServiceOptions>>().Value;

        Assert.Equal((7, "sdxl"), (options.Replicate.Quality, Assert.Single(options.Prices).Model));
    }

    private sealed class CountingSource : IConfigurationSource
    {
        public Dictionary<string, string?> Data { get; } = [];

        public int Walks { get; private set; }

        public IConfigurationProvider Build(IConfigurationBuilder builder) => new Provider(this);

        private sealed class Provider : ConfigurationProvider
        {
            private readonly CountingSource _source;

            public Provider(CountingSource source) => (_source, Data) = (source, new Dictionary<string, string?>(source.Data, StringComparer.OrdinalIgnoreCase));

            public override IEnumerable<string> GetChildKeys(IEnumerable<string> earlierKeys, string? parentPath)
            {
                _source.Walks++;
                return base.GetChildKeys(earlierKeys, parentPath);
            }
        }
    }
}
