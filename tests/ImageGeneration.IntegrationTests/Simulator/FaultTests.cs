using System.Net;
using System.Text.Json;
using ImageGeneration.Simulator;

namespace ImageGeneration.IntegrationTests.Simulator;

public sealed class FaultTests
{
    [Fact]
    public async Task Rule_WithSkipAndTimes_TriggersThatOftenInThatPhaseOnly()
    {
        await using var harness = await SimulatorHarness.StartAsync();
        var rule = harness.Simulator.Faults.Add(new FaultRule
        {
            Provider = SimulatedProvider.Replicate,
            Phase = RequestPhase.Create,
            Model = "black-forest-labs/flux-schnell",
            Skip = 1,
            Times = 2,
            Effect = FaultEffect.Status(503),
        });

        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < 4; i++)
        {
            statuses.Add((await harness.PostAsync(SimulatorHarness.Schnell, SimulatorHarness.FluxInput)).Status);
        }

        Assert.Equal([201, 503, 503, 201], statuses.Select(status => (int)status));
        Assert.Equal(2, harness.Simulator.Faults.TriggerCount(rule));
        Assert.Equal(2, harness.Journal.JobsCreated);
        Assert.Equal(HttpStatusCode.OK, (await harness.GetAsync("/v1/account")).Status);
    }

    [Fact]
    public async Task Rule_WithARate_TriggersThatShareAndTheSameInEachRun()
    {
        var first = await StrikesAsync();
        var second = await StrikesAsync();

        Assert.InRange(first.Count(triggered => triggered), 15, 45);
        Assert.Equal(first, second);

        static async Task<List<bool>> StrikesAsync()
        {
            await using var harness = await SimulatorHarness.StartAsync();
            harness.Simulator.Faults.Add(new FaultRule { Rate = 0.3, Effect = FaultEffect.Status(500) });
            var triggered = new List<bool>();
            for (var i = 0; i < 100; i++)
            {
                triggered.Add((await harness.GetAsync("/v1/account")).Status == HttpStatusCode.InternalServerError);
            }

            return triggered;
        }
    }

    [Fact]
    public async Task Rule_WithAConditionOrRemoved_TriggersNothingElse()
    {
        await using var harness = await SimulatorHarness.StartAsync();
        var rule = harness.Simulator.Faults.Add(new FaultRule
        {
            When = request => request.Path.EndsWith("/hardware", StringComparison.Ordinal),
            Effect = FaultEffect.Status(500),
        });

        var triggered = (await harness.GetAsync("/v1/hardware")).Status;
        var other = (await harness.GetAsync("/v1/account")).Status;
        var removed = harness.Simulator.Faults.Remove(rule);
        var after = (await harness.GetAsync("/v1/hardware")).Status;

        Assert.Equal([HttpStatusCode.InternalServerError, HttpStatusCode.OK, HttpStatusCode.OK], [triggered, other, after]);
        Assert.True(removed);
    }

    [Fact]
    public async Task Status_WithABodyOfOnesOwn_IsSentAsItIs()
    {
        await using var harness = await SimulatorHarness.StartAsync();
        harness.Simulator.Faults.Add(new FaultRule
        {
            Effect = FaultEffect.Status(
                502, "<html>", "text/html", new Dictionary<string, string> { ["Retry-After"] = "3" }, afterAccept: true),
        });

        var answer = await harness.PostAsync(SimulatorHarness.Schnell, SimulatorHarness.FluxInput);

        Assert.Equal(HttpStatusCode.BadGateway, answer.Status);
        Assert.Equal("<html>", answer.Body);
        Assert.Equal("3", answer.Headers["Retry-After"]);
        Assert.Equal(1, harness.Journal.JobsCreated);
    }

    [Theory]
    [InlineData(402, "Insufficient credit")]
    [InlineData(401, "Unauthenticated")]
    public async Task Status_WithoutABody_HasTheProvidersOwn(int status, string title)
    {
        await using var harness = await SimulatorHarness.StartAsync();
        harness.Simulator.Faults.Add(new FaultRule { Effect = FaultEffect.Status(status) });

        Assert.Equal(title, (await harness.PostAsync(SimulatorHarness.Schnell, SimulatorHarness.FluxInput)).Text("title"));
    }

    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 1)]
    public async Task Reset_BeforeOrAfterAccepting_LeavesNoAnswer(bool accepted, int jobs)
    {
        await using var harness = await SimulatorHarness.StartAsync();
        harness.Simulator.Faults.Add(new FaultRule { Effect = accepted ? FaultEffect.LostAnswer : FaultEffect.Reset, Times = 1 });

        await Assert.ThrowsAsync<HttpRequestException>(() => harness.PostAsync(SimulatorHarness.Schnell, SimulatorHarness.FluxInput));
        var list = await harness.GetAsync("/v1/predictions");

        Assert.Equal(jobs, harness.Journal.JobsCreated);
        Assert.Equal(jobs, list["results"].GetArrayLength());
        Assert.Null(harness.Journal.RequestsTo(RequestPhase.Create)[0].AnsweredStatus);
    }

    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 1)]
    public async Task Hang_UntilTheClientLeaves_AcceptsOrNot(bool accepted, int jobs)
    {
        await using var harness = await SimulatorHarness.StartAsync();
        harness.Simulator.Faults.Add(new FaultRule { Effect = accepted ? FaultEffect.HangAfterAccept : FaultEffect.Hang });
        harness.Client.Timeout = TimeSpan.FromMilliseconds(300);

        await Assert.ThrowsAsync<TaskCanceledException>(() => harness.PostAsync(SimulatorHarness.Schnell, SimulatorHarness.FluxInput));

        Assert.Equal(jobs, harness.Journal.JobsCreated);
    }

    [Fact]
    public async Task HalfBody_OfASubmit_EndsInOrderAndIsNoJson()
    {
        await using var harness = await SimulatorHarness.StartAsync();
        harness.Simulator.Faults.Add(new FaultRule { Phase = RequestPhase.Create, Effect = FaultEffect.HalfBody, Times = 1 });

        var half = await harness.PostAsync(SimulatorHarness.Schnell, SimulatorHarness.FluxInput);

        Assert.Equal(HttpStatusCode.Created, half.Status);
        Assert.StartsWith("{\"id\":\"", half.Body, StringComparison.Ordinal);
        Assert.ThrowsAny<JsonException>(() => half.Json);
        Assert.Equal(1, harness.Journal.JobsCreated);
    }

    [Fact]
    public async Task TruncatedBody_OfADownload_BreaksOff()
    {
        await using var harness = await SimulatorHarness.StartAsync(options => options.Latency = SimulatorLatency.None);
        var link = (await harness.PollAsync(await harness.CreateAsync()))["output"][0].GetString()!;
        harness.Simulator.Faults.Add(new FaultRule { Phase = RequestPhase.Download, Effect = FaultEffect.TruncatedBody, Times = 1 });

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => harness.Client.GetByteArrayAsync(new Uri(link)));
        Assert.NotEmpty(await harness.Client.GetByteArrayAsync(new Uri(link)));
    }

    [Fact]
    public async Task SlowBody_WithTheClockAdvanced_ArrivesWhole()
    {
        await using var harness = await SimulatorHarness.StartAsync();
        harness.Simulator.Faults.Add(new FaultRule { Effect = FaultEffect.SlowBody(TimeSpan.FromSeconds(8)) });
        var read = harness.GetAsync("/v1/hardware");
        await harness.UntilItWaitsAsync();

        await harness.AdvanceUntilAsync(read);

        Assert.Equal(4, (await read).Json.GetArrayLength());
    }
}
