using System.Net;
using System.Text.Json;
using ImageGeneration.Simulator;

namespace ImageGeneration.IntegrationTests.Simulator;

public sealed class RunPodPoolTests
{
    private const string Endpoint = "/v2/stable-diffusion-xl";
    private const string Input = """{"input":{"prompt":"a red fox","width":64,"height":64}}""";

    [Fact]
    public async Task Workers_FewerThanJobs_TakeThemInTurn()
    {
        await using var harness = await StartAsync(workers: 2);
        var ids = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            ids.Add(await RunAsync(harness));
        }

        harness.Clock.Advance(TimeSpan.FromSeconds(1));
        var first = await StatesAsync(harness, ids);
        harness.Clock.Advance(TimeSpan.FromSeconds(10));
        var second = await StatesAsync(harness, ids);
        harness.Clock.Advance(TimeSpan.FromSeconds(20));
        var last = await harness.GetAsync($"{Endpoint}/status/{ids[4]}");

        Assert.Equal("IN_PROGRESS IN_PROGRESS IN_QUEUE IN_QUEUE IN_QUEUE", first);
        Assert.Equal("COMPLETED COMPLETED IN_PROGRESS IN_PROGRESS IN_QUEUE", second);
        Assert.Equal(("COMPLETED", 20150), (last.Text("status"), last["delayTime"].GetInt32()));
    }

    [Fact]
    public async Task Workers_FreedByACancellation_TakeTheNextAtOnce()
    {
        await using var harness = await StartAsync(workers: 1);
        var running = await RunAsync(harness);
        var waiting = await RunAsync(harness);
        harness.Clock.Advance(TimeSpan.FromSeconds(2));

        await harness.PostAsync($"{Endpoint}/cancel/{running}");

        Assert.Equal("CANCELLED IN_PROGRESS", await StatesAsync(harness, [running, waiting]));
        Assert.Equal(2000, (await harness.GetAsync($"{Endpoint}/status/{waiting}"))["delayTime"].GetInt32());
    }

    [Fact]
    public async Task Workers_NoneAtAll_LeaveJobsInTheQueueUntilTheyVanish()
    {
        await using var harness = await StartAsync(workers: 0);
        var id = await RunAsync(harness);
        harness.Clock.Advance(TimeSpan.FromHours(23));
        var waiting = await StatesAsync(harness, [id]);
        var health = await harness.GetAsync($"{Endpoint}/health");
        harness.Clock.Advance(TimeSpan.FromHours(1));

        Assert.Equal("IN_QUEUE", waiting);
        Assert.All(health["workers"].EnumerateObject(), counter => Assert.Equal(0, counter.Value.GetInt32()));
        Assert.Equal(HttpStatusCode.NotFound, (await harness.GetAsync($"{Endpoint}/status/{id}")).Status);
    }

    [Fact]
    public async Task Workers_NoneOnASlowMachine_LeaveTheJobInTheQueue()
    {
        await using var harness = await StartAsync(workers: 0, options => options.TimeProvider = new HurriedClock());

        var id = await RunAsync(harness);

        Assert.Equal("IN_QUEUE", await StatesAsync(harness, [id]));
    }

    [Fact]
    public async Task Queue_FarTooLong_Is429()
    {
        await using var harness = await StartAsync(workers: 0);
        for (var i = 0; i < 51; i++)
        {
            await RunAsync(harness);
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, (await harness.PostAsync($"{Endpoint}/run", Input)).Status);
    }

    [Fact]
    public async Task Health_OfACrashLoopOrAsSet_CountsAllSixStates()
    {
        await using var harness = await SimulatorHarness.StartAsync(options => options.RunPod.Health["flux-1-dev"] = new RunPodWorkerCounts
        {
            Idle = 1,
            Initializing = 2,
            Ready = 3,
            Running = 4,
            Throttled = 5,
            Unhealthy = 6,
        });
        harness.Simulator.Faults.Add(new FaultRule { Effect = RunPodFaults.CrashLoop });
        await RunAsync(harness);

        var crashing = await harness.GetAsync($"{Endpoint}/health");
        var set = await harness.GetAsync("/v2/flux-1-dev/health");

        Assert.Equal((1, 0), (Worker(crashing, "unhealthy"), Worker(crashing, "throttled")));
        string[] states = ["idle", "initializing", "ready", "running", "throttled", "unhealthy"];
        Assert.Equal([1, 2, 3, 4, 5, 6], states.Select(state => Worker(set, state)));
    }

    [Fact]
    public async Task Stream_OfAnImageWorker_HoldsTheResultOnce()
    {
        await using var harness = await SimulatorHarness.StartAsync();
        var id = await RunAsync(harness);
        var held = harness.GetAsync($"{Endpoint}/stream/{id}?wait=1000");
        await harness.UntilItWaitsAsync();
        harness.Clock.Advance(TimeSpan.FromSeconds(1));
        var empty = await held;
        harness.Clock.Advance(TimeSpan.FromSeconds(10));

        var full = await harness.GetAsync($"{Endpoint}/stream/{id}");
        var again = await harness.PostAsync($"{Endpoint}/stream/{id}");

        Assert.Equal(("IN_PROGRESS", 0), (empty.Text("status"), empty["stream"].GetArrayLength()));
        Assert.Equal(("COMPLETED", 1, 0), (full.Text("status"), full["stream"].GetArrayLength(), again["stream"].GetArrayLength()));
        Assert.True(full["stream"][0].GetProperty("output").TryGetProperty("images", out _));
    }

    [Fact]
    public async Task Webhook_NotTaken_IsSentTwiceMoreTenSecondsApart()
    {
        await using var harness = await SimulatorHarness.StartAsync(options => options.Latency = SimulatorLatency.None);
        using var receiver = Receiver.Start(500, 500);
        await harness.PostAsync(
            "/v2/flux-1-schnell/run", $$"""{"input":{"prompt":"x","width":256,"height":256},"webhook":"{{receiver.Uri}}"}""");

        var got = await receiver.UntilAsync(3, harness);

        using var body = JsonDocument.Parse(got[2].Body);
        var sent = harness.Journal.Webhooks;
        Assert.Equal("COMPLETED", body.RootElement.GetProperty("status").GetString());
        Assert.Equal("x", body.RootElement.GetProperty("input").GetProperty("prompt").GetString());
        Assert.Equal([10.0, 10.0], [(sent[1].Time - sent[0].Time).TotalSeconds, (sent[2].Time - sent[1].Time).TotalSeconds]);
        Assert.False(got[0].Headers.ContainsKey("webhook-signature"));
    }

    private static int Worker(Answer health, string state) => health["workers"].GetProperty(state).GetInt32();

    private static Task<SimulatorHarness> StartAsync(int workers, Action<SimulatorOptions>? configure = null) =>
        SimulatorHarness.StartAsync(options =>
        {
            options.Latency.RunTimes["stable-diffusion-xl"] = TimeSpan.FromSeconds(10);
            options.RunPod.MaxWorkers["stable-diffusion-xl"] = workers;
            configure?.Invoke(options);
        });

    private static async Task<string> RunAsync(SimulatorHarness harness) => (await harness.PostAsync($"{Endpoint}/run", Input)).Text("id")!;

    private static async Task<string> StatesAsync(SimulatorHarness harness, IEnumerable<string> ids)
    {
        var states = new List<string>();
        foreach (var id in ids)
        {
            states.Add((await harness.GetAsync($"{Endpoint}/status/{id}")).Text("status")!);
        }

        return string.Join(' ', states);
    }

    /// <summary>Between two looks at it a second has passed, as on a machine that has other things to do.</summary>
    private sealed class HurriedClock : TimeProvider
    {
        private long _reads;

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddSeconds(Interlocked.Increment(ref _reads));
    }
}
