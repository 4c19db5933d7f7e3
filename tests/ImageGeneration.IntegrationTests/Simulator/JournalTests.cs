using ImageGeneration.Simulator;

namespace ImageGeneration.IntegrationTests.Simulator;

public sealed class JournalTests
{
    [Fact]
    public async Task Jobs_OfBothProviders_AreCountedAndBilled()
    {
        await using var harness = await SimulatorHarness.StartAsync();
        await harness.CreateAsync("""{"input":{"prompt":"x","num_outputs":4}}""");
        await harness.PostAsync("/v2/flux-1-schnell/run", """{"input":{"prompt":"x","width":1024,"height":1024}}""");
        await harness.PostAsync("/v2/stable-diffusion-xl/run", """{"input":{"prompt":"x"}}""");
        var running = harness.Journal.JobsRunning;

        harness.Clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(3, harness.Journal.JobsCreated);
        Assert.Equal(3, running);
        Assert.Equal(0, harness.Journal.JobsRunning);
        Assert.Equal([4 * 0.003m, 0.0024m * 1.048576m, 3.5m * 0.00019m], harness.Journal.Jobs.Select(job => job.BilledUsd));
        Assert.Equal(harness.Journal.Jobs.Sum(job => job.BilledUsd), harness.Journal.BilledUsd);
        Assert.Equal([4, 1, 1], harness.Journal.Jobs.Select(job => job.Images));
        Assert.Equal("black-forest-labs-flux-1-schnell", harness.Journal.Jobs[1].Model);
    }

    [Fact]
    public async Task Requests_WithTheirJob_AreKeptWithHeadersAndBody()
    {
        await using var harness = await SimulatorHarness.StartAsync();
        var id = await harness.CreateAsync();
        await harness.PollAsync(id);
        await harness.PostAsync($"/v1/predictions/{id}/cancel");

        var requests = harness.Journal.RequestsFor(id);

        Assert.Equal([RequestPhase.Create, RequestPhase.Poll, RequestPhase.Cancel], requests.Select(request => request.Phase));
        Assert.Equal(SimulatorHarness.FluxInput, requests[0].Body);
        Assert.Equal("Bearer test-key", requests[0].Key);
        Assert.StartsWith("application/json", requests[0].Header("content-type"), StringComparison.Ordinal);
        Assert.Equal([201, 200, 200], requests.Select(request => request.AnsweredStatus));
        Assert.DoesNotContain("test-key", string.Concat(requests), StringComparison.Ordinal);
        Assert.Single(harness.Journal.RequestsTo(RequestPhase.Poll, SimulatedProvider.Replicate));
        Assert.Empty(harness.Journal.RequestsTo(RequestPhase.Poll, SimulatedProvider.RunPod));
    }

    [Fact]
    public async Task KeysSeenOnOutputHost_WhenAKeyComesAlong_ReportWhich()
    {
        await using var harness = await SimulatorHarness.StartAsync(options => options.Latency = SimulatorLatency.None);
        var link = (await harness.PollAsync(await harness.CreateAsync()))["output"][0].GetString()!;

        await harness.GetAsync(link, key: null);
        var clean = harness.Journal.KeysSeenOnOutputHost;
        await harness.GetAsync(link, key: "Bearer leaked");

        Assert.Empty(clean);
        Assert.Equal(["Bearer leaked"], harness.Journal.KeysSeenOnOutputHost);
        Assert.Equal(2, harness.Journal.RequestsTo(RequestPhase.Download).Count);
    }

    [Fact]
    public async Task Journal_OverItsCapacity_ForgetsTheOldestButNotTheFigures()
    {
        await using var harness = await SimulatorHarness.StartAsync(options =>
        {
            options.Latency = SimulatorLatency.None;
            options.JournalCapacity = 5;
            options.JournalBodyLimit = 10;
        });
        for (var i = 0; i < 12; i++)
        {
            await harness.CreateAsync();
        }

        Assert.Equal(5, harness.Journal.Requests.Count);
        Assert.Equal(5, harness.Journal.Jobs.Count);
        Assert.Equal(12, harness.Journal.RequestCount);
        Assert.Equal(12, harness.Journal.JobsCreated);
        Assert.Equal(12 * 0.003m, harness.Journal.BilledUsd);
        Assert.Equal(10, harness.Journal.Requests[0].Body.Length);
    }

    [Fact]
    public async Task JobsFor_APrompt_AreThoseThatARequestMade()
    {
        await using var harness = await SimulatorHarness.StartAsync(options => options.Latency = SimulatorLatency.None);
        await harness.CreateAsync();
        await harness.PostAsync("/v2/flux-image-url/run", """{"input":{"prompt":"a red fox"}}""");
        await harness.PostAsync("/modal", """{"prompt":"another"}""");

        var told = await harness.GetAsync("/__simulator/journal?prompt=another", key: null);

        Assert.Equal(
            [SimulatedProvider.Replicate, SimulatedProvider.RunPod],
            harness.Journal.JobsFor("a red fox").Select(job => job.Provider));
        Assert.Empty(harness.Journal.JobsFor("a red"));
        Assert.Equal((1, 1), (told["jobs"].GetArrayLength(), told["requests"].GetArrayLength()));
        Assert.Equal("another", told["jobs"][0].GetProperty("prompt").GetString());
    }
}
