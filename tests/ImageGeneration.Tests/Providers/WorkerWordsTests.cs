using ImageGeneration.Providers;

namespace ImageGeneration.Tests.Providers;

/// <summary>What a service says in the place of a picture is in the message and judged like any error, at each of the providers.</summary>
public sealed class WorkerWordsTests
{
    private readonly ProviderTestBed _bed = new();

    public static TheoryData<string, string, FailureKind, string> Outputs
    {
        get
        {
            var rows = new TheoryData<string, string, FailureKind, string>();
            foreach (var provider in new[] { "replicate", "runpod", "modal" })
            {
                Add("\"Error: CUDA error: device-side assert triggered\"", FailureKind.JobFailed, "CUDA error");
                Add("\"could not start the pipeline\"", FailureKind.JobFailed, "could not start the pipeline");
                Add("""{"success":false,"message":"the sampler is gone"}""", FailureKind.JobFailed, "the sampler is gone");
                Add("""{"ok":false,"reason":"the sampler is gone"}""", FailureKind.JobFailed, "the sampler is gone");
                Add("""{"status":"error","message":"the sampler is gone"}""", FailureKind.JobFailed, "the sampler is gone");
                Add("""{"status":"FAILURE","info":{"why":"the sampler is gone"}}""", FailureKind.JobFailed, "the sampler is gone");
                Add("""{"statusCode":500,"body":"the sampler is gone"}""", FailureKind.JobFailed, "the sampler is gone");
                Add(
                    """{"error_type":"RuntimeError","traceback":"Traceback (most recent call last):\n  File \"/x.py\"\nRuntimeError: CUDA is gone\n"}""",
                    FailureKind.JobFailed,
                    "RuntimeError: CUDA is gone");
                Add("""["loading","step 1","step 2","step 3","step 4","step 5","Error: the sampler is gone"]""", FailureKind.JobFailed, "the sampler is gone");
                Add("""[{"message":"loading"},{"success":false,"message":"the sampler is gone"}]""", FailureKind.JobFailed, "the sampler is gone");
                Add("""{"failed":true,"description":"the sampler is gone"}""", FailureKind.JobFailed, "the sampler is gone");
                Add("""{"state":"ERROR","status_message":"the sampler is gone"}""", FailureKind.JobFailed, "the sampler is gone");
                Add("""{"Success":false,"ErrorMessage":"the sampler is gone"}""", FailureKind.JobFailed, "the sampler is gone");
                Add("""{"status":"NOK","reason":"the sampler is gone"}""", FailureKind.JobFailed, "the sampler is gone");
                Add("""{"err":"the sampler is gone"}""", FailureKind.JobFailed, "the sampler is gone");
                Add("""{"exit_code":1,"stderr":"the sampler is gone"}""", FailureKind.JobFailed, "the sampler is gone");
                Add("""{"result":"failure","info":"the sampler is gone"}""", FailureKind.JobFailed, "the sampler is gone");
                Add("""{"isError":true,"content":[{"type":"text","text":"the sampler is gone"}]}""", FailureKind.JobFailed, "the sampler is gone");
                Add("""{"fault":{"faultstring":"the sampler is gone"}}""", FailureKind.JobFailed, "the sampler is gone");
                Add("""{"code":500,"message":"the sampler is gone"}""", FailureKind.JobFailed, "the sampler is gone");
                Add("""{"images":[],"error":{"node_errors":{"4":{"errors":[{"message":"the sampler is gone"}]}}}}""", FailureKind.JobFailed, "the sampler is gone");
                Add("\"Your prompt was flagged by our moderation\"", FailureKind.ContentRejected, "flagged by our moderation");
                Add("""{"success":false,"message":"rejected","code":"moderation_blocked"}""", FailureKind.ContentRejected, "rejected");
                Add("""{"images":[],"finish_reason":"IMAGE_SAFETY"}""", FailureKind.ContentRejected, "IMAGE_SAFETY");
                Add("""{"candidates":[{"finishReason":"PROHIBITED_CONTENT"}]}""", FailureKind.ContentRejected, "PROHIBITED_CONTENT");
                Add("""{"prompt_feedback":{"block_reason":"SAFETY"}}""", FailureKind.ContentRejected, "Content policy violation");
                Add("""{"images":[],"has_nsfw_concepts":[true]}""", FailureKind.ContentRejected, "Content policy violation");
                Add("""{"success":false,"message":"Could not load safety checker"}""", FailureKind.JobFailed, "safety checker");
                Add("\"Error: moderation service timed out\"", FailureKind.JobFailed, "moderation service timed out");
                Add("""{"images":[],"has_nsfw_concepts":[false],"safety_checker":true}""", FailureKind.EmptyOutput, "no image");
                Add("""{"images":[],"logs":["loading","Error: the sampler is gone"]}""", FailureKind.EmptyOutput, "the sampler is gone");
                Add("""{"images":[],"note":"warming up"}""", FailureKind.EmptyOutput, "note");

                void Add(string output, FailureKind kind, string words) => rows.Add(provider, output, kind, words);
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Outputs))]
    public async Task Submit_SuccessWithWordsInThePlaceOfAnImage_AreJudgedAndShown(string provider, string output, FailureKind kind, string words)
    {
        var job = await SubmitAsync(provider, output);

        Assert.Equal(kind, job.Failure?.Kind);
        Assert.Contains(words, job.Failure!.Message, StringComparison.Ordinal);
    }

