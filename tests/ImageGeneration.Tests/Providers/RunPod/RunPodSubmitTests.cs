using System.Text.Json;
using ImageGeneration.Providers;
using ImageGeneration.Providers.RunPod;

namespace ImageGeneration.Tests.Providers.RunPod;

public sealed class RunPodSubmitTests
{
    private const string Flux = "black-forest-labs-flux-1-schnell";
    private const string Queued = """{"id":"6f1a-u1","status":"IN_QUEUE"}""";

    private readonly ProviderTestBed _bed = new();

    [Fact]
    public async Task Submit_PublicFlux_AlwaysSendsBothSidesAndBothNamesOfGuidance()
    {
        _bed.On("POST", $"https://api.runpod.ai/v2/{Flux}/run", 200, Queued);
        var request = ProviderTestBed.Request(Flux) with
        {
            NegativePrompt = "blurry",
            Steps = 4,
            GuidanceScale = 7.5,
            Seed = 42,
            Format = ImageFormat.Jpeg,
            TimeLimit = TimeSpan.FromSeconds(90),
        };

        var job = await _bed.RunPod().SubmitJobAsync(request, default);

        Assert.Equal(
            """{"input":{"prompt":"a red fox in the snow","negative_prompt":"blurry","width":1024,"height":1024,"num_inference_steps":4,"guidance":7.5,"guidance_scale":7.5,"seed":42,"image_format":"jpeg"},"policy":{"executionTimeout":90000,"ttl":100000}}""",
            _bed.Last.Body);
        Assert.Equal("Bearer " + ProviderTestBed.Key, _bed.Last.Headers["Authorization"]);
        Assert.Equal(JobStatus.Queued, job.Status);
        Assert.Equal(new JobReference("runpod", "6f1a-u1", Flux), job.Reference);
    }

    [Theory]
    [InlineData(RunPodWorker.Sdxl, """{"input":{"prompt":"a red fox in the snow","negative_prompt":"n","width":1024,"height":1024,"num_images":2,"num_inference_steps":20,"guidance_scale":7,"seed":1}}""")]
    [InlineData(RunPodWorker.SdxlTurbo, """{"input":{"prompt":"a red fox in the snow","negative_prompt":"n","width":1024,"height":1024,"num_images":2,"num_inference_steps":20,"guidance_scale":7,"seed":1}}""")]
    [InlineData(RunPodWorker.A1111, """{"input":{"prompt":"a red fox in the snow <lora:style:0.8>","negative_prompt":"n","width":1024,"height":1024,"batch_size":2,"steps":20,"cfg_scale":7,"seed":1}}""")]
    [InlineData(RunPodWorker.A1111Api, """{"input":{"api":{"method":"POST","endpoint":"/sdapi/v1/txt2img"},"payload":{"prompt":"a red fox in the snow <lora:style:0.8>","negative_prompt":"n","width":1024,"height":1024,"batch_size":2,"steps":20,"cfg_scale":7,"seed":1}}}""")]
    [InlineData(RunPodWorker.StableDiffusionV1, """{"input":{"prompt":"a red fox in the snow","width":1024,"height":1024,"num_outputs":2,"num_inference_steps":20,"guidance_scale":7,"seed":1,"lora":"style","lora_scale":0.8}}""")]
    [InlineData(RunPodWorker.Custom, """{"input":{"prompt":"a red fox in the snow","negative_prompt":"n","width":1024,"height":1024,"num_inference_steps":20,"guidance_scale":7,"seed":1}}""")]
    public async Task Submit_WorkerShapes_SendTheFieldsTheyKnowOnly(RunPodWorker worker, string body)
    {
        _bed.On("POST", "https://api.runpod.ai/v2/mine/run", 200, Queued);
        var request = ProviderTestBed.Request("mine") with
        {
            NegativePrompt = "n",
            Count = 2,
            Steps = 20,
            GuidanceScale = 7,
            Seed = 1,
            Format = ImageFormat.Png,
            LoraWeights = [new("style", 0.8)],
        };

        await _bed.RunPod(o => o.Workers["flux1"] = worker).SubmitJobAsync(request, default);

        Assert.Equal(body, _bed.Last.Body);
    }

