using System.Text.Json;
using ImageGeneration.Simulator;

namespace ImageGeneration.IntegrationTests.Clients;

/// <summary>The npm package <c>runpod-sdk</c>, by RunPod, takes the simulator for the real thing.</summary>
public sealed class RunPodClientTests
{
    [VendorFact]
    public async Task Run_ThenStatus_Completes()
    {
        var result = await RunAsync("run");

        Assert.Equal(("IN_QUEUE", "COMPLETED"), (Text(result, "queued"), Text(result, "done")));
        Assert.Equal((1, 42), (result.GetProperty("images").GetInt32(), result.GetProperty("seed").GetInt32()));
    }

    [VendorFact]
    public async Task RunSync_AnswersAtOnceOrByStatusSync()
    {
        var quick = await RunAsync("runSync");
        var slow = await RunAsync("runSyncLong", options => options.Latency.RunTimes["stable-diffusion-xl"] = TimeSpan.FromSeconds(24));

        Assert.Equal("""{"done":"COMPLETED","succeeded":true,"sync":true}""", quick.GetRawText());
        Assert.Equal("""{"done":"COMPLETED","completed":true}""", slow.GetRawText());
    }

    [VendorFact]
    public async Task StatusSync_WaitsForTheEnd() => Assert.Equal("COMPLETED", Text(await RunAsync("statusSync"), "done"));

    [VendorFact]
    public async Task Cancel_OfAQueuedJob_Cancels()
    {
        var result = await RunAsync("cancel", options => options.Latency.Speed = 0.1);

        Assert.Equal(("CANCELLED", "CANCELLED"), (Text(result, "answer"), Text(result, "after")));
    }

    [VendorFact]
    public async Task Health_CountsJobsAndWorkers()
    {
        var result = await RunAsync("health");

        Assert.Equal(1, result.GetProperty("jobs").GetProperty("completed").GetInt32());
        Assert.Equal(6, result.GetProperty("workers").EnumerateObject().Count());
    }

    [VendorFact]
    public async Task Purge_RemovesWhatWaits()
    {
        var result = await RunAsync("purge", options => options.RunPod.MaxWorkers["stable-diffusion-xl"] = 0);

        Assert.Equal((2, "completed"), (result.GetProperty("removed").GetInt32(), Text(result, "status")));
    }

    [VendorFact]
    public async Task Stream_YieldsTheResult() =>
        Assert.Equal("""{"chunks":1,"images":1}""", (await RunAsync("stream")).GetRawText());

    [VendorFact]
    public async Task Errors_OfEachKind_ReachTheCaller()
    {
        var result = await RunAsync("errors", options => options.ApiKeys.Add("rpa_test"));

        Assert.Equal(
            (401, 404, 404),
            (result.GetProperty("key").GetInt32(), result.GetProperty("endpoint").GetInt32(), result.GetProperty("job").GetInt32()));
        Assert.Equal("Unexpected input. foo is not a valid input option.", result.GetProperty("failed")[0].GetString());
    }

    private static string? Text(JsonElement json, string name) => json.GetProperty(name).GetString();

    private static async Task<JsonElement> RunAsync(string flow, Action<SimulatorOptions>? configure = null)
    {
        var options = new SimulatorOptions { Latency = new() { Speed = 20 } };
        configure?.Invoke(options);
        await using var simulator = await ImageProviderSimulator.StartAsync(options);
        return await VendorClient.RunAsync("runpod.mjs", flow, simulator);
    }
}
