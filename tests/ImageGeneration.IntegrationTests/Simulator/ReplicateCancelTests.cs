using System.Net;
using System.Text.Json;
using ImageGeneration.Simulator;

namespace ImageGeneration.IntegrationTests.Simulator;

public sealed class ReplicateCancelTests
{
    private static readonly TimeSpan LongRun = TimeSpan.FromHours(2);

    [Fact]
    public async Task Cancel_WhileRunning_AnswersCanceledAndBillsTheTimeRun()
    {
        await using var harness = await SimulatorHarness.StartAsync();
        var created = await harness.PostAsync(
            "/v1/predictions", $$"""{"version":"{{SimulatorHarness.SdxlVersion}}","input":{"prompt":"a castle"} }""");
        harness.Clock.Advance(TimeSpan.FromMilliseconds(2150));

        var canceled = await harness.PostAsync($"/v1/predictions/{created.Text("id")}/cancel");
        harness.Clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(HttpStatusCode.OK, canceled.Status);
        Assert.Equal("canceled", canceled.Text("status"));
        Assert.Equal(JsonValueKind.Null, canceled["output"].ValueKind);
        Assert.Equal(2, canceled["metrics"].GetProperty("predict_time").GetDouble());
        var job = Assert.Single(harness.Journal.Jobs);
        Assert.True(job.CancelRequested);
        Assert.Equal(2 * 0.000975m, job.BilledUsd);
        Assert.Equal(0, harness.Journal.JobsRunning);
    }

    [Fact]
    public async Task Cancel_WhenAlreadyDone_ReturnsTheFinishedPrediction()
    {
        await using var harness = await SimulatorHarness.StartAsync();
        var id = await harness.CreateAsync();
        harness.Clock.Advance(SimulatorHarness.SchnellTime);

        var answer = await harness.PostAsync($"/v1/predictions/{id}/cancel");

        Assert.Equal("succeeded", answer.Text("status"));
        Assert.False(Assert.Single(harness.Journal.Jobs).CancelRequested);
    }

    [Fact]
    public async Task CancelAfter_BeforeTheStart_AbortsFreeOfCharge()
    {
        await using var harness = await SimulatorHarness.StartAsync(options => options.Latency.QueueDelay = TimeSpan.FromMinutes(1));
        var id = await harness.CreateAsync(SimulatorHarness.FluxInput, ("Cancel-After", "30s"));
        harness.Clock.Advance(TimeSpan.FromSeconds(30));

        var answer = await harness.PollAsync(id);

        Assert.Equal("aborted", answer.Text("status"));
        Assert.Equal("2026-01-31T23:30:30Z", answer.Text("deadline"));
        Assert.False(answer.Has("started_at"));
        Assert.Equal(0, harness.Journal.BilledUsd);
    }

    [Theory]
    [InlineData("5", 5)]
    [InlineData("90s", 90)]
    [InlineData("5m", 300)]
    [InlineData("1h0m1s", 3601)]
    public async Task CancelAfter_WhileRunning_CancelsAtTheDeadline(string header, int seconds)
    {
        await using var harness = await SimulatorHarness.StartAsync(
            options => options.Latency.RunTimes["black-forest-labs/flux-schnell"] = TimeSpan.FromMinutes(29));
        var id = await harness.CreateAsync(SimulatorHarness.FluxInput, ("Cancel-After", header));
        harness.Clock.Advance(TimeSpan.FromSeconds(Math.Min(seconds, 1700)) - TimeSpan.FromMilliseconds(1));
        var before = await harness.PollAsync(id);
        harness.Clock.Advance(TimeSpan.FromHours(2));

        var after = await harness.PollAsync(id);

        Assert.Equal("processing", before.Text("status"));
        Assert.Equal(seconds < 1740 ? "canceled" : "succeeded", after.Text("status"));
    }

    [Theory]
    [InlineData("4")]
    [InlineData("25h")]
    [InlineData("soon")]
    [InlineData("")]
    public async Task CancelAfter_OutOfRange_IsRefused(string header)
    {
        await using var harness = await SimulatorHarness.StartAsync();

        var answer = await harness.PostAsync(SimulatorHarness.Schnell, SimulatorHarness.FluxInput, headers: ("Cancel-After", header));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
    }

    [Fact]
    public async Task Run_LongerThanHalfAnHour_TimesOut()
    {
        await using var harness = await SimulatorHarness.StartAsync(
            options => options.Latency.RunTimes["black-forest-labs/flux-schnell"] = LongRun);
        var id = await harness.CreateAsync();
        harness.Clock.Advance(LongRun / 3);

        var answer = await harness.PollAsync(id);

        Assert.Equal("failed", answer.Text("status"));
        Assert.Equal("Prediction timed out", answer.Text("error"));
        Assert.Equal(SimulatedJobState.Failed, harness.Journal.Job(id)!.State);
    }
}
