using System.Globalization;
using ImageGeneration.Providers;

namespace ImageGeneration.Tests.Providers.RunPod;

public sealed class RunPodJobTests
{
    private const string Root = "https://api.runpod.ai/v2/mine";
    private static readonly JobReference Reference = new("runpod", "6f1a-u1", "mine");

    private readonly ProviderTestBed _bed = new();

    [Theory]
    [InlineData("IN_QUEUE", JobStatus.Queued, null)]
    [InlineData("IN_PROGRESS", JobStatus.Running, null)]
    [InlineData("RUNNING", JobStatus.Running, null)]
    [InlineData("PAUSED", JobStatus.Running, null)]
    [InlineData("COMPLETED", JobStatus.Failed, FailureKind.EmptyOutput)]
    [InlineData("FAILED", JobStatus.Failed, FailureKind.JobFailed)]
    [InlineData("CANCELLED", JobStatus.Failed, FailureKind.Canceled)]
    [InlineData("TIMED_OUT", JobStatus.Failed, FailureKind.TimedOut)]
    public async Task GetJob_Statuses_AreMapped(string status, JobStatus expected, FailureKind? kind)
    {
        var job = await ReadAsync($$"""{"id":"6f1a-u1","status":"{{status}}"}""");

        Assert.Equal((expected, kind), (job.Status, job.Failure?.Kind));
        Assert.Equal(Reference, job.Reference);
    }

    [Fact]
    public async Task GetJob_PublicFlux_BringsUrlCostAndTimes()
    {
        var job = await ReadAsync("""{"status":"COMPLETED","delayTime":1500,"executionTime":2250,"workerId":"w","output":{"image_url":"https://image.runpod.ai/a.jpeg","cost":0.0024}}""");

        var image = Assert.Single(job.Images);
        Assert.Equal(("https://image.runpod.ai/a.jpeg", "image/jpeg"), (image.Url?.ToString(), image.MediaType));
        Assert.Equal(0.0024m, job.CostUsd);
        Assert.Equal((1.5, 2.25), (job.QueueTime?.TotalSeconds, job.RunTime?.TotalSeconds));
    }

    [Theory]
    [InlineData("IN_PROGRESS", 0, 1.5)]
    [InlineData("IN_PROGRESS", 1, null)]
    [InlineData("COMPLETED", 2, null)]
    public async Task GetJob_DelayAfterARetry_IsNotTakenForTheWholeWait(string status, int retries, double? seconds)
    {
        var job = await ReadAsync($$"""{"status":"{{status}}","delayTime":1500,"retries":{{retries}},"output":{"image_url":"https://image.runpod.ai/a.jpeg"} }""");

        Assert.Equal(seconds, job.QueueTime?.TotalSeconds);
    }

    /// <summary>Seven days for what a public endpoint keeps; a worker's own bucket is nobody's but its owner's, unless the link says so.</summary>
    [Theory]
    [InlineData("black-forest-labs-flux-1-schnell", "https://image.runpod.ai/a.jpeg", "2026-11-29T12:00:00Z")]
    [InlineData("mine", "https://bucket.test/a.png", null)]
    [InlineData("mine", "https://bucket.test/a.png?X-Amz-Date=20261122T115900Z&X-Amz-Expires=604800&X-Amz-Signature=f", "2026-11-29T11:59:00Z")]
    public async Task GetJob_Link_ReportsWhenItEnds(string endpoint, string url, string? expiresAt)
    {
        _bed.On("GET", $"https://api.runpod.ai/v2/{endpoint}/status/6f1a-u1", 200, $$"""{"status":"COMPLETED","output":{"image_url":"{{url}}"} }""");

        var job = await _bed.RunPod().GetJobAsync(Reference with { ModelId = endpoint }, default);

        Assert.Equal(
            expiresAt is null ? null : DateTimeOffset.Parse(expiresAt, CultureInfo.InvariantCulture), Assert.Single(job.Images).ExpiresAt);
    }

