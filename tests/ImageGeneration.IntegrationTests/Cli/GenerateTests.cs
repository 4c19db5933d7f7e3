using ImageGeneration.Cli;
using ImageGeneration.Simulator;
using static System.StringComparison;

namespace ImageGeneration.IntegrationTests.Cli;

public sealed class GenerateTests
{
    private const string Prompt = "A happy child reading a book in a cozy library";

    [Fact]
    public async Task Generate_NoKey_DrawsInTheSimulatorAndSaysSo()
    {
        await using var host = CliHost.Bare();

        var result = await host.RunAsync(Prompt);

        Assert.Equal(0, result.ExitCode);
        var file = Assert.Single(host.Files);
        Assert.StartsWith("a-happy-child-reading-a-book", Path.GetFileName(file), Ordinal);
        Assert.Equal((1024, 1024), PngFile.Read(file));
        Assert.StartsWith(file, result.Out, Ordinal);
        Assert.Contains("simulated", result.Error, Ordinal);
        Assert.Contains("set REPLICATE_API_KEY (or REPLICATE_API_TOKEN), RUNPOD_API_KEY or MODAL_API_KEY", result.Error, Ordinal);
        Assert.Contains("drawing", result.Error, Ordinal);
        foreach (var row in new[] { "provider ", "model ", "seed ", "size      1024x1024, image/png", "time ", "cost " })
        {
            Assert.Contains("  " + row, result.Out, Ordinal);
        }
    }

    [Theory]
    [InlineData("REPLICATE_API_KEY", "replicate")]
    [InlineData("REPLICATE_API_TOKEN", "replicate")]
    [InlineData("RUNPOD_API_KEY", "runpod")]
    public async Task Generate_OneKey_AsksThatProviderOnly(string variable, string provider)
    {
        await using var host = await CliHost.StartAsync();
        host.Variables.Remove("REPLICATE_API_KEY");
        host.Variables.Remove("RUNPOD_API_KEY");
        host.Variables[variable] = "key-of-the-test";

        var result = await host.RunAsync(Prompt, "--json");

        Assert.Equal(0, result.ExitCode);
        Assert.Equal(provider, result.Json.GetProperty("provider").GetString());
        Assert.DoesNotContain("simulated", result.Error, Ordinal);
        Assert.DoesNotContain("key-of-the-test", result.Out + result.Error, Ordinal);
        Assert.All(host.Simulator.Journal.RequestsTo(RequestPhase.Create), request => Assert.Equal("Bearer key-of-the-test", request.Key));
        Assert.Empty(host.Simulator.Journal.KeysSeenOnOutputHost);
    }

