using ImageGeneration.Cli;
using ImageGeneration.Cli.Providers;
using ImageGeneration.Simulator;
using Polly.CircuitBreaker;

namespace ImageGeneration.IntegrationTests.Cli;

public sealed class FreeCommandsTests
{
    [Fact]
    public async Task Estimate_Request_ShowsRoutePricesAndReasonsAndSendsNothing()
    {
        await using var host = await CliHost.StartAsync();

        var text = await host.RunAsync("estimate", "--model", "flux1", "--count", "2");
        var json = await host.RunAsync("estimate", "--model", "flux1", "--count", "2", "--json");

        Assert.Equal((0, 0), (text.ExitCode, json.ExitCode));
        Assert.Contains("price   0.0060 USD (0.003 USD per image x 2)", text.Out, StringComparison.Ordinal);
        Assert.Contains("reason ", text.Out, StringComparison.Ordinal);
        Assert.All(json.Json.GetProperty("route").EnumerateArray(), entry => Assert.True(entry.GetProperty("costUsd").GetDecimal() > 0));
        Assert.Equal(0, host.Simulator.Journal.RequestCount);
    }

    [Fact]
    public async Task Estimate_ExpectedTime_IsShownByItsParts()
    {
        await using var host = await CliHost.StartAsync();

        var text = await host.RunAsync("estimate", "--model", "flux1", "--strategy", "lowest_latency");
        var json = await host.RunAsync("estimate", "--model", "flux1", "--strategy", "lowest_latency", "--json");

        Assert.Contains(
            "time    about 1.0 s: 0.0 s queued here + 0.0 s queued there + 0 % of 0.0 s boot + 1.0 s run", text.Out, StringComparison.Ordinal);
        Assert.Contains("reason  latency: about 1 s", text.Out, StringComparison.Ordinal);
        var first = json.Json.GetProperty("route")[0].GetProperty("expectedLatency");
        Assert.Equal(
            ["localQueueSeconds", "providerQueueSeconds", "coldStartProbability", "bootSeconds", "runSeconds", "totalSeconds"],
            first.EnumerateObject().Select(part => part.Name));
        Assert.Equal((0, 1), (first.GetProperty("coldStartProbability").GetDouble(), first.GetProperty("totalSeconds").GetDouble()));
    }

    [Fact]
    public async Task Estimate_NobodyCanDoIt_SaysWhyAndFails()
    {
        await using var host = await CliHost.StartAsync();

        var result = await host.RunAsync("estimate", "--model", "unheard-of", "--json");

        Assert.Equal(1, result.ExitCode);
        Assert.Empty(result.Json.GetProperty("route").EnumerateArray());
        Assert.Equal(2, result.Json.GetProperty("excluded").GetArrayLength());
    }

    [Fact]
    public async Task Providers_Plain_ListsModelsPricesAndLimitsAndSendsNothing()
    {
        await using var host = await CliHost.StartAsync();

        var result = await host.RunAsync("providers");

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("60 requests per minute, 5 at once", result.Out, StringComparison.Ordinal);
        Assert.Contains("black-forest-labs/flux-schnell", result.Out, StringComparison.Ordinal);
        Assert.Contains("0.0030 USD for 1024x1024", result.Out, StringComparison.Ordinal);
        Assert.Equal(0, host.Simulator.Journal.RequestCount);
    }

