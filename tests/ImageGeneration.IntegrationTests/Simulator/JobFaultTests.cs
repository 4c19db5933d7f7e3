using System.Text.Json;
using ImageGeneration.Simulator;

namespace ImageGeneration.IntegrationTests.Simulator;

public sealed class JobFaultTests
{
    private const string SdxlBody = $$"""{"version":"{{SimulatorHarness.SdxlVersion}}","input":{"width":64,"height":64} }""";

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
        Assert.DoesNotContain("NSFW", replicate.Text("logs"), StringComparison.Ordinal);
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
    public async Task Job_WithSetTimes_WaitsAndRunsSo()
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

    [Fact]
    public async Task Job_WithAScriptOfStates_ShowsEachForItsTimeAndIsBilledForTheRun()
    {
        await using var harness = await SimulatorHarness.StartAsync();
        harness.Simulator.Faults.Add(new FaultRule
        {
            Effect = FaultEffect.Combine(
                FaultEffect.JobSteps(
                    new("starting", TimeSpan.FromSeconds(20)), new("processing", TimeSpan.FromSeconds(2)),
                    new("paused", TimeSpan.FromSeconds(3)), new("processing", TimeSpan.FromSeconds(5))),
                FaultEffect.JobFails("CUDA out of memory.")),
        });
        var created = await harness.PostAsync("/v1/predictions", SdxlBody);

        var seen = new List<string?> { created.Text("status") };
        for (var second = 0; second < 31; second++)
        {
            harness.Clock.Advance(TimeSpan.FromSeconds(1));
            seen.Add((await harness.PollAsync(created.Text("id")!)).Text("status"));
        }

        Assert.Equal(
            [("starting", 20), ("processing", 7), ("paused", 3), ("failed", 2)],
            seen.CountBy(status => status!).Select(count => (count.Key, count.Value)));
        Assert.Equal(("paused", "failed"), (seen[22], seen[30]));
        Assert.Equal(10 * 0.000975m, harness.Journal.BilledUsd);
        Assert.Throws<ArgumentException>(() => FaultEffect.Combine(FaultEffect.Reset));
        Assert.Throws<ArgumentException>(() => FaultEffect.JobSteps());
    }

    [Fact]
    public async Task Job_OnRunPodWithAScriptOfStates_ShowsThemThereToo()
    {
        await using var harness = await SimulatorHarness.StartAsync();
        harness.Simulator.Faults.AddJson("""
            {"effect":{"kind":"combine","effects":["noOutput",{"kind":"jobSteps","steps":[
              {"status":"IN_QUEUE","seconds":1},{"status":"RUNNING","seconds":2},{"status":"IN_QUEUE","seconds":3}]}]}}
            """);
        var id = (await harness.PostAsync("/v2/flux-image-url/run", """{"input":{"prompt":"x"}}""")).Text("id");

        var seen = new List<string?>();
        foreach (var _ in Enumerable.Range(0, 4))
        {
            seen.Add((await harness.GetAsync($"/v2/flux-image-url/status/{id}")).Text("status"));
            harness.Clock.Advance(TimeSpan.FromSeconds(2));
        }

        Assert.Equal(["IN_QUEUE", "RUNNING", "IN_QUEUE", "COMPLETED"], seen);
    }

    [Fact]
    public async Task Job_WithAnErrorThatIsNoText_SendsItAsItIs()
    {
        await using var harness = await SimulatorHarness.StartAsync(options => options.Latency = SimulatorLatency.None);
        harness.Simulator.Faults.Add(new FaultRule { Effect = ReplicateFaults.Error("""{"code":"E1","message":"no"}""") });

        var answer = await harness.PollAsync(await harness.CreateAsync());

        Assert.Equal(("failed", """{"code":"E1","message":"no"}"""), (answer.Text("status"), answer["error"].GetRawText()));
    }
}
