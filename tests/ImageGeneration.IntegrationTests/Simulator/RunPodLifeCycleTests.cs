using System.Net;
using System.Text.Json;
using ImageGeneration.Simulator;

namespace ImageGeneration.IntegrationTests.Simulator;

public sealed class RunPodLifeCycleTests
{
    private const string Flux = "/v2/black-forest-labs-flux-1-schnell";
    private const string Sdxl = "/v2/stable-diffusion-xl";
    private const string Input = """{"input":{"prompt":"a red fox","width":64,"height":64,"seed":42}}""";
    private const string FluxInput = """{"input":{"prompt":"a red fox","width":512,"height":1024,"seed":42}}""";

    [Fact]
    public async Task Run_AsTimePasses_GoesFromQueueOverProgressToCompleted()
    {
        await using var harness = await SimulatorHarness.StartAsync();

        var queued = await harness.PostAsync($"{Flux}/run", FluxInput);
        var path = $"{Flux}/status/{queued.Text("id")}";
        var waiting = await harness.GetAsync(path);
        harness.Clock.Advance(TimeSpan.FromMilliseconds(150));
        var running = await harness.GetAsync(path);
        harness.Clock.Advance(TimeSpan.FromMilliseconds(1400));
        var done = await harness.PostAsync(path);

        Assert.Matches("^[0-9a-f-]{36}-u1$", queued.Text("id"));
        Answer[] answers = [queued, waiting, running, done];
        Assert.Equal(["IN_QUEUE", "IN_QUEUE", "IN_PROGRESS", "COMPLETED"], answers.Select(answer => answer.Text("status")));
        Assert.False(waiting.Has("delayTime"));
        Assert.Equal(150, running["delayTime"].GetInt32());
        Assert.Equal(14, running.Text("workerId")!.Length);
        Assert.False(running.Has("executionTime"));
        Assert.Equal(1400, done["executionTime"].GetInt32());
        Assert.Equal(0.0012582912m, done["output"].GetProperty("cost").GetDecimal());
        var link = done["output"].GetProperty("image_url").GetString();
        Assert.StartsWith(harness.Simulator.OutputBaseUri.ToString(), link, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_OfWorkerSdxl_ReturnsDataUrisAndRepeatsTheFirst()
    {
        await using var harness = await SimulatorHarness.StartAsync();
        var queued = await harness.PostAsync($"{Sdxl}/run", """{"input":{"prompt":"a red fox","width":64,"height":64,"num_images":2}}""");
        harness.Clock.Advance(TimeSpan.FromMinutes(1));

        var done = await harness.GetAsync($"{Sdxl}/status/{queued.Text("id")}");

        var images = done["output"].GetProperty("images");
        Assert.Equal(2, images.GetArrayLength());
        Assert.NotEqual(images[0].GetString(), images[1].GetString());
        Assert.Equal(images[0].GetString(), done["output"].GetProperty("image_url").GetString());
        Assert.StartsWith("data:image/png;base64,iVBOR", images[0].GetString(), StringComparison.Ordinal);
        Assert.InRange(done["output"].GetProperty("seed").GetInt32(), 0, 65535);
    }

    [Fact]
    public async Task Run_WithAResultTooLarge_CompletesWithoutOutput()
    {
        await using var harness = await SimulatorHarness.StartAsync(options => options.Renderer = new BulkyRenderer());
        var queued = await harness.PostAsync($"{Sdxl}/run", """{"input":{"prompt":"a sea","num_images":2}}""");
        harness.Clock.Advance(TimeSpan.FromMinutes(1));

        var done = await harness.GetAsync($"{Sdxl}/status/{queued.Text("id")}");

        Assert.Equal("COMPLETED", done.Text("status"));
        Assert.False(done.Has("output"));
    }

    [Fact]
    public async Task RunSync_WhenDoneInTime_AnswersWithTheOutput()
    {
        await using var harness = await SimulatorHarness.StartAsync();
        var run = harness.PostAsync($"{Sdxl}/runsync", Input);
        await harness.UntilItWaitsAsync();
        harness.Clock.Advance(TimeSpan.FromMilliseconds(3650));

        var answer = await run;

        Assert.StartsWith("sync-", answer.Text("id"), StringComparison.Ordinal);
        Assert.Equal("COMPLETED", answer.Text("status"));
        Assert.True(answer.Has("output"));
    }

    [Theory]
    [InlineData("?wait=1000", 1)]
    [InlineData("?wait=1", 1)]
    [InlineData("", 90)]
    public async Task RunSync_WhenTheWaitEnds_AnswersWithTheStatusSoFar(string query, int seconds)
    {
        await using var harness = await SimulatorHarness.StartAsync(
            options => options.Latency.RunTimes["stable-diffusion-xl"] = TimeSpan.FromMinutes(3));
        var run = harness.PostAsync($"{Sdxl}/runsync{query}", Input);
        await harness.UntilItWaitsAsync();
        harness.Clock.Advance(TimeSpan.FromSeconds(seconds));

        var answer = await run;

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal("IN_PROGRESS", answer.Text("status"));
        Assert.False(answer.Has("output"));
    }

    [Fact]
    public async Task StatusSync_WhenTheJobEnds_Answers()
    {
        await using var harness = await SimulatorHarness.StartAsync();
        var id = (await harness.PostAsync($"{Sdxl}/run", Input)).Text("id");
        var poll = harness.GetAsync($"{Sdxl}/status-sync/{id}?wait=5000");
        await harness.UntilItWaitsAsync();
        harness.Clock.Advance(TimeSpan.FromSeconds(4));

        Assert.Equal("COMPLETED", (await poll).Text("status"));
    }

    [Theory]
    [InlineData("run", 30)]
    [InlineData("runsync", 1)]
    public async Task Status_AfterRetention_Is404(string operation, int minutes)
    {
        await using var harness = await SimulatorHarness.StartAsync(options => options.Latency = SimulatorLatency.None);
        var id = (await harness.PostAsync($"{Sdxl}/{operation}", Input)).Text("id");
        harness.Clock.Advance(TimeSpan.FromMinutes(minutes) - TimeSpan.FromSeconds(1));
        var before = await harness.GetAsync($"{Sdxl}/status/{id}");
        harness.Clock.Advance(TimeSpan.FromSeconds(1));

        var after = await harness.GetAsync($"{Sdxl}/status/{id}");

        Assert.Equal(HttpStatusCode.OK, before.Status);
        Assert.Equal(HttpStatusCode.NotFound, after.Status);
    }

    [Fact]
    public async Task Policy_WithLimits_EndsTheJob()
    {
        await using var harness = await SimulatorHarness.StartAsync(
            options => options.Latency.RunTimes["stable-diffusion-xl"] = TimeSpan.FromMinutes(3));
        var slow = (await harness.PostAsync($"{Sdxl}/run", """{"input":{"prompt":"x"},"policy":{"executionTimeout":5000}}""")).Text("id");
        var gone = (await harness.PostAsync($"{Sdxl}/run", """{"input":{"prompt":"x"},"policy":{"ttl":10000}}""")).Text("id");
        harness.Clock.Advance(TimeSpan.FromSeconds(10));

        var failed = await harness.GetAsync($"{Sdxl}/status/{slow}");
        var vanished = await harness.GetAsync($"{Sdxl}/status/{gone}");

        Assert.Equal("FAILED", failed.Text("status"));
        Assert.Equal("executionTimeout exceeded", failed.Text("error"));
        Assert.Equal(HttpStatusCode.NotFound, vanished.Status);
        Assert.Equal(0, harness.Journal.JobsRunning);
    }

    [Fact]
    public async Task Status_WithATtl_KeepsTheResultNoLongerThanThat()
    {
        await using var harness = await SimulatorHarness.StartAsync(options => options.Latency = SimulatorLatency.None);
        var id = (await harness.PostAsync("/v2/flux-image-url/run", """{"input":{"prompt":"x"}}""")).Text("id");

        var now = await harness.GetAsync($"/v2/flux-image-url/status/{id}?ttl=60000");
        harness.Clock.Advance(TimeSpan.FromSeconds(61));
        var later = await harness.GetAsync($"/v2/flux-image-url/status/{id}");

        Assert.Equal((200, 404), ((int)now.Status, (int)later.Status));
    }

    [Fact]
    public async Task Ttl_OfAJobTriedAgain_RunsFromItsSubmission()
    {
        await using var harness = await SimulatorHarness.StartAsync(options => options.Latency = SimulatorLatency.None);
        harness.Simulator.Faults.Add(new FaultRule { Effect = FaultEffect.JobFails("no") });
        var id = (await harness.PostAsync(
            "/v2/flux-image-url/run", """{"input":{"prompt":"x"},"policy":{"ttl":60000}}""")).Text("id");
        harness.Clock.Advance(TimeSpan.FromSeconds(50));

        var retried = await harness.PostAsync($"/v2/flux-image-url/retry/{id}");
        harness.Clock.Advance(TimeSpan.FromSeconds(11));

        Assert.Equal((200, 404), ((int)retried.Status, (int)(await harness.GetAsync($"/v2/flux-image-url/status/{id}")).Status));
    }

    [Fact]
    public async Task Endpoint_UnderAnotherName_RunsTheSameWorker()
    {
        await using var harness = await SimulatorHarness.StartAsync(options =>
        {
            options.Latency = SimulatorLatency.None;
            options.RunPod.Endpoints["abc123xyz"] = "stable-diffusion-xl";
        });

        var alias = await harness.PostAsync("/v2/flux-1-schnell/runsync", FluxInput);
        var own = await harness.PostAsync("/v2/abc123xyz/runsync", Input);

        Assert.Equal(JsonValueKind.String, alias["output"].GetProperty("image_url").ValueKind);
        Assert.Equal(1, own["output"].GetProperty("images").GetArrayLength());
    }

    private sealed class BulkyRenderer : IImageRenderer
    {
        public RenderedImage Render(RenderRequest request) => new(new byte[5 * 1024 * 1024], "image/png");
    }
}