    [Fact]
    public void Providers_InTrouble_ShowsCircuitsPausesAndQueues()
    {
        var status = new ProviderStatus
        {
            Provider = "replicate",
            Models = new Dictionary<string, string>(),
            RequestsPerMinute = 60,
            ReadsPerMinute = 3000,
            Concurrent = 5,
            Waiting = 7,
            Running = 4,
            WaitingForReads = 3,
            Circuit = CircuitState.Open,
            CircuitOpenFor = TimeSpan.FromSeconds(30),
            ThrottledFor = TimeSpan.FromSeconds(9),
            StatusReadsThrottledFor = TimeSpan.FromSeconds(2),
            UnavailableModels =
            [
                new() { ModelId = "owner/name", Circuit = CircuitState.Open, CircuitOpenFor = TimeSpan.FromMinutes(5), Reason = "Authentication failed." },
            ],
        };
        var document = ProviderDocument.From(status, [], null);
        using var text = new StringWriter();

        ProvidersText.Write([document, document with { Circuit = "half_open", ThrottledForSeconds = null }], text);

        Assert.Contains(
            "circuit open for 30 s, paused for 9 s, status reads paused for 2 s; 4 running (3 between status reads), 7 waiting",
            text.ToString(),
            StringComparison.Ordinal);
        Assert.Contains("circuit open for owner/name for 300 s: Authentication failed.", text.ToString(), StringComparison.Ordinal);
        Assert.Contains("being probed, status reads paused for 2 s;", text.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Providers_Json_HoldsTheStateOfEachLane()
    {
        await using var host = await CliHost.StartAsync();

        var result = await host.RunAsync("providers", "--json");

        var replicate = result.Json.GetProperty("providers")[0];
        Assert.Equal("closed", replicate.GetProperty("circuit").GetString());
        Assert.Equal(3000, replicate.GetProperty("readsPerMinute").GetInt32());
        foreach (var figure in new[] { "running", "waiting", "waitingForReads" })
        {
            Assert.Equal(0, replicate.GetProperty(figure).GetInt32());
        }
    }

    [Fact]
    public async Task Providers_Test_AsksWithoutGenerating()
    {
        await using var host = await CliHost.StartAsync(options => options.ApiKeys.Add("r8_test"));

        var result = await host.RunAsync("providers", "--test", "--json");

        Assert.Equal(1, result.ExitCode);
        var health = result.Json.GetProperty("providers").EnumerateArray()
            .ToDictionary(p => p.GetProperty("provider").GetString()!, p => p.GetProperty("health"));
        Assert.True(health["replicate"].GetProperty("isHealthy").GetBoolean());
        Assert.False(health["runpod"].GetProperty("isHealthy").GetBoolean());
        Assert.Equal("unauthorized", health["runpod"].GetProperty("failure").GetString());
        Assert.Empty(host.Simulator.Journal.RequestsTo(RequestPhase.Create));
    }

    [Fact]
    public async Task Simulate_UntilInterrupted_Answers()
    {
        await using var host = CliHost.Bare();
        using var interrupted = new CancellationTokenSource();
        using var output = new FirstWords();
        using var error = new StringWriter();

        var running = CliApplication.RunAsync(["simulate", "--json"], host.Environment(output, error, interrupted.Token));
        var json = new CliResult(0, await output.Written, "").Json;
        using var client = new HttpClient { DefaultRequestHeaders = { { "Authorization", "Bearer any" } } };
        var answer = await client.GetAsync(new Uri(json.GetProperty("replicateBaseUrl").GetString() + "/account"));
        await interrupted.CancelAsync();

        Assert.True(answer.IsSuccessStatusCode);
        Assert.EndsWith("/v2", json.GetProperty("runPodBaseUrl").GetString(), StringComparison.Ordinal);
        Assert.Equal(0, await running);
    }

    [Fact]
    public async Task Simulate_WithAFaultFile_StartsWithItsRules()
    {
        await using var host = CliHost.Bare();
        host.Write("faults.json", """{"faults":[{"phase":"lookup","effect":{"kind":"status","status":503}}]}""");
        using var interrupted = new CancellationTokenSource();
        using var output = new FirstWords();
        using var error = new StringWriter();

        var running = CliApplication.RunAsync(
            ["simulate", "--faults", "faults.json"], host.Environment(output, error, interrupted.Token));
        var address = (await output.Written).Split(' ').First(word => word.StartsWith("http://", StringComparison.Ordinal));
        using var client = new HttpClient { DefaultRequestHeaders = { { "Authorization", "Bearer any" } } };
        using var answer = await client.GetAsync(new Uri(address + "v1/account"));
        await interrupted.CancelAsync();

        Assert.Equal(503, (int)answer.StatusCode);
        Assert.Equal(0, await running);
    }

    [Theory]
    [InlineData("""{"faults":[{"effect":"resett"}]}""", "faults[0].effect: there is no effect resett; there are reset, lostAnswer")]
    [InlineData("nonsense", "The faults are no JSON")]
    [InlineData(null, "faults.json cannot be read")]
    public async Task Simulate_WithAWrongFaultFile_SaysWhatIsWrongAndStartsNothing(string? file, string message)
    {
        await using var host = CliHost.Bare();
        if (file is not null)
        {
            host.Write("faults.json", file);
        }

        var result = await host.RunAsync("simulate", "--faults", "faults.json");

        Assert.Equal((2, ""), (result.ExitCode, result.Out));
        Assert.Contains("--faults: ", result.Error, StringComparison.Ordinal);
        Assert.Contains(message, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Simulate_PortTaken_Fails()
    {
        await using var host = await CliHost.StartAsync();

        var result = await host.RunAsync("simulate", "--port", FormattableString.Invariant($"{host.Simulator.BaseUri.Port}"));

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("--port", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("flux1", 0)]
    [InlineData("FLUX1", 0)]
    [InlineData("nobody's", 1)]
    public async Task Providers_Model_ShowsThatOneOnly(string model, int expected)
    {
        await using var host = CliHost.Bare();

        var text = await host.RunAsync("providers", "--model", model);
        var json = await host.RunAsync("providers", "--model", model, "--json");

        Assert.Equal((expected, expected), (text.ExitCode, json.ExitCode));
        Assert.All(
            json.Json.GetProperty("providers").EnumerateArray(),
            provider => Assert.Equal(1 - expected, provider.GetProperty("models").GetArrayLength()));
        Assert.Equal(expected == 1, text.Error.Contains("cannot run it", StringComparison.Ordinal));
        Assert.DoesNotContain("sdxl ", text.Out, StringComparison.Ordinal);
    }
}
