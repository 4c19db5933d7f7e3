using System.Net;
using ImageGeneration.Simulator;

namespace ImageGeneration.IntegrationTests.Simulator;

public sealed class ControlTests
{
    private const string Faults = "/__simulator/faults";
    private const string Journal = "/__simulator/journal";

    [Fact]
    public async Task Faults_AddedListedAndCleared_AreInForceMeanwhile()
    {
        await using var harness = await SimulatorHarness.StartAsync();

        var added = await harness.PostAsync(Faults, """{"phase":"lookup","effect":{"kind":"status","status":503}}""", key: null);
        var triggered = await harness.GetAsync("/v1/account");
        var listed = await harness.GetAsync(Faults, key: null);
        var cleared = await harness.SendAsync(HttpMethod.Delete, Faults, body: null, key: null);
        var after = await harness.GetAsync("/v1/account");

        Assert.Equal([201, 503, 200, 204, 200], new[] { added, triggered, listed, cleared, after }.Select(answer => (int)answer.Status));
        Assert.Equal(1, listed["faults"][0].GetProperty("triggerCount").GetInt32());
        Assert.Equal(2, harness.Journal.RequestCount);
    }

    [Fact]
    public async Task Faults_ThatAreWrong_Are400AndChangeNothing()
    {
        await using var harness = await SimulatorHarness.StartAsync();

        var answer = await harness.PostAsync(Faults, """{"faults":[{"effect":"reset"},{"effect":"x"}]}""", key: null);

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.StartsWith("faults[1].effect: there is no effect x", answer.Text("error"), StringComparison.Ordinal);
        Assert.Empty(harness.Simulator.Faults.Rules);
    }

    [Fact]
    public async Task Faults_Listed_AreInTheFormInWhichTheyWereAdded()
    {
        await using var harness = await SimulatorHarness.StartAsync();
        const string Written = """{"kind":"rateLimited","seconds":7,"hint":"headerDate"}""";
        await harness.PostAsync(Faults, $$"""{"phase":"create","model":"a/b","times":2,"effect":{{Written}}}""", key: null);
        await harness.PostAsync(Faults, """{"provider":"runPod","script":["pass","reset"]}""", key: null);
        harness.Simulator.Faults.Add(new FaultRule { Skip = 1, Rate = 0.5, Effect = RunPodFaults.GivenUp });

        var listed = (await harness.GetAsync(Faults, key: null))["faults"].EnumerateArray().Select(rule => rule.GetRawText());

        Assert.Equal(
            [
                $$"""{"provider":null,"phase":"create","model":"a/b","skip":0,"times":2,"rate":1,"effect":{{Written}},"triggerCount":0}""",
                """{"provider":"runPod","phase":null,"model":null,"skip":0,"times":null,"rate":1,"script":["pass","reset"],"triggerCount":0}""",
                """{"provider":null,"phase":null,"model":null,"skip":1,"times":null,"rate":0.5,"effect":"runPod.givenUp","triggerCount":0}""",
            ],
            listed);
    }

    [Fact]
    public async Task Journal_OfAJob_ReportsItsRequestsAndItsBill()
    {
        await using var harness = await SimulatorHarness.StartAsync(options => options.Latency = SimulatorLatency.None);
        var id = await harness.CreateAsync();
        await harness.CreateAsync();
        var link = (await harness.PollAsync(id))["output"][0].GetString()!;
        await harness.GetAsync(link);

        var all = await harness.GetAsync(Journal, key: null);
        var one = await harness.GetAsync($"{Journal}?job={id}", key: null);

        Assert.Equal((2, 0, 0.006m), (all["jobsCreated"].GetInt32(), all["jobsRunning"].GetInt32(), all["billedUsd"].GetDecimal()));
        Assert.Equal("Bearer test-key", all["keysSeenOnOutputHost"][0].GetString());
        Assert.Equal((4, 3), (all["requests"].GetArrayLength(), one["requests"].GetArrayLength()));
        var phases = one["requests"].EnumerateArray().Select(request => request.GetProperty("phase").GetString());
        Assert.Equal(["create", "poll", "download"], phases);
        var job = Assert.Single(one["jobs"].EnumerateArray());
        Assert.Equal(("succeeded", 3), (job.GetProperty("state").GetString(), job.GetProperty("requests").GetInt32()));
        Assert.Equal("a red fox", job.GetProperty("input").GetProperty("prompt").GetString());
    }

    [Fact]
    public async Task Route_ThatIsNotThere_SaysWhichAre()
    {
        await using var harness = await SimulatorHarness.StartAsync();

        Assert.Contains("GET /__simulator/journal", (await harness.GetAsync("/__simulator/x")).Text("error"), StringComparison.Ordinal);
    }
}