    [Theory]
    [InlineData("qwen-image-t2i-lora", """{"input":{"prompt":"a red fox in the snow","negative_prompt":"n","size":"1024*1024","seed":1,"loras":[{"path":"https://x.test/a","scale":0.8}]}}""")]
    [InlineData("wan-2-6-t2i", """{"input":{"prompt":"a red fox in the snow","size":"1024*1024","seed":1}}""")]
    [InlineData("black-forest-labs-flux-1-kontext-dev", """{"input":{"prompt":"a red fox in the snow","negative_prompt":"n","size":"1024*1024","seed":1}}""")]
    [InlineData("qwen-image-edit", """{"input":{"prompt":"a red fox in the snow","negative_prompt":"n","seed":1}}""")]
    [InlineData("qwen-image-edit-2511-lora", """{"input":{"prompt":"a red fox in the snow","size":"1024*1024","seed":1,"loras":[{"path":"https://x.test/a","scale":0.8}]}}""")]
    [InlineData("z-image-turbo", """{"input":{"prompt":"a red fox in the snow","size":"1024*1024","seed":1}}""")]
    [InlineData("google-nano-banana-2-edit", """{"input":{"prompt":"a red fox in the snow","aspect_ratio":"16:9"}}""")]
    [InlineData("p-image-t2i", """{"input":{"prompt":"a red fox in the snow","aspect_ratio":"16:9","seed":1}}""")]
    public async Task Submit_OtherPublicEndpoints_HaveTheirRows(string endpoint, string body)
    {
        _bed.On("POST", $"https://api.runpod.ai/v2/{endpoint}/run", 200, Queued);
        var request = ProviderTestBed.Request(endpoint) with { NegativePrompt = "n", Seed = 1, AspectRatio = "16:9", LoraWeights = [new("https://x.test/a", 0.8)] };

        await _bed.RunPod().SubmitJobAsync(request, default);

        Assert.Equal(body, _bed.Last.Body);
    }

    [Theory]
    [InlineData("abc123", "https://api.runpod.ai/v2/abc123/run", true)]
    [InlineData("flux-1-schnell", "https://api.runpod.ai/v2/black-forest-labs-flux-1-schnell/run", true)]
    [InlineData("https://console.runpod.io/serverless/user/endpoint/abc123?tab=overview", "https://api.runpod.ai/v2/abc123/run", true)]
    [InlineData("https://api.runpod.ai/v2/abc123/", "https://api.runpod.ai/v2/abc123/run", true)]
    [InlineData("https://api.runpod.ai/v2/abc123/runsync", "https://api.runpod.ai/v2/abc123/run", true)]
    [InlineData("http://localhost:8000", "http://localhost:8000/run", false)]
    public async Task Submit_EndpointInAnyForm_IsFoundAndTheKeyStaysHome(string endpoint, string url, bool key)
    {
        _bed.On("POST", url, 200, Queued);

        var job = await _bed.RunPod().SubmitJobAsync(ProviderTestBed.Request(endpoint), default);

        Assert.Null(job.Failure);
        Assert.Equal(key, _bed.Last.Headers.ContainsKey("Authorization"));
    }

    /// <summary>A public endpoint is one however it is written, and so is a worker's shape that is set for it.</summary>
    [Theory]
    [InlineData(Flux)]
    [InlineData("https://console.runpod.io/serverless/user/endpoint/" + Flux)]
    [InlineData("https://api.runpod.ai/v2/" + Flux + "/run")]
    public void GetCapabilities_PublicEndpointInAnyForm_IsItsRow(string endpoint)
    {
        var known = _bed.RunPod(o => o.Models["flux1"] = endpoint).GetCapabilities("flux1")!;
        var set = _bed.RunPod(o => (o.Models["flux1"], o.Workers[endpoint]) = (endpoint, RunPodWorker.SdxlTurbo)).GetCapabilities("flux1")!;

        Assert.Equal((Flux, new NumericRange(1, 8)), (known.ModelId, known.Steps));
        Assert.Equal((Flux, 4), (set.ModelId, set.MaxImagesPerJob));
    }

