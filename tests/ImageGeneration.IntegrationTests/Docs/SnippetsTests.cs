using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using ImageGeneration.Budgets;
using ImageGeneration.Limiting;
using ImageGeneration.Simulator;
using ImageGeneration.Tests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ImageGeneration.IntegrationTests.Docs;

public sealed partial class SnippetsTests
{
    private static readonly string[] _pages = ["README.md", "docs", "src"];
    private static readonly string[] _code = ["Snippets.cs", "Generations.cs", "SlidingWindows.cs"];

    [Fact]
    public void Snippets_OfThePages_AreTheLinesThatTheseTestsRun()
    {
        // What a clause returns tells the tests which one caught; the page leaves it out.
        var folder = Path.Combine(Repository.Root, "tests", "ImageGeneration.IntegrationTests", "Docs");
        var run = _code
            .Select(file => Lines(ReturnedWord().Replace(File.ReadAllText(Path.Combine(folder, file)), " }")))
            .ToList();

        var blocks = _pages.SelectMany(Pages)
            .Where(page => !page.EndsWith("writing-a-provider.md", StringComparison.Ordinal))
            .SelectMany(page => File.ReadAllText(page).Split("```csharp").Skip(1).Select(part => (Page: Path.GetFileName(page), Lines: Lines(part.Split("```")[0]))))
            .ToList();

        Assert.True(blocks.Count >= 15, $"{blocks.Count} blocks.");
        Assert.All(blocks, block => Assert.True(run.Any(lines => Missing(lines, block.Lines) is null), $"{block.Page} has code that is not run: {Missing(run[0], block.Lines)}"));
    }

    [Fact]
    public async Task Limiter_OfThePage_GrantsAndCounts()
    {
        using var limiter = new SlidingWindows(TimeProvider.System).Create("replicate", new() { RequestsPerMinute = 2, Concurrent = 2, QueueLimit = 0 });
        var request = new PermitRequest { MaxPause = TimeSpan.Zero, TimeLeft = TimeSpan.FromMinutes(1) };

        var first = await limiter.AcquireAsync(request, CancellationToken.None);
        var second = await limiter.AcquireAsync(request, CancellationToken.None);
        await first.Permit!.ReleaseAsync(isUnused: false);
        var third = await limiter.AcquireAsync(request, CancellationToken.None);

        Assert.NotNull(second.Permit);
        Assert.Equal((null, PermitRefusal.QueueFull), (third.Permit, third.Refusal));
    }

    [Theory]
    [InlineData("""{"prompt":"a cat","model":"flux1"}""", "succeeded")]
    [InlineData("""{"prompt":"a cat","width":1}""", "failed")]
    public async Task WebApi_OfThePage_GeneratesWithoutItsCaller(string body, string expected)
    {
        await using var simulator = await StartAsync();
        var builder = Builder(simulator);
        await using var app = Generations.WebApi(builder);
        await app.StartAsync();
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };

        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var accepted = await client.PostAsync(new Uri("/images", UriKind.Relative), content);
        var status = "running";
        for (var i = 0; i < 10_000 && status == "running"; i++)
        {
            using var json = JsonDocument.Parse(await client.GetStringAsync(accepted.Headers.Location));
            status = json.RootElement.GetProperty("status").GetString()!;
        }

