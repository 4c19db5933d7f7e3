using System.Net;
using System.Text.Json;
using ImageGeneration.Simulator;

namespace ImageGeneration.IntegrationTests.Simulator;

public sealed class RunPodFaultTests
{
    private const string Endpoint = "/v2/flux-1-schnell";
    private const string Input = """{"input":{"prompt":"a red fox","width":256,"height":256}}""";

    public static TheoryData<string, FaultEffect, string, string> Failures => new()
    {
        { "text", FaultEffect.JobFails("CUDA out of memory."), "\"CUDA out of memory.\"", "" },
        { "list", RunPodFaults.ErrorList("a", "b"), """["a","b"]""", "" },
        { "object", RunPodFaults.Error("""{"code":1}""", """{"details":2}"""), """{"code":1}""", """{"details":2}""" },
        { "lost", RunPodFaults.GivenUp, "\"job timed out after 1 retries\"", "" },
    };

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task Error_OfAnyShape_IsSentAsItIs(string name, FaultEffect effect, string error, string output)
    {
        var answer = await RunAsync(effect);

        Assert.NotEmpty(name);
        Assert.Equal(("FAILED", error), (answer.Text("status"), answer["error"].GetRawText()));
        Assert.Equal(output, answer.Has("output") ? answer["output"].GetRawText() : "");
        Assert.Equal(effect == RunPodFaults.GivenUp, answer.Has("retries"));
    }

    [Fact]
    public async Task HandlerException_IsAStringThatHoldsJson()
    {
        var answer = await RunAsync(RunPodFaults.HandlerException("CUDA out of memory. Tried to \"allocate\""));

        using var error = JsonDocument.Parse(answer.Text("error")!);
        Assert.Equal("CUDA out of memory. Tried to \"allocate\"", error.RootElement.GetProperty("error_message").GetString());
        Assert.Equal("<class 'RuntimeError'>", error.RootElement.GetProperty("error_type").GetString());
    }