    [Theory]
    [InlineData("my endpoint")]
    [InlineData("")]
    [InlineData("a/b")]
    [InlineData("https://console.runpod.io/serverless/user/endpoint/a%20b")]
    [InlineData("https://console.runpod.io/serverless/user/endpoint")]
    [InlineData("https://console.runpod.io/serverless")]
    public async Task Submit_EndpointThatIsNone_NamesTheSetting(string endpoint)
    {
        var job = await _bed.RunPod().SubmitJobAsync(ProviderTestBed.Request(endpoint), default);

        Assert.Equal(FailureKind.Unsupported, job.Failure?.Kind);
        Assert.Contains("ImageGeneration:RunPod:Models:flux1", job.Failure!.Message, StringComparison.Ordinal);
        Assert.Empty(_bed.Sent);
    }

    [Theory]
    [InlineData("z-image-turbo", 1920, 1080, 1280, 720)]
    [InlineData("z-image-turbo", 100, 100, 512, 512)]
    [InlineData("qwen-image-edit-2511", 800, 1000, 1024, 1280)]
    [InlineData("seedream-v4-t2i", 2048, 2048, 2048, 2048)]
    [InlineData("p-image-t2i", 1500, 1000, 1216, 832)]
    public void GetCapabilities_PublicEndpoints_MakeTheSizesOfTheirPages(string endpoint, int width, int height, int fittedWidth, int fittedHeight)
    {
        var size = _bed.RunPod(o => o.Models["x"] = endpoint).GetCapabilities("x")!.Sizes.Fit(width, height);

        Assert.Equal((fittedWidth, fittedHeight), (size.Width, size.Height));
    }

    [Theory]
    [InlineData(10, null)]
    [InlineData(20, 60)]
    public async Task Submit_LargerThanThePlatformTakes_IsRefusedBeforeSending(int megabytes, int? syncWait)
    {
        using var extras = JsonDocument.Parse($$"""{"image":"data:image/png;base64,{{new string('A', megabytes * 1_000_000)}}"}""");

        var job = await _bed.RunPod(o => o.SyncWait = syncWait is { } wait ? TimeSpan.FromSeconds(wait) : null).SubmitJobAsync(ProviderTestBed.Request(Flux) with { Extras = extras.RootElement }, default);

        Assert.Equal(FailureKind.InvalidRequest, job.Failure?.Kind);
        Assert.Contains($"the {megabytes} MB it takes", job.Failure!.Message, StringComparison.Ordinal);
        Assert.Empty(_bed.Sent);
    }

    /// <summary>A job that has just ended must still be there for the last look, when the request is given up.</summary>
    [Theory]
    [InlineData(1, 1, 5_000, 10_000)]
    [InlineData(1, 10, 5_000, 11_000)]
    [InlineData(90, 10, 90_000, 100_000)]
    [InlineData(1_000_000, 10, 604_800_000, 604_800_000)]
    public async Task Submit_TimeLimit_IsThePolicyWithinItsRangesAndOutlivesTheRequestByTheTimeToCancel(
        int seconds, int cancelTimeout, int executionTimeout, int ttl)
    {
        _bed.On("POST", $"https://api.runpod.ai/v2/{Flux}/run", 200, Queued);

        await _bed.RunPod(o => o.Jobs.CancelTimeout = TimeSpan.FromSeconds(cancelTimeout))
            .SubmitJobAsync(ProviderTestBed.Request(Flux) with { TimeLimit = TimeSpan.FromSeconds(seconds) }, default);

        Assert.EndsWith($$$""","policy":{"executionTimeout":{{{executionTimeout}}},"ttl":{{{ttl}}}}}""", _bed.Last.Body, StringComparison.Ordinal);
    }

