using System.Net;
using System.Text.Json;
using ImageGeneration.Simulator;

namespace ImageGeneration.IntegrationTests.Simulator;

public sealed class FaultTests
{
    private const string SdxlRun = "/v2/stable-diffusion-xl/run";
    private const string SdxlInput = """{"input":{"prompt":"a red fox","width":64,"height":64,"num_images":2}}""";

    [Fact]
    public async Task Rule_WithSkipAndTimes_StrikesThatOftenInThatPhaseOnly()
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

        Assert.Equal([HttpStatusCode.Created, HttpStatusCode.ServiceUnavailable, HttpStatusCode.ServiceUnavailable, HttpStatusCode.Created], statuses);
        Assert.Equal(2, harness.Simulator.Faults.Struck(rule));
        Assert.Equal(2, harness.Journal.JobsCreated);
        Assert.Equal(HttpStatusCode.OK, (await harness.GetAsync("/v1/account")).Status);
    }

    [Fact]
    public async Task Rule_WithARate_StrikesThatShareAndTheSameInEachRun()
    {
        var first = await StrikesAsync();
        var second = await StrikesAsync();

        Assert.InRange(first.Count(struck => struck), 15, 45);
        Assert.Equal(first, second);

        static async Task<List<bool>> StrikesAsync()
        {
            await using var harness = await SimulatorHarness.StartAsync();
            harness.Simulator.Faults.Add(new FaultRule { Rate = 0.3, Effect = FaultEffect.Status(500) });
            var struck = new List<bool>();
            for (var i = 0; i < 100; i++)
            {
                struck.Add((await harness.GetAsync("/v1/account")).Status == HttpStatusCode.InternalServerError);
            }

            return struck;
        }
    }

    [Fact]
    public async Task Rule_WithAConditionOrRemoved_StrikesNothingElse()
    {
        await using var harness = await SimulatorHarness.StartAsync();
        var rule = harness.Simulator.Faults.Add(new FaultRule
        {
            When = request => request.Path.EndsWith("/hardware", StringComparison.Ordinal),
            Effect = FaultEffect.Status(500),
        });

        var struck = (await harness.GetAsync("/v1/hardware")).Status;
        var other = (await harness.GetAsync("/v1/account")).Status;
        var removed = harness.Simulator.Faults.Remove(rule);
        var after = (await harness.GetAsync("/v1/hardware")).Status;

        Assert.Equal([HttpStatusCode.InternalServerError, HttpStatusCode.OK, HttpStatusCode.OK], [struck, other, after]);
        Assert.True(removed);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task RateLimited_ByHeaderOrBodyAlone_TellsTheWait(bool header)
    {
        await using var harness = await SimulatorHarness.StartAsync();
        harness.Simulator.Faults.Add(new FaultRule { Effect = FaultEffect.RateLimited(7, header) });

        var answer = await harness.PostAsync(SimulatorHarness.Schnell, SimulatorHarness.FluxInput);

        Assert.Equal(HttpStatusCode.TooManyRequests, answer.Status);
        Assert.Equal(header, answer.Headers.ContainsKey("Retry-After"));
        Assert.Equal(7, answer["retry_after"].GetInt32());
        Assert.Equal(0, harness.Journal.JobsCreated);
    }

    [Fact]
    public async Task Status_WithABodyOfOnesOwn_IsSentAsItIs()
    {
        await using var harness = await SimulatorHarness.StartAsync();
        harness.Simulator.Faults.Add(new FaultRule
        {
            Effect = FaultEffect.Status(502, "<html>", "text/html", new Dictionary<string, string> { ["Retry-After"] = "3" }, afterAccept: true),
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

        await harness.Clock.StepUntilAsync(read, TimeSpan.FromSeconds(1), TimeSpan.FromDays(30));

        Assert.Equal(4, (await read).Json.GetArrayLength());
    }

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
        Assert.EndsWith("NSFW content detected in image 1\nNSFW content detected in image 2\n", answer.Text("logs"), StringComparison.Ordinal);
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
