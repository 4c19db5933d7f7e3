using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using ImageGeneration.Budgets;
using ImageGeneration.Simulator;
using ImageGeneration.Tests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ImageGeneration.IntegrationTests.Readme;

public sealed partial class ReadmeTests
{
    [Fact]
    public void Snippets_OfTheReadme_AreTheLinesThatTheseTestsRun()
    {
        // What a clause returns tells the tests which one caught; the README leaves it out.
        var run = Lines(Regex.Replace(File.ReadAllText(Path.Combine(Repository.Root, "tests/ImageGeneration.IntegrationTests/Readme/ReadmeSnippets.cs")), " return \"[a-z]+\"; }", " }"));
        var blocks = File.ReadAllText(Path.Combine(Repository.Root, "README.md")).Split("```csharp").Skip(1).Select(part => Lines(part.Split("```")[0])).ToList();

        Assert.Equal(7, blocks.Count);
        foreach (var block in blocks)
        {
            var at = 0;
            foreach (var line in block)
            {
                at = run.IndexOf(line, at) + 1;
                Assert.True(at > 0, $"Not run, or not in this order: {line}");
            }
        }
    }

    [Fact]
    public async Task TenLines_AgainstTheSimulator_WriteAPicture()
    {
        await using var simulator = await StartAsync();

        await ReadmeSnippets.TenLinesAsync(services => services.Configure<ImageGenerationServiceOptions>(options => Use(simulator, options)));

        using var file = File.OpenRead("library.image");
        Assert.True(file.Length > 1000);
    }

    [Theory]
    [InlineData("""{"prompt":"a cat","model":"flux1","style":"oil_painting","qualityEnhancers":["high_detail"]}""", HttpStatusCode.OK)]
    [InlineData("""{"prompt":"a cat","style":"cubist"}""", HttpStatusCode.BadRequest)]
    public async Task Endpoint_OfAnApplication_PassesRequestsThrough(string body, HttpStatusCode expected)
    {
        await using var simulator = await StartAsync();
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.Configure<ImageGenerationServiceOptions>(options => Use(simulator, options));
        builder.Services.ConfigureHttpJsonOptions(options => options.SerializerOptions.TypeInfoResolverChain.Add(ContractContext.Default));
        await using var app = ReadmeSnippets.Endpoint(builder);
        await app.StartAsync();

        using var client = new HttpClient();
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await client.PostAsync(new Uri(app.Urls.Single() + "/generate"), content);

        Assert.Equal(expected, answer.StatusCode);
        if (answer.IsSuccessStatusCode)
        {
            using var json = JsonDocument.Parse(await answer.Content.ReadAsStreamAsync());
            Assert.Equal("succeeded", json.RootElement.GetProperty("status").GetString());
            Assert.Equal("replicate", json.RootElement.GetProperty("provider").GetString());
        }
    }

    [Fact]
    public async Task OwnProvider_AddedFirst_IsRegisteredFirstAndDelivers()
    {
        var services = new ServiceCollection();
        ReadmeSnippets.OwnProvider(services);
        services.Configure<ImageGenerationServiceOptions>(options => options.Replicate.ApiKey = "any");
        await using var provider = services.BuildServiceProvider();
        var images = provider.GetRequiredService<IImageGenerationService>();

        var response = await images.GenerateImageAsync(new() { Prompt = "a cat" }, "mine");

        Assert.Equal(["mine", "replicate"], images.GetProviderStatus().Select(status => status.Provider).Take(2));
        Assert.Equal(("mine", "image/png"), (response.Provider, response.Images[0].MediaType));
    }

    [Fact]
    public async Task Budget_OfTheReadme_CountsTheTaggedRequest()
    {
        await using var simulator = await StartAsync();
        var settings = File.ReadAllText(Path.Combine(Repository.Root, "README.md")).Split("```json")[1].Split("```")[0];
        using var json = new MemoryStream(Encoding.UTF8.GetBytes($"{{{settings}}}"));
        var services = new ServiceCollection();
        services.AddImageGeneration(new ConfigurationBuilder().AddJsonStream(json).Build());
        services.Configure<ImageGenerationServiceOptions>(options => Use(simulator, options));
        await using var provider = services.BuildServiceProvider();

        var response = await provider.GetRequiredService<IImageGenerationService>().GenerateImageAsync(ReadmeSnippets.Tagged(), "replicate");

        var cost = Assert.NotNull(response.CostUsd);
        Assert.Equal(
            [
                ("PerMonthUsd", 500m, cost), ("Providers:runpod:PerDayUsd", 20m, 0m),
                ("Tags:tenant:PerDayUsd", 5m, 0m), ("Tags:tenant:Values:acme:PerDayUsd", 50m, cost),
            ],
            provider.GetRequiredService<IBudget>().GetUsage()
                .Select(usage => (usage.Setting["ImageGeneration:Budget:".Length..], usage.LimitUsd, usage.SpentUsd)));
    }

    [Theory]
    [InlineData("done", 512, "right")]
    [InlineData("argument", 1, "right")]
    [InlineData("key", 512, "wrong")]
    public async Task Errors_OfEachKind_AreCaughtByTheirClause(string expected, int width, string key)
    {
        await using var simulator = await StartAsync(options => options.ApiKeys.Add("right"));
        var services = new ServiceCollection();
        services.AddImageGeneration(options =>
        {
            Use(simulator, options);
            options.Replicate.ApiKey = key;
        });
        await using var provider = services.BuildServiceProvider();
        var images = provider.GetRequiredService<IImageGenerationService>();

        var outcome = await ReadmeSnippets.ErrorsAsync(images, new() { Prompt = "a cat", Width = width, Height = 512 }, CancellationToken.None);

        Assert.Equal(expected, outcome);
    }

    [Fact]
    public async Task Simulator_WithALostAnswer_KeepsWhatTheReadmeAsserts()
    {
        var services = new ServiceCollection();

        await ReadmeSnippets.SimulatorAsync(services, async () =>
        {
            await using var provider = services.BuildServiceProvider();
            await provider.GetRequiredService<IImageGenerationService>().GenerateImageAsync(new() { Prompt = "a cat" }, "replicate");
        });
    }

    private static Task<ImageProviderSimulator> StartAsync(Action<SimulatorOptions>? configure = null)
    {
        var options = new SimulatorOptions { Latency = SimulatorLatency.None };
        configure?.Invoke(options);
        return ImageProviderSimulator.StartAsync(options);
    }

    private static void Use(ImageProviderSimulator simulator, ImageGenerationServiceOptions options)
    {
        options.Outputs.AllowPrivateNetworks = true;
        options.Replicate.ApiKey = "any";
        options.Replicate.BaseUrl = simulator.ReplicateBaseUrl;
        options.RunPod.Enabled = false;
        options.Modal.Enabled = false;
    }

    private static List<string> Lines(string text) =>
        [.. text.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0 && !line.StartsWith("// …", StringComparison.Ordinal))];

    [JsonSerializable(typeof(ImageGenerationRequest))]
    [JsonSerializable(typeof(ImageGenerationResponse))]
    private sealed partial class ContractContext : JsonSerializerContext;
}