    /// <summary>An empty input is dropped on the way, and the job fails half a minute later without saying why.</summary>
    [Fact]
    public async Task Submit_BareRequestToAnyWorkerAndEndpoint_IsNeverAnEmptyInput()
    {
        _bed.Answer = request =>
        {
            _bed.Sent.Add(SentRequest.ReadAsync(request).GetAwaiter().GetResult());
            return new HttpResponseMessage { Content = new StringContent(Queued) };
        };
        var shapes = Enum.GetValues<RunPodWorker>().Where(worker => worker != RunPodWorker.ComfyUi).ToList();

        foreach (var worker in shapes)
        {
            await _bed.RunPod(o => o.Workers["flux1"] = worker).SubmitJobAsync(ProviderTestBed.Request("mine"), default);

            using var body = JsonDocument.Parse(_bed.Last.Body);
            Assert.Contains("a red fox in the snow", body.RootElement.GetProperty("input").GetRawText(), StringComparison.Ordinal);
        }

        Assert.Equal(shapes.Count, _bed.Sent.Count);
    }

    [Theory]
    [InlineData("""{"id":"sync-1-u1","status":"COMPLETED","output":{"image_url":"https://image.runpod.ai/a.png"}}""", JobStatus.Succeeded)]
    [InlineData("""{"id":"sync-1-u1","status":"IN_PROGRESS"}""", JobStatus.Running)]
    public async Task Submit_SyncWait_MayReturnEarly(string body, JobStatus expected)
    {
        _bed.On("POST", $"https://api.runpod.ai/v2/{Flux}/runsync?wait=20000", 200, body);

        var job = await _bed.RunPod(o => o.SyncWait = TimeSpan.FromSeconds(20)).SubmitJobAsync(ProviderTestBed.Request(Flux), default);

        Assert.Equal((expected, "sync-1-u1"), (job.Status, job.Reference!.Id));
    }

    [Theory]
    [InlineData("""{"status":"COMPLETED","output":{"image_url":"https://image.runpod.ai/a.png"}}""", JobStatus.Succeeded, null)]
    [InlineData("""{"status":"FAILED","error":"boom"}""", JobStatus.Failed, FailureKind.JobFailed)]
    [InlineData("""{"id":1.5,"status":"COMPLETED"}""", JobStatus.Failed, FailureKind.EmptyOutput)]
    [InlineData("""{"status":"IN_PROGRESS"}""", JobStatus.Failed, FailureKind.UnknownOutcome)]
    [InlineData("""{"status":"done"}""", JobStatus.Failed, FailureKind.UnknownOutcome)]
    public async Task Submit_SyncAnswerWithoutAnId_KeepsItsEndAndItsImages(string body, JobStatus expected, FailureKind? kind)
    {
        _bed.On("POST", $"https://api.runpod.ai/v2/{Flux}/runsync?wait=20000", 200, body);

        var job = await _bed.RunPod(o => o.SyncWait = TimeSpan.FromSeconds(20)).SubmitJobAsync(ProviderTestBed.Request(Flux), default);

        Assert.Equal((expected, kind), (job.Status, job.Failure?.Kind));
        Assert.Null(job.Reference);
        Assert.Equal(expected == JobStatus.Succeeded ? 1 : 0, job.Images.Count);
    }

    /// <summary>There is no list to look it up in: without its id the job would run and be billed unseen.</summary>
    [Theory]
    [InlineData("""{"id":"6f1a-u1","sta""", "6f1a-u1")]
    [InlineData("""{"delayTime":5,"id":"6f1a-u1",""", "6f1a-u1")]
    [InlineData("""{"id":"6f1a-""", null)]
    public async Task Submit_AnswerThatBreaksOff_IsTheJobWhereItsIdWasReported(string body, string? id)
    {
        _bed.On("POST", $"https://api.runpod.ai/v2/{Flux}/run", 200, body);

        var job = await _bed.RunPod().SubmitJobAsync(ProviderTestBed.Request(Flux), default);

        Assert.Equal(id, job.Reference?.Id);
        Assert.Equal(id is null ? FailureKind.UnknownOutcome : null, job.Failure?.Kind);
        Assert.Equal(id is null, job.IsTerminal);
    }

