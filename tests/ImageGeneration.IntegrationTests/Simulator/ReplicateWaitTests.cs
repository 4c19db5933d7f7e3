using System.Net;
using ImageGeneration.Simulator;

namespace ImageGeneration.IntegrationTests.Simulator;

public sealed class ReplicateWaitTests
{
    [Fact]
    public async Task Wait_WhenDoneInTime_AnswersProcessingWithTheOutputAndNoMetrics()
    {
        await using var harness = await SimulatorHarness.StartAsync();

        var answer = await CreateAsync(harness, "wait", SimulatorHarness.SchnellTime);

        Assert.Equal(HttpStatusCode.Created, answer.Status);
        Assert.Equal("processing", answer.Text("status"));
        Assert.Equal(1, answer["output"].GetArrayLength());
        Assert.False(answer.Has("metrics"));
        Assert.False(answer.Has("completed_at"));
        Assert.Equal("wait", answer.Headers["preference-applied"]);
        Assert.Equal("succeeded", (await harness.PollAsync(answer.Text("id")!)).Text("status"));
    }

    [Fact]
    public async Task Wait_WhenSetToReportTheTruth_AnswersSucceeded()
    {
        await using var harness = await SimulatorHarness.StartAsync(options => options.Replicate.SyncRepliesSayProcessing = false);

        var answer = await CreateAsync(harness, "wait=10", SimulatorHarness.SchnellTime);

        Assert.Equal("succeeded", answer.Text("status"));
        Assert.True(answer.Has("metrics"));
    }

    [Theory]
    [InlineData("wait=1", 1)]
    [InlineData("wait", 60)]
    [InlineData("wait=99", 60)]
    public async Task Wait_WhenTimeRunsOut_AnswersAcceptedWithoutOutput(string preference, int seconds)
    {
        await using var harness = await SimulatorHarness.StartAsync(
            options => options.Latency.RunTimes["black-forest-labs/flux-schnell"] = TimeSpan.FromMinutes(5));

        var answer = await CreateAsync(harness, preference, TimeSpan.FromSeconds(seconds));

        Assert.Equal(HttpStatusCode.Accepted, answer.Status);
        Assert.Equal("processing", answer.Text("status"));
        Assert.Equal(System.Text.Json.JsonValueKind.Null, answer["output"].ValueKind);
        Assert.Equal(preference, answer.Headers["preference-applied"]);
    }

    [Theory]
    [InlineData("wait=0")]
    [InlineData("respond-async")]
    public async Task Wait_WhenMalformed_IsIgnored(string preference)
    {
        await using var harness = await SimulatorHarness.StartAsync();

        var answer = await harness.PostAsync(SimulatorHarness.Schnell, SimulatorHarness.FluxInput, headers: ("Prefer", preference));

        Assert.Equal("starting", answer.Text("status"));
        Assert.False(answer.Headers.ContainsKey("preference-applied"));
    }

    [Fact]
    public async Task Wait_WhenCanceledMeanwhile_AnswersAtOnce()
    {
        await using var harness = await SimulatorHarness.StartAsync();
        var create = harness.PostAsync(SimulatorHarness.Schnell, SimulatorHarness.FluxInput, headers: ("Prefer", "wait"));
        await harness.UntilItWaitsAsync();

        await harness.PostAsync($"/v1/predictions/{harness.Journal.Jobs[0].Id}/cancel");
        var answer = await create;

        Assert.Equal("canceled", answer.Text("status"));
    }

    [Fact]
    public async Task Wait_WhenTheClientLeaves_RunsOn()
    {
        await using var harness = await SimulatorHarness.StartAsync();
        using var leave = new CancellationTokenSource();
        using var request = new HttpRequestMessage(HttpMethod.Post, SimulatorHarness.Schnell);
        request.Content = new StringContent(SimulatorHarness.FluxInput);
        request.Headers.Add("Authorization", "Bearer test-key");
        request.Headers.Add("Prefer", "wait");
        var create = harness.Client.SendAsync(request, leave.Token);
        await harness.UntilItWaitsAsync();

        await leave.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => create);
        harness.Clock.Advance(SimulatorHarness.SchnellTime);

        Assert.Equal(SimulatedJobState.Succeeded, Assert.Single(harness.Journal.Jobs).State);
    }

    private static async Task<Answer> CreateAsync(SimulatorHarness harness, string preference, TimeSpan passes)
    {
        var create = harness.PostAsync(SimulatorHarness.Schnell, SimulatorHarness.FluxInput, headers: ("Prefer", preference));
        await harness.UntilItWaitsAsync();
        harness.Clock.Advance(passes);
        return await create;
    }
}
