using System.Text.Json;
using ImageGeneration.Simulator;

namespace ImageGeneration.IntegrationTests.Clients;

/// <summary>The npm package <c>replicate</c>, by Replicate, takes the simulator for the real thing.</summary>
public sealed class ReplicateClientTests
{
    [VendorFact]
    public async Task Run_InSyncMode_ReturnsTheLinks()
    {
        var result = await RunAsync("run");

        Assert.Equal(2, result.GetProperty("output").GetArrayLength());
        Assert.Matches("^http://127\\.0\\.0\\.1:\\d+/.+\\.webp$", result.GetProperty("output")[0].GetString());
    }

    [VendorFact]
    public async Task Run_ByPolling_SeesTheLifeCycle()
    {
        var result = await RunAsync("poll");

        Assert.Equal(("starting", "succeeded"), (Text(result, "first"), Text(result, "last")));
        Assert.Equal(1, result.GetProperty("output").GetArrayLength());
    }

    [VendorFact]
    public async Task Create_ThenWait_Succeeds()
    {
        var result = await RunAsync("wait");

        Assert.Equal(("starting", "succeeded", "succeeded"), (Text(result, "created"), Text(result, "done"), Text(result, "same")));
    }

    [VendorFact]
    public async Task Deployment_RunsItsModel()
    {
        var result = await RunAsync("deployment", options => options.Replicate.Deployments["acme/pictures"] = "black-forest-labs/flux-dev");

        Assert.Equal(("acme/pictures", "succeeded"), (Text(result, "deployment"), Text(result, "done")));
    }

    [VendorFact]
    public async Task Deployments_AreMadeChangedRunListedAndDeleted() => Assert.Equal(
        """{"done":"succeeded","release":2,"most":10,"deleted":true,"refused":409,"listed":["pictures"]}""",
        (await RunAsync("deployments")).GetRawText());

    [VendorFact]
    public async Task Collections_AreListedAndRead() => Assert.Equal(
        """{"listed":["text-to-image","super-resolution","language-models"],"models":["real-esrgan"]}""",
        (await RunAsync("collections")).GetRawText());

    [VendorFact]
    public async Task Wait_WithCompressedAnswers_Succeeds() =>
        Assert.Equal("succeeded", Text(await RunAsync("wait", options => options.Replicate.Compress = true), "done"));

    [VendorFact]
    public async Task Cancel_OfARunningPrediction_Cancels()
    {
        var result = await RunAsync("cancel", options => options.Latency.Speed = 0.1);

        Assert.Equal(("canceled", "canceled"), (Text(result, "status"), Text(result, "after")));
    }

    [VendorFact]
    public async Task List_OfManyPredictions_FollowsTheCursor()
    {
        await using var simulator = await StartAsync(options => options.Latency = SimulatorLatency.None);
        using var client = new HttpClient { BaseAddress = simulator.BaseUri };
        client.DefaultRequestHeaders.Authorization = new("Bearer", "r8_test");
        var create = new Uri("/v1/models/black-forest-labs/flux-schnell/predictions", UriKind.Relative);
        for (var i = 0; i < 130; i++)
        {
            using var body = new StringContent("""{"input":{"prompt":"x"}}""");
            using var response = await client.PostAsync(create, body);
        }

        var result = await VendorClient.RunAsync("replicate.cjs", "list", simulator);

        Assert.Equal("[100,30]", result.GetProperty("sizes").GetRawText());
    }

    [VendorFact]
    public async Task Errors_OfEachKind_ReachTheCaller()
    {
        await using var simulator = await StartAsync(options => options.ApiKeys.Add("r8_test"));
        simulator.Faults.Add(new FaultRule
        {
            When = request => request.Body.Contains("\"fail\"", StringComparison.Ordinal),
            Effect = FaultEffect.JobFails("CUDA out of memory."),
        });

        var result = await VendorClient.RunAsync("replicate.cjs", "errors", simulator);

        Assert.Equal((422, 404, 422, 401), (Status("invalid"), Status("missing"), Status("version"), Status("key")));
        Assert.Contains("prompt is required", Text(result.GetProperty("invalid"), "message"), StringComparison.Ordinal);
        Assert.Equal("Prediction failed: CUDA out of memory.", Text(result.GetProperty("failed"), "message"));

        int Status(string name) => result.GetProperty(name).GetProperty("status").GetInt32();
    }

    [VendorFact]
    public async Task Create_RateLimitedTwice_IsTriedAgain()
    {
        await using var simulator = await StartAsync();
        simulator.Faults.Add(new FaultRule { Phase = RequestPhase.Create, Effect = FaultEffect.RateLimited(1), Times = 2 });

        var result = await VendorClient.RunAsync("replicate.cjs", "retry", simulator);

        Assert.Equal("starting", Text(result, "status"));
        Assert.Equal(3, simulator.Journal.RequestsTo(RequestPhase.Create).Count);
    }

    [VendorFact]
    public async Task Stream_YieldsEachPieceAndTheEnd()
    {
        var result = await RunAsync("stream");

        Assert.True(result.GetProperty("outputs").GetInt32() > 5);
        Assert.Equal("done", Text(result, "last"));
    }

    [VendorFact]
    public async Task Search_FindsModels() => Assert.Equal("""{"models":3,"found":3}""", (await RunAsync("search")).GetRawText());

    [VendorFact]
    public async Task Lookups_ReadAccountHardwareModelsAndVersions()
    {
        var result = await RunAsync("lookup");

        Assert.Equal("acme", Text(result, "account"));
        Assert.Equal(4, result.GetProperty("hardware").GetArrayLength());
        Assert.True(result.GetProperty("latest").GetBoolean() && result.GetProperty("version").GetBoolean());
        Assert.True(result.GetProperty("models").GetInt32() > 5);
    }

    [VendorFact]
    public async Task Files_UploadedByHandOrAsAnInput_AreKept()
    {
        var result = await RunAsync("files");

        Assert.Equal("""{"name":"a.txt","order":7,"listed":1,"edited":1,"deleted":true}""", result.GetRawText());
    }

    [VendorFact]
    public async Task Training_FromDestinationToPrediction_Works()
    {
        var result = await RunAsync("training");

        Assert.Equal(("starting", "canceled"), (Text(result, "created"), Text(result, "canceled")));
        Assert.Matches("^acme/fox:[0-9a-f]{64}$", Text(result, "version"));
        Assert.Equal((1, 2), (result.GetProperty("output").GetInt32(), result.GetProperty("listed").GetInt32()));
    }

    [VendorFact]
    public async Task Webhook_IsVerifiedByTheVendorsOwnCode()
    {
        var result = await RunAsync("webhook");

        Assert.Equal("succeeded", Text(result, "status"));
        Assert.True(result.GetProperty("valid").GetBoolean());
        Assert.False(result.GetProperty("forged").GetBoolean());
    }

    private static string? Text(JsonElement json, string name) => json.GetProperty(name).GetString();

    private static async Task<JsonElement> RunAsync(string flow, Action<SimulatorOptions>? configure = null)
    {
        await using var simulator = await StartAsync(configure);
        return await VendorClient.RunAsync("replicate.cjs", flow, simulator);
    }

    private static Task<ImageProviderSimulator> StartAsync(Action<SimulatorOptions>? configure = null)
    {
        var options = new SimulatorOptions { Latency = new() { Speed = 20 } };
        configure?.Invoke(options);
        return ImageProviderSimulator.StartAsync(options);
    }
}