    [Theory]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("\"text\"")]
    public async Task Output_OfAnyShape_IsCompletedAllTheSame(string output)
    {
        var answer = await RunAsync(RunPodFaults.Output(output));

        Assert.Equal(("COMPLETED", output), (answer.Text("status"), answer["output"].GetRawText()));
    }

    [Fact]
    public async Task CompletedWithError_LooksLikeSuccess()
    {
        var answer = await RunAsync(RunPodFaults.CompletedWithError("CUDA out of memory"));

        Assert.Equal("COMPLETED", answer.Text("status"));
        Assert.Equal("""{"status":"error","message":"CUDA out of memory"}""", answer["output"].GetRawText());
    }

    [Fact]
    public async Task NoId_OfASubmit_LeavesAJobNobodyKnows()
    {
        await using var harness = await SimulatorHarness.StartAsync();
        harness.Simulator.Faults.Add(new FaultRule { Effect = RunPodFaults.NoId });

        var answer = await harness.PostAsync($"{Endpoint}/run", Input);

        Assert.Equal((HttpStatusCode.OK, "IN_QUEUE", false), (answer.Status, answer.Text("status"), answer.Has("id")));
        Assert.Equal(1, harness.Journal.JobsRunning);
    }

    [Fact]
    public async Task Progress_WhileItRuns_ShowsAnOutputThatIsNoResult()
    {
        await using var harness = await SimulatorHarness.StartAsync();
        harness.Simulator.Faults.Add(new FaultRule { Effect = RunPodFaults.Progress("""{"progress":50}""") });
        var path = $"{Endpoint}/status/{(await harness.PostAsync($"{Endpoint}/run", Input)).Text("id")}";
        var queued = await harness.GetAsync(path);
        harness.Clock.Advance(TimeSpan.FromSeconds(1));
        var running = await harness.GetAsync(path);
        harness.Clock.Advance(TimeSpan.FromSeconds(10));
        var done = await harness.GetAsync(path);

        Assert.False(queued.Has("output"));
        Assert.Equal(("IN_PROGRESS", """{"progress":50}"""), (running.Text("status"), running["output"].GetRawText()));
        Assert.True(done["output"].TryGetProperty("image_url", out _));
    }

    [Fact]
    public async Task Image_ThatIsMissingOnceRedirectedOrMislabelled_ComesAtLast()
    {
        await using var harness = await SimulatorHarness.StartAsync(options => options.Latency = SimulatorLatency.None);
        var link = new Uri((await harness.PostAsync($"{Endpoint}/runsync", Input))["output"].GetProperty("image_url").GetString()!);
        FaultEffect[] effects =
        [
            FaultEffect.Status(404), FaultEffect.Redirect(), FaultEffect.Redirect(307, "http://localhost:1/x"),
            FaultEffect.WrongContentType("text/html"), FaultEffect.EmptyBody,
        ];
        foreach (var effect in effects)
        {
            harness.Simulator.Faults.Add(new FaultRule { Phase = RequestPhase.Download, Effect = effect, Times = 1 });
        }

        var answers = new List<Answer>();
        for (var i = 0; i < 6; i++)
        {
            using var response = await harness.Client.GetAsync(link);
            answers.Add(await Answer.ReadAsync(response));
        }

        Assert.Equal([404, 302, 307, 200, 200, 200], answers.Select(answer => (int)answer.Status));
        Assert.Equal((link.AbsolutePath, "http://localhost:1/x"), (answers[1].Headers["Location"], answers[2].Headers["Location"]));
        Assert.Equal(("text/html", "image/png"), (answers[3].Headers["Content-Type"], answers[5].Headers["Content-Type"]));
        Assert.Equal("", answers[4].Body);
    }

    [Fact]
    public async Task FailedEnvelope_OfASubmit_HasAnErrorsStatusAndAJobsBody()
    {
        await using var harness = await SimulatorHarness.StartAsync();
        harness.Simulator.Faults.Add(new FaultRule { Effect = RunPodFaults.FailedEnvelope("Invalid parameter: seed") });

        var answer = await harness.PostAsync("/v2/flux-image-url/run", """{"input":{"prompt":"x"}}""");

        Assert.Equal((400, "FAILED", "Invalid parameter: seed"), ((int)answer.Status, answer.Text("status"), answer.Text("error")));
        Assert.True(answer.Has("id"));
        Assert.Equal(0, harness.Journal.JobsCreated);
    }

    [Fact]
    public async Task Status_ByGetAlone_CanBeRefused()
    {
        await using var harness = await SimulatorHarness.StartAsync(options => options.Latency = SimulatorLatency.None);
        harness.Simulator.Faults.AddJson("""{"phase":"poll","method":"GET","effect":{"kind":"status","status":405}}""");
        var id = (await harness.PostAsync("/v2/flux-image-url/run", """{"input":{"prompt":"x"}}""")).Text("id");

        var get = await harness.GetAsync($"/v2/flux-image-url/status/{id}");
        var post = await harness.PostAsync($"/v2/flux-image-url/status/{id}");

        Assert.Equal((405, 200), ((int)get.Status, (int)post.Status));
    }

    [Fact]
    public async Task LoadBalancer_AskedToQueue_Refuses()
    {
        await using var harness = await SimulatorHarness.StartAsync(options => options.RunPod.LoadBalancers.Add("flux-1-schnell"));

        var answer = await harness.PostAsync($"{Endpoint}/run", Input);

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal("/run is not allowed for LB API, use load balancer endpoint", answer.Text("error"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Rate_BeyondTheLimitOfAnOperation_Is429(bool header)
    {
        await using var harness = await SimulatorHarness.StartAsync(options =>
        {
            options.RunPod.RequestsPerTenSeconds["run"] = 2;
            options.RunPod.RateLimitHint = header ? RateLimitHint.Header : RateLimitHint.None;
        });

        var answers = new List<Answer>();
        for (var i = 0; i < 3; i++)
        {
            answers.Add(await harness.PostAsync($"{Endpoint}/run", Input));
        }

        var other = await harness.PostAsync("/v2/flux-1-dev/run", Input);
        harness.Clock.Advance(TimeSpan.FromSeconds(5));
        answers.Add(await harness.PostAsync($"{Endpoint}/run", Input));

        Assert.Equal([200, 200, 429, 200], answers.Select(answer => (int)answer.Status));
        Assert.Equal(HttpStatusCode.OK, other.Status);
        Assert.Equal(header ? "5" : "", answers[2].Headers.GetValueOrDefault("Retry-After", ""));
    }

    [Fact]
    public async Task Rate_OfStatusSync_IsThatOfStatus()
    {
        await using var harness = await SimulatorHarness.StartAsync(options =>
        {
            options.Latency = SimulatorLatency.None;
            options.RunPod.RequestsPerTenSeconds["status"] = 2;
        });
        var id = (await harness.PostAsync("/v2/flux-image-url/run", """{"input":{"prompt":"x"}}""")).Text("id");

        var statuses = new List<int>();
        foreach (var operation in (string[])["status", "status-sync", "status", "status-sync", "stream"])
        {
            statuses.Add((int)(await harness.GetAsync($"/v2/flux-image-url/{operation}/{id}")).Status);
        }

        Assert.Equal([200, 200, 429, 429, 200], statuses);
    }

    [Fact]
    public async Task Rate_WithRunningWorkers_IsTheLargerOfLimitAndAllowance()
    {
        await using var harness = await SimulatorHarness.StartAsync(options =>
        {
            options.RunPod.RequestsPerTenSeconds["status"] = 2;
            options.RunPod.RequestsPerWorker["status"] = 2;
        });
        var ids = new List<string?>();
        for (var i = 0; i < 2; i++)
        {
            ids.Add((await harness.PostAsync("/v2/flux-image-url/run", """{"input":{"prompt":"x"}}""")).Text("id"));
        }

        var queued = await ReadAsync();
        harness.Clock.Advance(TimeSpan.FromSeconds(1));
        var running = await ReadAsync();

        Assert.Equal([200, 200, 429], queued);
        Assert.Equal([200, 200, 429], running);

        async Task<int[]> ReadAsync()
        {
            var statuses = new int[3];
            for (var i = 0; i < 3; i++)
            {
                statuses[i] = (int)(await harness.GetAsync($"/v2/flux-image-url/status/{ids[0]}")).Status;
            }

            return statuses;
        }
    }

    [Fact]
    public async Task Rate_OfTheRealLimits_IsEnforcedWhenAskedFor()
    {
        await using var harness = await SimulatorHarness.StartAsync(options => options.EnforceRateLimits = true);

        var answers = new List<Answer>();
        for (var i = 0; i < 3; i++)
        {
            answers.Add(await harness.PostAsync($"{Endpoint}/purge-queue"));
        }

        Assert.Equal([200, 200, 429], answers.Select(answer => (int)answer.Status));
    }

    private static async Task<Answer> RunAsync(FaultEffect effect)
    {
        await using var harness = await SimulatorHarness.StartAsync(options => options.Latency = SimulatorLatency.None);
        harness.Simulator.Faults.Add(new FaultRule { Effect = effect });
        return await harness.PostAsync($"{Endpoint}/runsync", Input);
    }
}