    /// <summary>What the caller typed decides nothing, however it is repeated.</summary>
    [Theory]
    [InlineData("replicate")]
    [InlineData("runpod")]
    [InlineData("modal")]
    public async Task Submit_WordsThatRepeatWhatTheCallerWrote_AreNotJudgedByIt(string provider)
    {
        var request = ProviderTestBed.Request(provider == "replicate" ? "owner/name" : "abc") with
        {
            Prompt = "a poster that says NSFW content detected, insufficient credit",
            NegativePrompt = "nsfw, content policy violation",
        };
        foreach (var output in new[]
            {
                $"\"Error: no luck with '{request.Prompt}' and '{request.NegativePrompt}'\"",
                $$"""{"success":false,"message":"boom","prompt":"{{request.Prompt}}"}""",
                $$"""{"success":false,"message":"boom for {'prompt': 'NSFW content detected', 'negative_prompt': \"content policy violation\"}"}""",
            })
        {
            var job = await SubmitAsync(provider, output, request);

            Assert.Equal(FailureKind.JobFailed, job.Failure?.Kind);
            Assert.DoesNotContain("poster", job.Failure!.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("""{"status":"succeeded","output":[],"logs":"Using seed: 7\nNSFW content detected in image 0\nNSFW content detected in image 1"}""", FailureKind.ContentRejected)]
    [InlineData("""{"status":"succeeded","output":null,"logs":"Your request was blocked: content_policy_violation"}""", FailureKind.ContentRejected)]
    [InlineData("""{"status":"succeeded","output":[],"logs":"Prompt was flagged by our moderation"}""", FailureKind.ContentRejected)]
    [InlineData("""{"status":"succeeded","output":[],"logs":"prompt='NSFW content detected'\nLoading safety checker\ndone"}""", FailureKind.EmptyOutput)]
    [InlineData("""{"status":"succeeded","output":[],"logs":"You have disabled the safety checker"}""", FailureKind.EmptyOutput)]
    [InlineData("""{"status":"failed","error":"","logs":"DataInspectionFailed: Output data may contain inappropriate content."}""", FailureKind.ContentRejected)]
    [InlineData("""{"status":"failed","error":"An error occurred while processing your request (E001)","logs":"finish_reason: IMAGE_PROHIBITED_CONTENT"}""", FailureKind.ContentRejected)]
    [InlineData("""{"status":"failed","error":"CUDA out of memory","logs":"NSFW content detected in image 0"}""", FailureKind.JobFailed)]
    public async Task GetJob_RefusalThatStandsInTheLogAlone_IsSeen(string body, FailureKind kind)
    {
        _bed.On("GET", "https://api.replicate.com/v1/predictions/a", 200, body);

        var job = await _bed.Replicate().GetJobAsync(new("replicate", "a", "owner/name"), default);

        Assert.Equal(kind, job.Failure?.Kind);
    }

    [Theory]
    [InlineData(400, """{"error":{"code":"moderation_blocked","message":"Your request was rejected","type":"image_generation_user_error"}}""")]
    [InlineData(403, """{"code":"DataInspectionFailed","message":"failed"}""")]
    [InlineData(422, """{"detail":[{"loc":["body","prompt"],"msg":"cannot be processed","type":"content_policy_violation","input":"x"}]}""")]
    [InlineData(451, """{"name":"content_moderation","errors":["Your request was flagged"]}""")]
    [InlineData(500, """{"error":"InputTextSensitiveContentDetected"}""")]
    public async Task Submit_RefusedByCodeAlone_IsContentRejectedEverywhere(int status, string body)
    {
        foreach (var provider in new[] { "replicate", "runpod", "modal" })
        {
            var bed = new ProviderTestBed { Answer = _ => new((System.Net.HttpStatusCode)status) { Content = new StringContent(body) } };

            var job = await Provider(bed, provider).SubmitJobAsync(ProviderTestBed.Request(provider == "replicate" ? "owner/name" : "abc"), default);

            Assert.Equal((provider, FailureKind.ContentRejected), (provider, job.Failure!.Kind));
        }
    }

    [Theory]
    [InlineData(500, """{"detail":"Could not load safety checker"}""")]
    [InlineData(503, """{"detail":"moderation service timed out"}""")]
    [InlineData(400, """{"detail":"safety_tolerance must be between 1 and 5"}""")]
    public async Task Submit_BrokenFilter_IsNoRefusal(int status, string body)
    {
        foreach (var provider in new[] { "replicate", "runpod", "modal" })
        {
            var bed = new ProviderTestBed { Answer = _ => new((System.Net.HttpStatusCode)status) { Content = new StringContent(body) } };

            var job = await Provider(bed, provider).SubmitJobAsync(ProviderTestBed.Request(provider == "replicate" ? "owner/name" : "abc"), default);

            Assert.NotEqual(FailureKind.ContentRejected, job.Failure!.Kind);
        }
    }

    private static IImageProvider Provider(ProviderTestBed bed, string name) =>
        name switch { "replicate" => bed.Replicate(), "runpod" => bed.RunPod(), _ => bed.Modal() };

    private Task<ProviderJob> SubmitAsync(string provider, string output, ProviderRequest? request = null)
    {
        var body = provider switch
        {
            "replicate" => $$"""{"id":"a","status":"succeeded","output":{{output}},"metrics":{"predict_time":1} }""",
            "runpod" => $$"""{"id":"a-u1","status":"COMPLETED","output":{{output}} }""",
            _ => output,
        };
        _bed.Answer = _ => new(System.Net.HttpStatusCode.OK)
        {
            Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json"),
        };
        return Provider(_bed, provider).SubmitJobAsync(request ?? ProviderTestBed.Request(provider == "replicate" ? "owner/name" : "abc"), default);
    }
}
