using System.Text.Json;
using ImageGeneration.Simulator;

namespace ImageGeneration.IntegrationTests.Simulator;

public sealed class JobFaultTests
{
    private const string SdxlRun = "/v2/stable-diffusion-xl/run";
    private const string SdxlInput = """{"input":{"prompt":"a red fox","width":64,"height":64,"num_images":2}}""";

    [Fact]
    public async Task Job_MadeToFail_FailsAndIsNotBilledPerImage()
    {
        await using var harness = await SimulatorHarness.StartAsync();
        harness.Simulator.Faults.Add(new FaultRule { Effect = FaultEffect.JobFails("CUDA out of memory."), Times = 1 });
        harness.Simulator.Faults.Add(new FaultRule { Effect = FaultEffect.Flagged });

        var failed = await FinishedAsync(harness, SimulatorHarness.FluxInput);
        var flagged = await FinishedAsync(harness, SimulatorHarness.FluxInput);

        Assert.Equal(("failed", "CUDA out of memory."), (failed.Text("status"), failed.Text("error")));
        Assert.StartsWith("All generated images contained NSFW content.", flagged.Text("error"), StringComparison.Ordinal);
        Assert.Equal(0, harness.Journal.BilledUsd);
    }

    [Fact]
    public async Task Job_WithFewerImages_SaysSoInTheLog()
    {
        await using var harness = await SimulatorHarness.StartAsync();
        harness.Simulator.Faults.Add(new FaultRule { Effect = FaultEffect.FewerImages(1) });

        var answer = await FinishedAsync(harness, """{"input":{"prompt":"x","num_outputs":3}}""");

        Assert.Equal("succeeded", answer.Text("status"));
        Assert.Equal(1, answer["output"].GetArrayLength());
        Assert.EndsWith(
            "NSFW content detected in image 1\nNSFW content detected in image 2\n", answer.Text("logs"), StringComparison.Ordinal);
        Assert.Equal(0.003m, harness.Journal.BilledUsd);
    }

    [Fact]
    public async Task Job_WithoutOutput_CompletesAllTheSame()
    {
        await using var harness = await SimulatorHarness.StartAsync();
        harness.Simulator.Faults.Add(new FaultRule { Effect = FaultEffect.NoOutput });
        var id = (await harness.PostAsync(SdxlRun, SdxlInput)).Text("id");

        var replicate = await FinishedAsync(harness, SimulatorHarness.FluxInput);
        var runPod = await harness.GetAsync($"/v2/stable-diffusion-xl/status/{id}");

        Assert.Equal(("succeeded", JsonValueKind.Null), (replicate.Text("status"), replicate["output"].ValueKind));
        Assert.Equal(("COMPLETED", false), (runPod.Text("status"), runPod.Has("output")));
    }

    [Fact]
    public async Task Job_AbortedStuckOrUnknown_ShowsThatStatus()
    {
        await using var harness = await SimulatorHarness.StartAsync(
            options => options.Latency.RunTimes["black-forest-labs/flux-schnell"] = TimeSpan.FromHours(1));
        foreach (var effect in (FaultEffect[])[FaultEffect.JobAborted, FaultEffect.StuckInQueue, FaultEffect.UnknownStatus("booting")])
        {
            harness.Simulator.Faults.Add(new FaultRule { Effect = effect, Times = 1 });
        }

        var aborted = await FinishedAsync(harness, SimulatorHarness.FluxInput);
        var stuck = await FinishedAsync(harness, SimulatorHarness.FluxInput);
        var unknown = await FinishedAsync(harness, SimulatorHarness.FluxInput);

        Assert.Equal(["aborted", "starting", "booting"], new[] { aborted, stuck, unknown }.Select(answer => answer.Text("status")));
    }

    [Fact]
    public async Task Job_ToldHowLong_WaitsAndRunsSo()
    {
        await using var harness = await SimulatorHarness.StartAsync();
        harness.Simulator.Faults.Add(new FaultRule { Effect = FaultEffect.JobRunsFor(TimeSpan.FromMinutes(3)), Times = 1 });
        harness.Simulator.Faults.Add(new FaultRule { Effect = FaultEffect.JobWaitsFor(TimeSpan.FromMinutes(3)), Times = 1 });

        var runs = await FinishedAsync(harness, SimulatorHarness.FluxInput);
        var waits = await FinishedAsync(harness, SimulatorHarness.FluxInput);

        Assert.Equal(("processing", "starting"), (runs.Text("status"), waits.Text("status")));
    }

    private static async Task<Answer> FinishedAsync(SimulatorHarness harness, string input)
    {
        var id = await harness.CreateAsync(input);
        harness.Clock.Advance(TimeSpan.FromMinutes(1));
        return await harness.PollAsync(id);
    }
}