    [Fact]
    public async Task Generate_Json_PrintsOneDocument()
    {
        await using var host = await CliHost.StartAsync();

        var result = await host.RunAsync(
            "generate", Prompt, "--provider", "Replicate", "--seed", "42", "--style", "oil-painting", "--json");

        Assert.Equal(0, result.ExitCode);
        var json = result.Json;
        Assert.Equal("succeeded", json.GetProperty("status").GetString());
        Assert.Equal("replicate", json.GetProperty("provider").GetString());
        Assert.Equal("sdxl", json.GetProperty("model").GetString());
        Assert.NotEmpty(json.GetProperty("id").GetString()!);
        Assert.True(json.GetProperty("generationTimeSeconds").GetDouble() > 0);
        Assert.True(json.GetProperty("costUsd").GetDecimal() > 0);
        Assert.Empty(json.GetProperty("warnings").EnumerateArray());
        Assert.False(json.TryGetProperty("error", out _));

        var image = Assert.Single(json.GetProperty("images").EnumerateArray());
        Assert.Equal(Assert.Single(host.Files), image.GetProperty("file").GetString());
        Assert.Equal((1024, 1024), (image.GetProperty("width").GetInt32(), image.GetProperty("height").GetInt32()));
        Assert.Equal("image/png", image.GetProperty("mediaType").GetString());
        Assert.InRange(image.GetProperty("expiresAt").GetDateTimeOffset() - DateTimeOffset.UtcNow, TimeSpan.FromMinutes(55), TimeSpan.FromMinutes(60));
        Assert.Equal(42, image.GetProperty("seed").GetInt64());
        Assert.StartsWith(host.Simulator.OutputBaseUri.AbsoluteUri, image.GetProperty("url").GetString(), Ordinal);

        var attempt = Assert.Single(json.GetProperty("attempts").EnumerateArray());
        Assert.Equal(Assert.Single(host.Simulator.Journal.Jobs).Id, attempt.GetProperty("jobId").GetString());
        Assert.Equal(Prompt, json.GetProperty("metadata").GetProperty("originalPrompt").GetString());
        Assert.Contains("oil", json.GetProperty("metadata").GetProperty("enhancedPrompt").GetString(), StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("replicate")]
    [InlineData("runpod")]
    public async Task Generate_Size_IsTheFilesOwn(string provider)
    {
        await using var host = await CliHost.StartAsync();

        var result = await host.RunAsync(Prompt, "--provider", provider, "--width", "512", "--height", "768");

        Assert.Equal(0, result.ExitCode);
        Assert.Equal((512, 768), PngFile.Read(Assert.Single(host.Files)));
    }

    [Fact]
    public async Task Generate_FirstProviderDown_MovesOnAndReportsBothAttempts()
    {
        await using var host = await CliHost.StartAsync();
        host.Simulator.Faults.Add(new() { Provider = SimulatedProvider.RunPod, Effect = FaultEffect.Status(401) });

        var result = await host.RunAsync(Prompt, "--json");

        Assert.Equal(0, result.ExitCode);
        var attempts = result.Json.GetProperty("attempts");
        Assert.Equal(["runpod", "replicate"], attempts.EnumerateArray().Select(a => a.GetProperty("provider").GetString()));
        Assert.Equal("unauthorized", attempts[0].GetProperty("failure").GetString());
        Assert.Contains("moving on to replicate", result.Error, Ordinal);
    }

    [Fact]
    public async Task Generate_EveryProviderDown_FailsWithEachAttempt()
    {
        await using var host = await CliHost.StartAsync();
        host.Simulator.Faults.Add(new() { Effect = FaultEffect.Status(401) });

        var text = await host.RunAsync(Prompt);
        var json = await host.RunAsync(Prompt, "--json");

        Assert.Equal((1, 1), (text.ExitCode, json.ExitCode));
        Assert.Contains("error: All providers failed", text.Error, Ordinal);
        Assert.Equal("", text.Out);
        var error = json.Json.GetProperty("error");
        Assert.Equal("unauthorized", error.GetProperty("kind").GetString());
        Assert.Equal(2, error.GetProperty("attempts").GetArrayLength());
        Assert.Empty(host.Files);
    }

    [Fact]
    public async Task Generate_DryRun_SendsNothingAndShowsRequestAndRoute()
    {
        await using var host = await CliHost.StartAsync();

        var text = await host.RunAsync(Prompt, "--dry-run", "--steps", "20", "--lora", "a=b=0.5", "--out", "new/folder/");
        var json = await host.RunAsync(Prompt, "--dry-run", "--json", "--deadline", "2m");

        Assert.Equal((1, 0), (text.ExitCode, json.ExitCode));
        Assert.Contains("lora      a=b=0.5", text.Out, Ordinal);
        Assert.Contains("is left out", text.Out, Ordinal);
        Assert.Equal(120, json.Json.GetProperty("request").GetProperty("deadline").GetDouble());
        Assert.Equal(2, json.Json.GetProperty("route").GetArrayLength());
        Assert.Equal(0, host.Simulator.Journal.RequestCount);
        Assert.Empty(Directory.GetFileSystemEntries(host.Folder));
    }

    [Fact]
    public async Task Generate_Tags_AreShownInADryRunAndHeldToTheirLimits()
    {
        await using var host = await CliHost.StartAsync();
        host.Variables["ImageGeneration__Budget__Tags__tenant__Values__acme__PerDayUsd"] = "0.0001";

        var dry = await host.RunAsync(Prompt, "--dry-run", "--tag", "tenant=Acme", "--tag", "feature=a=b");
        var json = await host.RunAsync(Prompt, "--dry-run", "--json", "--tag", "tenant=acme");
        var refused = await host.RunAsync(Prompt, "--tag", "tenant=acme", "--tag", "feature=cover");
        var delivered = await host.RunAsync(Prompt, "--tag", "tenant=other");

        Assert.Equal((0, 0, 1, 0), (dry.ExitCode, json.ExitCode, refused.ExitCode, delivered.ExitCode));
        Assert.Contains("tags      tenant=Acme, feature=a=b", dry.Out, Ordinal);
        Assert.Equal("acme", json.Json.GetProperty("request").GetProperty("budgetTags").GetProperty("tenant").GetString());
        Assert.Contains("0.0001 USD per day for this tenant (ImageGeneration:Budget:Tags:tenant:Values:acme:PerDayUsd) is left", refused.Error, Ordinal);
        Assert.All(host.Simulator.Journal.Requests, request => Assert.DoesNotContain("other", request.Body + request.Path, Ordinal));
        Assert.Equal(1, host.Simulator.Journal.JobsCreated);
    }

    [Fact]
    public async Task Generate_Interrupted_CancelsTheRemoteJobAndSaysSo()
    {
        await using var host = await CliHost.StartAsync(options => options.Latency = new());
        host.Simulator.Faults.Add(new() { Effect = FaultEffect.JobRunsFor(TimeSpan.FromHours(1)) });
        using var interrupted = new CancellationTokenSource();
        using var output = new StringWriter();
        using var error = new TripWire("drawing", interrupted);

        var exitCode = await CliApplication.RunAsync([Prompt, "--json"], host.Environment(output, error, interrupted.Token));

        var result = new CliResult(exitCode, output.ToString(), error.ToString());
        Assert.Equal(130, result.ExitCode);
        Assert.Equal("canceled", result.Json.GetProperty("error").GetProperty("kind").GetString());
        Assert.Contains("the provider confirmed it", result.Json.GetProperty("error").GetProperty("message").GetString(), Ordinal);
        Assert.Equal(SimulatedJobState.Canceled, Assert.Single(host.Simulator.Journal.Jobs).State);
        Assert.Empty(host.Files);
    }
}
