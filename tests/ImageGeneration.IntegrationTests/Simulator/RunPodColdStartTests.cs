namespace ImageGeneration.IntegrationTests.Simulator;

public sealed class RunPodColdStartTests
{
    private const string Input = """{"input":{"prompt":"x","width":256,"height":256}}""";

    [Fact]
    public async Task Health_OfAColdEndpoint_FollowsItsWorkerFromNothingToIdleAndBack()
    {
        await using var harness = await StartAsync();
        var before = await WorkersAsync(harness, "stable-diffusion-xl");
        await harness.PostAsync("/v2/stable-diffusion-xl/run", Input);
        var starting = await WorkersAsync(harness, "stable-diffusion-xl");
        harness.Clock.Advance(TimeSpan.FromSeconds(61));
        var running = await WorkersAsync(harness, "stable-diffusion-xl");
        harness.Clock.Advance(TimeSpan.FromSeconds(10));
        var warm = await WorkersAsync(harness, "stable-diffusion-xl");
        harness.Clock.Advance(TimeSpan.FromSeconds(60));

        Assert.Equal(["", "initializing", "running", "idle ready", ""], [before, starting, running, warm, await WorkersAsync(harness, "stable-diffusion-xl")]);
    }

    [Fact]
    public async Task Health_OfAnotherEndpoint_IsWarm()
    {
        await using var harness = await StartAsync();

        Assert.Equal("idle ready", await WorkersAsync(harness, "flux-1-schnell"));
    }

    [Fact]
    public async Task ColdStart_AfterTheIdleTime_IsWaitedForAgain()
    {
        await using var harness = await StartAsync();
        List<int> waits = [];
        foreach (var idle in (double[])[0, 50, 60])
        {
            harness.Clock.Advance(TimeSpan.FromSeconds(idle));
            var id = (await harness.PostAsync("/v2/stable-diffusion-xl/run", Input)).Text("id");
            harness.Clock.Advance(TimeSpan.FromSeconds(idle is 50 ? 10 : 70));
            var done = await harness.GetAsync($"/v2/stable-diffusion-xl/status/{id}");
            Assert.Equal("COMPLETED", done.Text("status"));
            waits.Add(done["delayTime"].GetInt32());
        }

        Assert.Equal([60_150, 150, 60_150], waits);
    }

    private static Task<SimulatorHarness> StartAsync() => SimulatorHarness.StartAsync(options =>
    {
        options.Latency.ColdStarts["stable-diffusion-xl"] = TimeSpan.FromMinutes(1);
        options.Latency.IdleAfter = TimeSpan.FromMinutes(1);
    });

    private static async Task<string> WorkersAsync(SimulatorHarness harness, string endpoint)
    {
        var health = await harness.GetAsync($"/v2/{endpoint}/health");
        return string.Join(' ', health["workers"].EnumerateObject().Where(state => state.Value.GetInt32() > 0).Select(state => state.Name));
    }
}