    [Theory]
    [InlineData(400, """{"id":"x-u1","status":"FAILED","error":"Invalid parameter: width"}""", JobStatus.Failed, FailureKind.InvalidRequest)]
    [InlineData(400, """{"id":"x-u1","status":"FAILED","error":"boom"}""", JobStatus.Failed, FailureKind.JobFailed)]
    [InlineData(502, """{"id":"x-u1","status":"IN_QUEUE"}""", JobStatus.Queued, null)]
    public async Task Submit_EnvelopeUnderAnyHttpStatus_IsAJob(int status, string body, JobStatus expected, FailureKind? kind)
    {
        _bed.On("POST", $"https://api.runpod.ai/v2/{Flux}/run", status, body);

        var job = await _bed.RunPod().SubmitJobAsync(ProviderTestBed.Request(Flux), default);

        Assert.Equal((expected, kind, "x-u1"), (job.Status, job.Failure?.Kind, job.Reference?.Id));
    }

    [Theory]
    [InlineData(400, """{"error":"/run is not allowed for LB API, use load balancer endpoint"}""", FailureKind.Unsupported, "no queue")]
    [InlineData(400, """{"error":"Content flagged as potentially sensitive. Please try different prompts or images."}""", FailureKind.ContentRejected, "flagged")]
    [InlineData(401, "no token provided", FailureKind.Unauthorized, "Authentication failed at runpod (401): no token provided")]
    [InlineData(403, "<html>blocked</html>", FailureKind.Unavailable, "HTML")]
    [InlineData(403, """{"error":"this key may not use the endpoint"}""", FailureKind.Unauthorized, "may not use")]
    [InlineData(402, "", FailureKind.OutOfCredit, "402")]
    [InlineData(404, "endpoint not found", FailureKind.Unsupported, "model black-forest-labs-flux-1-schnell (setting ImageGeneration:RunPod:Models:flux1)")]
    [InlineData(413, "", FailureKind.InvalidRequest, "413")]
    [InlineData(422, """{"detail":[{"loc":["body","input"],"msg":"field required","type":"missing","input":"a red fox in the snow"}]}""", FailureKind.InvalidRequest, "body.input: field required")]
    [InlineData(429, "", FailureKind.RateLimited, "429")]
    [InlineData(500, "<html></html>", FailureKind.UnknownOutcome, "500")]
    [InlineData(503, "", FailureKind.UnknownOutcome, "503")]
    [InlineData(522, "", FailureKind.UnknownOutcome, "522")]
    [InlineData(200, """{"status":"IN_QUEUE"}""", FailureKind.UnknownOutcome, "without the id")]
    public async Task Submit_Refused_IsItsKind(int status, string body, FailureKind kind, string words)
    {
        _bed.On("POST", $"https://api.runpod.ai/v2/{Flux}/run", status, body);

        var job = await _bed.RunPod().SubmitJobAsync(ProviderTestBed.Request(Flux), default);

        Assert.Equal(kind, job.Failure?.Kind);
        Assert.Contains(words, job.Failure!.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("red fox", job.Failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Submit_TheWrongHostThatPeopleType_IsNamed()
    {
        _bed.On("POST", $"https://api.runpod.io/v2/{Flux}/run", 404, """{"message":"Not Found"}""");

        var job = await _bed.RunPod(o => o.BaseUrl = new Uri("https://api.runpod.io/v2")).SubmitJobAsync(ProviderTestBed.Request(Flux), default);

        Assert.Contains("https://api.runpod.ai/v2", job.Failure!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("flux1", Flux, 1, false, 8)]
    [InlineData("sdxl", "stable-diffusion-xl", 2, true, 500)]
    [InlineData("dev", "black-forest-labs-flux-1-dev", 1, false, 50)]
    [InlineData("own", "abc", 1, false, 500)]
    public void GetCapabilities_Rows_FollowFromEndpointOrName(string model, string endpoint, int images, bool reportsSeed, int maxSteps)
    {
        var provider = _bed.RunPod(o =>
        {
            o.Models["dev"] = "flux-1-dev";
            o.Models["own"] = "abc";
        });

        var capabilities = provider.GetCapabilities(model)!;

        Assert.Equal(endpoint, capabilities.ModelId);
        Assert.Equal((images, reportsSeed, maxSteps), (capabilities.MaxImagesPerJob, capabilities.ReportsSeed, (int)capabilities.Steps!.Value.Max));
        Assert.Null(provider.GetCapabilities("pony"));
    }
}