        Assert.Equal((HttpStatusCode.Accepted, expected), (accepted.StatusCode, status));
    }

    [Theory]
    [InlineData("replicate", 1, HttpStatusCode.BadRequest)]
    [InlineData("replicate", 512, HttpStatusCode.InternalServerError)]
    public async Task ErrorsAsHttp_OfThePage_AreTheStatusOfTheirKind(string provider, int width, HttpStatusCode expected)
    {
        await using var simulator = await StartAsync(options => options.ApiKeys.Add("right"));
        var builder = Builder(simulator);
        builder.Services.AddImageGeneration(options => options.Replicate.ApiKey = "wrong");
        await using var app = Generations.ErrorsAsHttp(builder);
        app.MapGet("/", (IImageGenerationService images) => images.GenerateImageAsync(new() { Prompt = "a cat", Width = width, Height = 512 }, provider));
        await app.StartAsync();

        using var client = new HttpClient();
        using var answer = await client.GetAsync(new Uri(app.Urls.Single()));

        Assert.Equal((expected, "application/problem+json"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
    }

    [Fact]
    public void ErrorsAsHttp_EachKind_HasTheStatusOfTheTable()
    {
        var section = File.ReadAllText(Path.Combine(Repository.Root, "docs", "failures.md")).Split("## Failures as HTTP statuses")[1].Split("\n## ")[0];

        foreach (var kind in Enum.GetValues<FailureKind>())
        {
            var row = Assert.Single(section.Split('\n'), line => line.StartsWith('|') && line.Split('|')[1].Contains($"`{kind}`", StringComparison.Ordinal));

            Assert.StartsWith($" {ImageGenerationExceptionHandler.StatusOf(kind)}", row.Split('|')[2], StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task TwoAccounts_OfThePage_AreTwoProviders()
    {
        using var json = new MemoryStream(Encoding.UTF8.GetBytes($"{{{Json("docs/settings.md", "### Two accounts at one provider")}}}"));
        var services = new ServiceCollection();
        Snippets.TwoAccounts(services, new ConfigurationBuilder().AddJsonStream(json).Build());
        await using var provider = services.BuildServiceProvider();

        var status = provider.GetRequiredService<IImageProviderMonitor>().GetStatus();

        Assert.Equal(["replicate", "replicate-eu"], status.Select(status => status.Provider));
    }

    [Fact]
    public async Task Progress_OfThePage_Generates()
    {
        await using var simulator = await StartAsync();
        var services = new ServiceCollection();
        services.AddImageGeneration(options => Use(simulator, options));
        await using var provider = services.BuildServiceProvider();

        var response = await Snippets.ProgressAsync(provider.GetRequiredService<IImageGenerationService>(), new() { Prompt = "a cat" }, CancellationToken.None);

        Assert.Equal("replicate", response.Provider);
    }

    [Fact]
    public void OpenTelemetry_OfThePage_NamesTheMeterAndTheSource()
    {
        var builder = WebApplication.CreateSlimBuilder();

        Snippets.OpenTelemetry(builder);

        Assert.Contains(builder.Services, service => service.ServiceType == typeof(OpenTelemetry.Metrics.MeterProvider));
        Assert.Contains(builder.Services, service => service.ServiceType == typeof(OpenTelemetry.Trace.TracerProvider));
    }

    [Fact]
    public async Task TenLines_AgainstTheSimulator_WriteAnImage()
    {
        await using var simulator = await StartAsync();

        await Snippets.TenLinesAsync(services => services.Configure<ImageGenerationServiceOptions>(options => Use(simulator, options)));

        using var file = File.OpenRead("library.image");
        Assert.True(file.Length > 1000);
    }

    [Theory]
    [InlineData("""{"prompt":"a cat","model":"flux1","style":"oil_painting","qualityEnhancers":["high_detail"]}""", HttpStatusCode.OK)]
    [InlineData("""{"prompt":"a cat","style":"cubist"}""", HttpStatusCode.BadRequest)]
    public async Task Endpoint_OfAnApplication_PassesRequestsThrough(string body, HttpStatusCode expected)
    {
        await using var simulator = await StartAsync();
        var builder = Builder(simulator);
        await using var app = Snippets.Endpoint(builder);
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
        Snippets.OwnProvider(services);
        services.Configure<ImageGenerationServiceOptions>(options => options.Replicate.ApiKey = "any");
        await using var provider = services.BuildServiceProvider();
        var images = provider.GetRequiredService<IImageGenerationService>();

        var response = await images.GenerateImageAsync(new() { Prompt = "a cat" }, "mine");

        Assert.Equal(["mine", "replicate"], provider.GetRequiredService<IImageProviderMonitor>().GetStatus().Select(status => status.Provider).Take(2));
        Assert.Equal(("mine", "image/png"), (response.Provider, response.Images[0].MediaType));
    }

    [Fact]
    public async Task Budget_OfThePage_CountsTheTaggedRequest()
    {
        await using var simulator = await StartAsync();
        var settings = Json("docs/budgets.md", "# Budgets");
        using var json = new MemoryStream(Encoding.UTF8.GetBytes($"{{{settings}}}"));
        var services = new ServiceCollection();
        services.AddImageGeneration(new ConfigurationBuilder().AddJsonStream(json).Build());
        services.Configure<ImageGenerationServiceOptions>(options => Use(simulator, options));
        await using var provider = services.BuildServiceProvider();

        var response = await provider.GetRequiredService<IImageGenerationService>().GenerateImageAsync(Snippets.Tagged(), "replicate");

        var cost = Assert.NotNull(response.CostUsd);
        Assert.Equal(
            [
                ("PerMonthUsd", 500m, cost), ("Providers:runpod:PerDayUsd", 20m, 0m),
                ("Tags:tenant:PerDayUsd", 5m, 0m), ("Tags:tenant:Values:acme:PerDayUsd", 50m, cost),
            ],
            (await provider.GetRequiredService<IBudget>().GetUsageAsync())
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

        var outcome = await Snippets.ErrorsAsync(images, new() { Prompt = "a cat", Width = width, Height = 512 }, CancellationToken.None);

        Assert.Equal(expected, outcome);
    }

    [Fact]
    public async Task Simulator_WithALostAnswer_KeepsWhatThePageAsserts()
    {
        var services = new ServiceCollection();

        await Snippets.SimulatorAsync(services, async () =>
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

    private static WebApplicationBuilder Builder(ImageProviderSimulator simulator)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.Configure<ImageGenerationServiceOptions>(options => Use(simulator, options));
        builder.Services.ConfigureHttpJsonOptions(options => options.SerializerOptions.TypeInfoResolverChain.Add(ContractContext.Default));
        return builder;
    }

    private static IEnumerable<string> Pages(string path)
    {
        path = Path.Combine(Repository.Root, path);
        return File.Exists(path) ? [path] : Directory.EnumerateFiles(path, "*.md", SearchOption.AllDirectories);
    }

    /// <summary>The first settings below a heading.</summary>
    private static string Json(string page, string heading) =>
        File.ReadAllText(Path.Combine(Repository.Root, page)).Split(heading)[1].Split("```json")[1].Split("```")[0];

    /// <summary>The first line that does not follow the others; null where all stand in this order.</summary>
    private static string? Missing(List<string> run, List<string> block)
    {
        var at = 0;
        return block.Find(line => (at = run.IndexOf(line, at) + 1) == 0);
    }

    private static List<string> Lines(string text) =>
        [.. text.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0 && !line.StartsWith("// …", StringComparison.Ordinal))];

    [JsonSerializable(typeof(ImageGenerationRequest))]
    [JsonSerializable(typeof(ImageGenerationResponse))]
    [JsonSerializable(typeof(ItemStatus))]
    private sealed partial class ContractContext : JsonSerializerContext;

    [GeneratedRegex(" return \"[a-z]+\"; }")]
    private static partial Regex ReturnedWord();
}
