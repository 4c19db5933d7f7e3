using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Polly.CircuitBreaker;

namespace ImageGeneration.Tests.Configuration;

public sealed class ReloadTests
{
    [Theory]
    [InlineData(401, CircuitState.Closed)]
    [InlineData(402, CircuitState.Closed)]
    [InlineData(500, CircuitState.Open)]
    public async Task Reload_OfTheKey_IsUsedAndClosesTheCircuitThatTheOldOneOpened(int status, CircuitState circuit)
    {
        var host = new ReloadHost([("Replicate:ApiKey", "old"), ("Replicate:Breaker:FailureThreshold", "1"), ("Replicate:Retry:MaxResubmits", "0")]);
        host.Answer = request => request.Headers.Authorization?.Parameter == "old"
            ? ReloadHost.Reply(status, """{ "detail": "no" }""")
            : host.Succeeded();
        await Assert.ThrowsAnyAsync<ImageGenerationException>(() => host.GenerateAsync());
        Assert.Equal(CircuitState.Open, Status(host).Circuit);

        host.Reload(("Replicate:ApiKey", "new"));

        Assert.Equal(circuit, Status(host).Circuit);
        if (circuit == CircuitState.Closed)
        {
            Assert.Equal(GenerationStatus.Succeeded, (await host.GenerateAsync()).Status);
            Assert.Equal("new", host.Calls[^1].Key);
        }
    }

    [Fact]
    public async Task Reload_OfTheKeyWhileAJobRuns_ReadsItWithTheNewOne()
    {
        var host = new ReloadHost([("Replicate:ApiKey", "old")]);
        host.Answer = request =>
        {
            if (request.Method == HttpMethod.Get)
            {
                return host.Succeeded();
            }

            host.Reload(("Replicate:ApiKey", "new"));
            return host.Starting();
        };

        await host.GenerateAsync();

        Assert.Equal([("old", "/v1/models/black-forest-labs/flux-schnell/predictions"), ("new", "/v1/predictions/job1")], host.Calls);
    }

    [Fact]
    public async Task Reload_OfTheKeyWhileItsRefusalIsUnderWay_LeavesTheCircuitClosed()
    {
        var host = new ReloadHost([("Replicate:ApiKey", "old")]);
        host.Answer = _ =>
        {
            host.Reload(("Replicate:ApiKey", "new"));
            return ReloadHost.Reply(401, """{ "detail": "Unauthenticated" }""");
        };

        var failure = await Assert.ThrowsAnyAsync<ImageGenerationException>(() => host.GenerateAsync());

        Assert.Equal((FailureKind.Unauthorized, CircuitState.Closed), (failure.Kind, Status(host).Circuit));
    }

    [Theory]
    [InlineData("Replicate:ApiKey", "two words", "must consist of printable ASCII")]
    [InlineData("Replicate:RateLimits:Concurrent", "3", "Replicate:RateLimits is not a setting")]
    [InlineData("Deadline", "5", "ImageGeneration:Deadline must be a duration")]
    [InlineData("Prices:0:Model", "nothing", "Prices:0")]
    public async Task Reload_Invalid_KeepsTheLastSettingsAndSaysSo(string setting, string value, string expected)
    {
        var host = new ReloadHost([("Replicate:ApiKey", "old"), ("Replicate:Models:mine", "me/mine")]);

        host.Reload((setting, value), ("Replicate:Models:mine", "me/other"));

        var error = Assert.Single(host.Logs.GetSnapshot(), line => line.Level == LogLevel.Error);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.Equal("me/mine", host.Services.GetRequiredService<IOptionsMonitor<ImageGenerationServiceOptions>>().CurrentValue.Replicate.Models["mine"]);
        await host.GenerateAsync();
        Assert.Equal("old", host.Calls[^1].Key);
    }

    [Fact]
    public async Task Reload_Mended_IsUsedAfterAnInvalidOne()
    {
        var host = new ReloadHost([("Replicate:ApiKey", "old")]);

        host.Reload(("Replicate:ApiKey", "two words"));
        host.Reload(("Replicate:ApiKey", "new"));
        await host.GenerateAsync();

        Assert.Equal("new", host.Calls[^1].Key);
    }