    [Fact]
    public async Task GetJob_Sdxl_DoesNotCountTheRepeatedImage()
    {
        const string uri = "data:image/png;base64," + ProviderTestBed.Png;
        var job = await ReadAsync($$"""{"status":"COMPLETED","output":{"images":["{{uri}}"],"image_url":"{{uri}}","seed":4711} }""");

        var image = Assert.Single(job.Images);
        Assert.Equal(("image/png", 1, 4711L), (image.MediaType, image.Width, image.Seed));
    }

    [Fact]
    public async Task GetJob_OutputOfARunningJob_IsProgressAndNoResult()
    {
        var job = await ReadAsync("""{"status":"IN_PROGRESS","output":{"image_url":"https://image.runpod.ai/a.jpeg"}}""");

        Assert.Equal(JobStatus.Running, job.Status);
        Assert.Empty(job.Images);
    }

    [Theory]
    [InlineData("")]
    [InlineData(",\"output\":null")]
    [InlineData(",\"output\":{}")]
    [InlineData(",\"output\":[]")]
    [InlineData(",\"error\":\"\"")]
    [InlineData(",\"error\":false,\"output\":null")]
    [InlineData(",\"error\":[],\"output\":{}")]
    public async Task GetJob_CompletedWithoutOutput_NamesTheLikelyCause(string output)
    {
        var job = await ReadAsync($$"""{"status":"COMPLETED"{{output}}}""");

        Assert.Equal(FailureKind.EmptyOutput, job.Failure?.Kind);
        Assert.Contains("10 MB", job.Failure!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"status":"error","message":"CUDA out of memory. Tried to allocate"}""", FailureKind.JobFailed, "out of memory")]
    [InlineData("""{"status":"failed"}""", FailureKind.JobFailed, "no reason given")]
    [InlineData("""{"error":"bad sampler"}""", FailureKind.JobFailed, "bad sampler")]
    [InlineData("""{"detail":"Not Found"}""", FailureKind.JobFailed, "Not Found")]
    [InlineData("""{"error":true,"message":"bad sampler"}""", FailureKind.JobFailed, "bad sampler")]
    [InlineData("""{"images":[],"errors":"node 9 failed"}""", FailureKind.JobFailed, "node 9 failed")]
    [InlineData("""{"images":[],"errors":["node 9 failed"]}""", FailureKind.JobFailed, "node 9 failed")]
    [InlineData("""[{"status":"loading"},{"error":"node 9 failed"}]""", FailureKind.JobFailed, "node 9 failed")]
    [InlineData("""[{"status":"error","message":"node 9 failed"}]""", FailureKind.JobFailed, "node 9 failed")]
    [InlineData("""[{"status":"done"}]""", FailureKind.EmptyOutput, "no image")]
    [InlineData("""{"error":"OutOfMemoryError","detail":"","body":"","errors":"CUDA out of memory"}""", FailureKind.JobFailed, "OutOfMemoryError: CUDA out of memory")]
    [InlineData("""{"images":[],"error":null,"errors":[],"detail":"","message":"done"}""", FailureKind.EmptyOutput, "no image")]
    [InlineData("""{"images":[],"error":false}""", FailureKind.EmptyOutput, "no image")]
    [InlineData("""  "{\"status\":\"error\",\"message\":\"CUDA out of memory\"}"  """, FailureKind.JobFailed, "out of memory")]
    [InlineData("""{"status":"success_no_images","images":[]}""", FailureKind.EmptyOutput, "no image")]
    [InlineData("\"all done\"", FailureKind.EmptyOutput, "no image")]
    public async Task GetJob_SuccessThatIsAFailure_IsSeen(string output, FailureKind kind, string words)
    {
        var job = await ReadAsync($$"""{"status":"COMPLETED","output":{{output}}}""");

        Assert.Equal(kind, job.Failure?.Kind);
        Assert.Contains(words, job.Failure!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"executionTimeout exceeded\"", FailureKind.TimedOut, "executionTimeout")]
    [InlineData("\"job timed out after 1 retries\"", FailureKind.JobFailed, "the worker was lost, crashed, or refused the input")]
    [InlineData("""["Unexpected input. foo is not a valid input option.","width is a required input."]""", FailureKind.InvalidRequest, "foo is not a valid input option.; width")]
    [InlineData("""["seed should be <class 'int'> type, not <class 'float'>."]""", FailureKind.InvalidRequest, "seed should be")]
    [InlineData("""{"error_type":"x","error_message":"boom"}""", FailureKind.JobFailed, "boom")]
    [InlineData("""{"code":"E77","stage":"setup"}""", FailureKind.JobFailed, "code E77, stage setup")]
    [InlineData("""  "{\"error_type\": \"<class 'RuntimeError'>\", \"error_message\": \"CUDA out of memory\", \"error_traceback\": \"secret path\"}"  """, FailureKind.JobFailed, "failed: CUDA out of memory")]
    [InlineData("""  "handler: boom \ntraceback: File secret path"  """, FailureKind.JobFailed, "failed: handler: boom")]
    [InlineData("""  "Error submitting task: 400, {\"code\":400,\"message\":\"size must be smaller\"}"  """, FailureKind.InvalidRequest, "size must be smaller")]
    [InlineData("""  "Error submitting task: 401, {\"code\":401,\"message\":\"see wavespeed.ai\"}"  """, FailureKind.JobFailed, "not your key")]
    [InlineData("""  "Error submitting task: 503, {\"code\":503,\"message\":\"busy\"}"  """, FailureKind.JobFailed, "partner")]
    [InlineData("""  "Error submitting task: 400, {\"message\":\"Content flagged as potentially sensitive.\"}"  """, FailureKind.ContentRejected, "Content policy violation")]
    [InlineData("\"INSUFFICIENT_BALANCE: add credit\"", FailureKind.OutOfCredit, "no credit left")]
    [InlineData("\"INSUFFICIENT_BALANCE\"", FailureKind.OutOfCredit, "no credit left")]
    [InlineData("\"insufficient shared memory\"", FailureKind.JobFailed, "memory")]
    [InlineData("\"case-sensitive name enable_safety_checker\"", FailureKind.JobFailed, "case-sensitive")]
    [InlineData("\"the path is case sensitive\"", FailureKind.JobFailed, "case sensitive")]
    [InlineData("\"CUDA driver version is insufficient for CUDA runtime version\"", FailureKind.JobFailed, "CUDA driver")]
    [InlineData("\"insufficient disk space\"", FailureKind.JobFailed, "disk")]
    [InlineData("\"white balance is out of range\"", FailureKind.JobFailed, "white balance")]
    [InlineData("\"insufficient funds\"", FailureKind.OutOfCredit, "no credit left")]
    [InlineData("17", FailureKind.JobFailed, "17")]
    [InlineData("null", FailureKind.JobFailed, "no reason given")]
    public async Task GetJob_FailedJob_IsKindByItsWords(string error, FailureKind kind, string words)
    {
        var job = await ReadAsync($$"""{"status":"FAILED","error":{{error}},"output":{"left":"over"},"executionTime":5}""");

        Assert.Equal(kind, job.Failure?.Kind);
        Assert.Contains(words, job.Failure!.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret path", job.Failure.Message, StringComparison.Ordinal);
        Assert.Equal(kind == FailureKind.TimedOut ? TimeoutKind.Run : null, job.Failure.Timeout);
    }

    /// <summary>All members of an error are shown, but for what the caller gave; and none is cut before it has been cleaned: half a key
    /// would be found by nobody.</summary>
    [Theory]
    [InlineData("""{"code":"E77","negative_prompt":"a sly wolf"}""")]
    [InlineData("""{"code":"E77","params":{"prompt_2":"a sly wolf","civitai_api_token":"sly-wolf-1"}}""")]
    [InlineData("""{"code":"E77","payload":{"text":"a sly wolf"}}""")]
    public async Task GetJob_ErrorThatRepeatsWhatTheCallerGave_DoesNotShowIt(string error)
    {
        var job = await ReadAsync($$"""{"status":"FAILED","error":{{error}}}""");

        Assert.Contains("code E77", job.Failure!.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("wolf", job.Failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetJob_LongErrorThatEndsInTheKey_ShowsNoPartOfIt()
    {
        var provider = _bed.RunPod(options => options.ApiKey = "sesame/open/0123456789");
        for (var length = 270; length < 310; length++)
        {
            var error = $$"""{"code":"{{new string('.', length)}} sesame/open/0123456789"}""";
            var body = $$"""{"id":"6f1a-u1","status":"FAILED","error":{{error}}}""";
            _bed.Answer = _ => new(System.Net.HttpStatusCode.OK) { Content = new StringContent(body) };

            var job = await provider.GetJobAsync(Reference, default);

            Assert.DoesNotContain("sesame", job.Failure!.Message, StringComparison.Ordinal);
        }
    }

    /// <summary>The caller's own words say nothing about what went wrong.</summary>
    [Theory]
    [InlineData("a credit card on a table")]
    [InlineData("a sensitive portrait, nsfw")]
    [InlineData("field required, out of memory")]
    public async Task GetJob_ErrorThatRepeatsThePrompt_IsNotJudgedByIt(string prompt)
    {
        var job = await ReadAsync($$"""{"status":"FAILED","error":"no result for '{{prompt}}'","input":{"prompt":"{{prompt}}"} }""");

        Assert.Equal((FailureKind.JobFailed, "Job 6f1a-u1 at runpod failed: no result for '[prompt]'."), (job.Failure!.Kind, job.Failure.Message));
    }

    [Theory]
    [InlineData("""{"status":"TIMED_OUT"}""", TimeoutKind.Queue)]
    [InlineData("""{"status":"TIMED_OUT","workerId":"w","executionTime":600000}""", TimeoutKind.Run)]
    public async Task GetJob_TimedOut_SaysWhichClock(string body, TimeoutKind clock)
    {
        var job = await ReadAsync(body);

        Assert.Equal(clock, job.Failure?.Timeout);
    }

    [Fact]
    public async Task GetJob_StatusGetRefused_IsAskedByPostFromThenOn()
    {
        _bed.On("GET", Root + "/status/6f1a-u1", 405, """{"detail":"Method Not Allowed"}""");
        _bed.On("POST", Root + "/status/6f1a-u1", 200, """{"status":"IN_PROGRESS"}""");
        var provider = _bed.RunPod();

        await provider.GetJobAsync(Reference, default);
        var job = await provider.GetJobAsync(Reference, default);

        Assert.Equal(JobStatus.Running, job.Status);
        Assert.Equal(["GET", "POST", "POST"], _bed.Sent.Select(r => r.Method.Method));
        Assert.All(_bed.Sent, r => Assert.Equal("", r.Uri.Query));
        Assert.Equal(("application/json", ""), (_bed.Last.Headers["Content-Type"], _bed.Last.Body));
        Assert.Equal(2101, Assert.Single(_bed.Logs.GetSnapshot()).Id.Id);
    }

    [Theory]
    [InlineData(404, FailureKind.JobFailed, true)]
    [InlineData(401, FailureKind.Unauthorized, false)]
    [InlineData(429, FailureKind.RateLimited, false)]
    [InlineData(502, FailureKind.Unavailable, false)]
    [InlineData(200, FailureKind.Unavailable, false)]
    public async Task GetJob_FailedRead_EndsTheJobOnlyWhenItIsGone(int status, FailureKind kind, bool terminal)
    {
        _bed.On("GET", Root + "/status/6f1a-u1", status, "<html></html>");

        var job = await _bed.RunPod().GetJobAsync(Reference, default);

        Assert.Equal((kind, terminal), (job.Failure!.Kind, job.IsTerminal));
    }

    [Theory]
    [InlineData(400, """{"id":"6f1a-u1","status":"FAILED","error":"Invalid parameter: width"}""", JobStatus.Failed, FailureKind.InvalidRequest)]
    [InlineData(404, """{"id":"6f1a-u1","status":"TIMED_OUT"}""", JobStatus.Failed, FailureKind.TimedOut)]
    [InlineData(500, """{"id":"6f1a-u1","status":"COMPLETED","output":{"image_url":"https://image.runpod.ai/a.png"}}""", JobStatus.Succeeded, null)]
    [InlineData(503, """{"id":"6f1a-u1","status":"IN_PROGRESS"}""", JobStatus.Running, null)]
    [InlineData(500, """{"id":"6f1a-u1","status":"error","message":"try again"}""", JobStatus.Unknown, FailureKind.Unavailable)]
    [InlineData(404, """{"status":"FAILED"}""", JobStatus.Failed, FailureKind.JobFailed)]
    [InlineData(401, """{"id":"6f1a-u1","status":401}""", JobStatus.Unknown, FailureKind.Unauthorized)]
    public async Task GetJob_EnvelopeUnderAnyHttpStatus_IsRead(int status, string body, JobStatus expected, FailureKind? kind)
    {
        _bed.On("GET", Root + "/status/6f1a-u1", status, body);

        var job = await _bed.RunPod().GetJobAsync(Reference, default);

        Assert.Equal((expected, kind), (job.Status, job.Failure?.Kind));
        Assert.Equal(Reference, job.Reference);
    }

    [Theory]
    [InlineData(200, """{"id":"6f1a-u1","status":"CANCELLED"}""", CancellationOutcome.Confirmed)]
    [InlineData(400, """{"id":"6f1a-u1","status":"COMPLETED","output":{"image_url":"https://image.runpod.ai/a.png"}}""", CancellationOutcome.AlreadyFinished)]
    [InlineData(200, """{"id":"6f1a-u1","status":"COMPLETED","output":{"image_url":"https://image.runpod.ai/a.png"}}""", CancellationOutcome.AlreadyFinished)]
    [InlineData(200, """{"id":"6f1a-u1","status":"IN_PROGRESS"}""", CancellationOutcome.NotConfirmed)]
    [InlineData(404, "", CancellationOutcome.NotConfirmed)]
    [InlineData(502, "", CancellationOutcome.NotConfirmed)]
    public async Task Cancel_Reply_SaysWhatCameOfIt(int status, string body, CancellationOutcome expected)
    {
        _bed.On("POST", Root + "/cancel/6f1a-u1", status, body);

        var job = await _bed.RunPod().CancelAsync(Reference, default);

        Assert.Equal(expected, job.Cancellation);
        Assert.Equal("application/json", _bed.Sent[0].Headers["Content-Type"]);
    }

    /// <summary>A job that ended just before: what it made is paid, and is not left lying there.</summary>
    [Theory]
    [InlineData(400, """{"error":"job is not cancellable"}""", """{"id":"6f1a-u1","status":"COMPLETED","output":{"image_url":"https://image.runpod.ai/a.png"}}""", CancellationOutcome.AlreadyFinished, 1)]
    [InlineData(404, "", """{"id":"6f1a-u1","status":"FAILED","error":"boom"}""", CancellationOutcome.AlreadyFinished, 0)]
    [InlineData(400, "", """{"id":"6f1a-u1","status":"CANCELLED"}""", CancellationOutcome.Confirmed, 0)]
    [InlineData(400, "", """{"id":"6f1a-u1","status":"IN_PROGRESS"}""", CancellationOutcome.NotConfirmed, 0)]
    [InlineData(400, "", "<html></html>", CancellationOutcome.NotConfirmed, 0)]
    public async Task Cancel_Refused_ReadsWhetherTheJobHasEnded(int status, string body, string job, CancellationOutcome expected, int images)
    {
        _bed.On("POST", Root + "/cancel/6f1a-u1", status, body);
        _bed.On("GET", Root + "/status/6f1a-u1", 200, job);

        var canceled = await _bed.RunPod().CancelAsync(Reference, default);

        Assert.Equal((expected, images), (canceled.Cancellation, canceled.Images.Count));
        Assert.Equal(expected == CancellationOutcome.NotConfirmed, !canceled.IsTerminal);
    }

    [Theory]
    [InlineData("""{"jobs":{"inQueue":0},"workers":{"idle":1,"ready":1,"running":2,"throttled":1}}""", true, "1 worker is free and 2 at work")]
    [InlineData("""{"jobs":{"inQueue":1},"workers":{"idle":2,"throttled":1,"unhealthy":1}}""", true, "2 workers are free and 0 at work; 1 job waits")]
    [InlineData("""{"jobs":{"inQueue":3},"workers":{"initializing":1,"throttled":1,"unhealthy":1}}""", true, "cold start); 3 jobs wait")]
    [InlineData("""{"jobs":{"inQueue":3},"workers":{"throttled":2,"unhealthy":1}}""", true, "2 workers are throttled")]
    [InlineData("""{"jobs":{"inQueue":3},"workers":{"throttled":2}}""", true, "throttled")]
    [InlineData("""{"jobs":{"inQueue":3},"workers":{"unhealthy":1}}""", false, "1 worker crashes in a loop")]
    [InlineData("""{"jobs":{},"workers":{"idle":0}}""", true, "scales to zero")]
    [InlineData("""{"workers":[1,2]}""", true, "no workers")]
    public async Task CheckHealth_Workers_AreDescribedInASentence(string body, bool healthy, string words)
    {
        _bed.On("GET", Root + "/health", 200, body);

        var health = await _bed.RunPod(OneEndpoint).CheckHealthAsync(default);

        Assert.Equal(healthy, health.IsHealthy);
        Assert.Contains(words, health.Description, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sync-1-u1", 2)]
    [InlineData("1-u1", null)]
    public async Task GetJob_OfARunsyncJobThatStillRuns_IsToBeAskedForSoon(string id, int? seconds)
    {
        _bed.On("GET", $"https://api.runpod.ai/v2/mine/status/{id}", 200, $$"""{"id":"{{id}}","status":"IN_PROGRESS"}""");

        var job = await _bed.RunPod().GetJobAsync(new JobReference("runpod", id, "mine"), default);

        Assert.Equal(seconds, job.PollAfter?.TotalSeconds);
    }

    [Theory]
    [InlineData(200, """{"jobs":{"inQueue":3,"inProgress":1},"workers":{"throttled":2}}""", "Endpoint mine: 2 workers are throttled")]
    [InlineData(200, """{"jobs":{"inQueue":3,"inProgress":1},"workers":{"throttled":2}}""", "throttled 2, unhealthy 0; jobs: 3 queued, 1 running).")]
    [InlineData(200, """{"workers":{"unhealthy":1}}""", "1 worker crashes in a loop")]
    [InlineData(200, "[]", null)]
    [InlineData(502, "<html></html>", null)]
    [InlineData(401, "no token provided", null)]
    public async Task DescribeQueue_Health_IsASentenceWithTheFigures(int status, string body, string? words)
    {
        _bed.On("GET", Root + "/health", status, body);

        var sentence = await _bed.RunPod().DescribeQueueAsync(Reference, default);

        Assert.Equal(words is null, sentence is null);
        Assert.Contains(words ?? "", sentence ?? "", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(401, "no token provided", FailureKind.Unauthorized)]
    [InlineData(404, "endpoint not found", FailureKind.Unsupported)]
    [InlineData(502, "", FailureKind.Unavailable)]
    public async Task CheckHealth_Failure_IsUnhealthy(int status, string body, FailureKind kind)
    {
        _bed.On("GET", Root + "/health", status, body);

        var health = await _bed.RunPod(OneEndpoint).CheckHealthAsync(default);

        Assert.Equal((false, kind), (health.IsHealthy, health.Failure));
    }

    [Fact]
    public async Task CheckHealth_OneEndpointOfTwoMissing_IsHealthyAndNamesIt()
    {
        _bed.On("GET", "https://api.runpod.ai/v2/black-forest-labs-flux-1-schnell/health", 200, """{"workers":{"idle":1}}""");
        _bed.On("GET", "https://api.runpod.ai/v2/stable-diffusion-xl/health", 404, "endpoint not found");

        var health = await _bed.RunPod().CheckHealthAsync(default);

        Assert.True(health.IsHealthy);
        Assert.Contains("no endpoint stable-diffusion-xl", health.Description, StringComparison.Ordinal);
    }

    private static void OneEndpoint(ImageGeneration.Providers.RunPod.RunPodOptions options)
    {
        options.Models.Clear();
        options.Models["x"] = "mine";
        options.LoraModels["x"] = "mine";
    }

    private async Task<ProviderJob> ReadAsync(string body)
    {
        _bed.On("GET", Root + "/status/6f1a-u1", 200, body);
        return await _bed.RunPod().GetJobAsync(Reference, default);
    }
}