    [Fact]
    public async Task Reload_OfModelsPricesAndRouting_IsUsedForTheNextCall()
    {
        var host = new ReloadHost([("Replicate:ApiKey", "k"), ("RunPod:ApiKey", "k"), ("Routing:Strategy", "registration_order"), ("Deadline", "10m")]);
        var request = new ImageGenerationRequest { Prompt = "a cat", Model = "flux1" };
        Assert.Equal((0.003m, "replicate"), (Estimate(host, request), host.Images.SelectOptimalProvider(request)));

        host.Reload(
            ("Replicate:Models:flux1", "black-forest-labs/flux-dev"), ("Prices:0:Provider", "replicate"), ("Prices:0:Model", "flux1"),
            ("Prices:0:PerImageUsd", "0.7"), ("Routing:Strategy", "lowest_cost"), ("Deadline", "2s"));

        Assert.Equal((0.7m, "runpod"), (Estimate(host, request), host.Images.SelectOptimalProvider(request)));
        await host.GenerateAsync();
        Assert.Equal("/v1/models/black-forest-labs/flux-dev/predictions", host.Calls[^1].Path);

        host.Reload(("Prices:0:PerImageUsd", "0.8"), ("RejectUnsupportedSettings", "true"));

        Assert.Equal(0.8m, Estimate(host, request));
        Assert.NotEmpty(host.Routes.Plan(request with { Width = 1000, Height = 1000 }).Excluded);
        host.Answer = _ => host.Starting();
        var started = host.Time.Elapsed;
        await Assert.ThrowsAnyAsync<ImageGenerationException>(() => host.GenerateAsync());
        Assert.InRange(host.Time.Elapsed - started, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(15));
    }

    [Fact]
    public async Task Reload_OfANamedProvider_UsesItsNewKey()
    {
        var host = new ReloadHost([("Replicate:ApiKey", "k"), ("Providers:eu:ApiKey", "old")], builder => builder.AddReplicate("eu"), "eu");
        await host.GenerateAsync("eu");

        host.Reload(("Providers:eu:ApiKey", "new"));
        await host.GenerateAsync("eu");

        Assert.Equal(["old", "new"], host.Calls.Select(call => call.Key));
    }

    [Theory]
    [InlineData("Replicate:RateLimit:RequestsPerMinute", "7", "ImageGeneration:Replicate:RateLimit")]
    [InlineData("Replicate:Jobs:RunTimeout", "7m", "ImageGeneration:Replicate:Jobs")]
    [InlineData("Replicate:BaseUrl", "http://127.0.0.1:1/v1", "ImageGeneration:Replicate:BaseUrl")]
    [InlineData("Budget:Tags:tenant:PerDayUsd", "1", "ImageGeneration:Budget")]
    [InlineData("Modal:Enabled", "false", "ImageGeneration:Modal:Enabled")]
    [InlineData("Prompts:Styles:anime", "anime of ours", "ImageGeneration:Prompts")]
    public async Task Reload_OfWhatIsFixedAtStart_IsReportedAndLeftAsItIs(string setting, string value, string expected)
    {
        var host = new ReloadHost([("Replicate:ApiKey", "old")]);

        host.Reload((setting, value), ("Replicate:ApiKey", "new"));

        var warning = Assert.Single(host.Logs.GetSnapshot(), line => line.Level == LogLevel.Warning);
        Assert.StartsWith(expected + " has changed, which takes effect after a restart", warning.Message, StringComparison.Ordinal);
        Assert.Equal(60, Status(host).RequestsPerMinute);
        await host.GenerateAsync();
        Assert.Equal("new", host.Calls[^1].Key);
    }

    [Fact]
    public async Task Reload_WithoutTheKey_GoesOnWithTheLastOne()
    {
        var host = new ReloadHost([("Replicate:ApiKey", "old"), ("RunPod:ApiKey", "k")]);

        host.Reload(("Replicate:ApiKey", null));
        await host.GenerateAsync();

        Assert.Equal("old", host.Calls[^1].Key);
        Assert.Contains(host.Logs.GetSnapshot(), line => line.Level == LogLevel.Warning && line.Message.StartsWith("replicate no longer has a key", StringComparison.Ordinal));
    }

    [Fact]
    public void Reload_WithTheFirstKeyOfAProvider_NeedsARestart()
    {
        var host = new ReloadHost([("Replicate:ApiKey", "k")]);
        _ = Status(host);

        host.Reload(("RunPod:ApiKey", "key"));

        Assert.Single(host.Monitor.GetStatus());
        Assert.Contains(host.Logs.GetSnapshot(), line => line.Level == LogLevel.Warning
            && line.Message.StartsWith("runpod now has a key in the settings; the provider is used after a restart", StringComparison.Ordinal));
    }

    [Fact]
    public void Reload_WithoutAChange_ReportsNothing()
    {
        var host = new ReloadHost([("Replicate:ApiKey", "old"), ("Budget:Tags:tenant:Values:acme:PerDayUsd", "1"), ("Prices:0:Model", "sdxl"), ("Prices:0:PerImageUsd", "1")]);
        _ = Status(host);
        var before = host.Logs.Count;

        host.Reload();

        Assert.Equal(before, host.Logs.Count);
    }

    private static ProviderStatus Status(ReloadHost host) => host.Monitor.GetStatus()[0];

    private static decimal? Estimate(ReloadHost host, ImageGenerationRequest request) =>
        host.Routes.EstimateCost(request).Single(estimate => estimate.Provider == "replicate").AmountUsd;
}
