using System.Net;
using ImageGeneration.Providers;
using ImageGeneration.Providers.Modal;
using ImageGeneration.Tests.Fakes;

namespace ImageGeneration.Tests.Providers.Modal;

/// <summary>Applications with a queue of their own, which say in a hundred ways that the work goes on, and under 200.</summary>
public sealed class ModalQueueTests
{
    private const string Base = "https://acme--flux-generate.modal.run";

    private static readonly JobReference Reference = new("modal", "17", "flux1", new Uri(Base + "/result/17"));

    public static TheoryData<string> UnderWay =>
    [
        """{"status":"pending"}""", """{"status":"processing"}""", """{"state":"queued"}""", """{"finished":false}""", """{"done":false}""", """{"ready":false}""",
        """{"data":{"status":"running"}}""", """{"status":"IN_PROGRESS","error":null}""", """{"Status":"In Progress","result":null}""", """{"status":"in-queue"}""",
        """{"job":{"id":17,"state":"active"}}""", """{"task_status":"PROGRESS","progress":40}""", """{"completed":false,"images":[]}""", """{"isReady":false}""",
        """{"status":{"phase":"starting"}}""", """[{"status":"pending"}]""", "\"pending\"", "\"{\\\"status\\\":\\\"pending\\\"}\"", """{"success":true,"status":"waiting"}""",
        """{"status":"denoising step 4/20"}""", """{"progress":0.4}""", """{"queue_position":3}""", """{"detail":"Result is not ready yet"}""", """{"message":"Still processing, try again later"}""", """{"error":"Not ready yet"}""",
        """{"status":"success","code":200,"data":{"status":"processing"}}""", """{"success":true,"status":"ok","result":{"done":false}}""", """{"result":"pending"}""",
        """{"code":202,"message":"processing"}""", "processing", "Still running, please wait.", """{"output":"in_progress","status":null}""",
        """{"status":"processing","image":"PNG"}""", """{"status":"pending","eta":NaN}""", """{"pending":true}""", """{"response":{"result":{"done":false}}}""",
    ];

    [Theory]
    [MemberData(nameof(UnderWay))]
    public async Task GetJob_SuccessThatSaysItGoesOn_IsUnderWay(string body)
    {
        var bed = new ProviderTestBed { Answer = _ => WireApplication.Json(body) };

        var job = await Queue(bed).GetJobAsync(Reference, default);

        Assert.True(job is { Status: JobStatus.Queued or JobStatus.Running, Failure: null }, job.Failure?.Message);
        Assert.Equal(Reference, job.Reference);
    }

    [Theory]
    [MemberData(nameof(UnderWay))]
    public async Task Generate_SuccessThatSaysItGoesOn_WaitsForTheImage(string body)
    {
        var reads = 0;
        var wire = Wire(_ => WireApplication.Json(++reads < 12 ? body : """{"status":"done","image":"PNG"}"""));

        Assert.Single((await wire.GenerateAsync()).Images);
        Assert.Equal(12, reads);
        Assert.Single(wire.SentTo("POST", "/submit"));
        Assert.Empty(wire.SentTo("POST", "/cancel"));
    }

    [Fact]
    public async Task Generate_GoesOnPastTheDeadline_IsCanceled()
    {
        var wire = Wire(_ => WireApplication.Json("""{"status":"processing"}"""));

        var failure = await wire.FailAsync(TestApplication.Request() with { Deadline = TimeSpan.FromMinutes(2) });

        Assert.Equal(FailureKind.TimedOut, failure.Kind);
        Assert.Single(wire.SentTo("POST", "/17/cancel"));
    }

    [Theory]
    [InlineData(404, """{"status":"pending"}""")]
    [InlineData(425, """{"detail":{"state":"queued"}}""")]
    [InlineData(409, """{"ready":false}""")]
    [InlineData(503, """{"status":"warming up"}""")]
    [InlineData(204, "")]
    [InlineData(202, """{"whatever":1}""")]
    public async Task GetJob_AnotherStatusThatSaysItGoesOn_IsUnderWay(int status, string body)
    {
        var bed = new ProviderTestBed { Answer = _ => WireApplication.Json(body, (HttpStatusCode)status) };

        var job = await Queue(bed).GetJobAsync(Reference, default);

        Assert.False(job.IsTerminal);
        Assert.True(job.Failure is null or { Kind: FailureKind.Unavailable });
    }

    [Theory]
    [InlineData("""{"status":"failed"}""", FailureKind.JobFailed)]
    [InlineData("""{"status":"error","message":"CUDA out of memory"}""", FailureKind.JobFailed)]
    [InlineData("""{"data":{"state":"CANCELLED"}}""", FailureKind.JobFailed)]
    [InlineData("failed", FailureKind.JobFailed)]
    [InlineData("""{"status":"ok","data":{"status":"uploaded","done":true}}""", FailureKind.EmptyOutput)]
    [InlineData("""{"status":"failed: no such model"}""", FailureKind.JobFailed)]
    [InlineData("""{"error":"out of memory"}""", FailureKind.JobFailed)]
    [InlineData("""{"status":"done"}""", FailureKind.EmptyOutput)]
    [InlineData("""{"finished":true,"images":[]}""", FailureKind.EmptyOutput)]
    [InlineData("""{"status":"success","result":null}""", FailureKind.EmptyOutput)]
    public async Task GetJob_EndWithoutAnImage_Ends(string body, FailureKind kind)
    {
        var bed = new ProviderTestBed { Answer = _ => WireApplication.Json(body) };

        var job = await Queue(bed).GetJobAsync(Reference, default);

        Assert.Equal((true, kind), (job.IsTerminal, job.Failure!.Kind));
    }

    /// <summary>Neither a picture nor an end nor work: nobody knows, and what may run costs money.</summary>
    [Theory]
    [InlineData("""{"result":null}""")]
    [InlineData("""{"images":[]}""")]
    [InlineData("""{"status":200,"foo":"bar"}""")]
    public async Task Generate_AnswerThatSaysNothing_IsGivenUpSoonAndCanceled(string body)
    {
        var wire = Wire(_ => WireApplication.Json(body));

        var failure = await wire.FailAsync();

        Assert.Equal(FailureKind.EmptyOutput, failure.Kind);
        Assert.InRange(wire.Elapsed.TotalSeconds, 0, 60);
        Assert.Single(wire.SentTo("POST", "/17/cancel"));
    }

    [Theory]
    [InlineData("""{"status":"completed","image":"PNG","data":{"status":"created"}}""")]
    [InlineData("""{"status":"ok","data":{"state":"pending","images":["PNG"]}}""")]
    [InlineData("""{"finished":true,"progress":0.99,"images":["PNG"]}""")]
    [InlineData("""{"status":"uploaded","images":["PNG"]}""")]
    public async Task GetJob_ImageOfWhatHasEnded_IsDelivered(string body)
    {
        var bed = new ProviderTestBed { Answer = _ => WireApplication.Json(body) };

        Assert.Single((await Queue(bed).GetJobAsync(Reference, default)).Images);
    }

    [Theory]
    [InlineData("""{"call_id":17}""", "17")]
    [InlineData("""{"job_id":"j-1"}""", "j-1")]
    [InlineData("""{"task_id":12345678901234}""", "12345678901234")]
    [InlineData("""{"request_id":"r-1","status":"queued"}""", "r-1")]
    [InlineData("""{"id":17}""", "17")]
    [InlineData("""{"data":{"taskId":"t-1"},"code":0}""", "t-1")]
    [InlineData("""{"id":"r-9","function_call_id":"fc-1"}""", "fc-1")]
    [InlineData("""{"request_id":"r-9","job":{"job_id":7},"status":"accepted"}""", "7")]
    [InlineData("[{\"jobId\":\"j-2\"}]", "j-2")]
    [InlineData("""{"prompt_id":"p-1","number":3,"node_errors":{}}""", "p-1")]
    [InlineData("""{"event_id":"e-1"}""", "e-1")]
    [InlineData("""{"call_id":"fc-1","result_url":"https://b.test/result/fc-1"}""", "fc-1")]
    [InlineData("""{"request_id":"r-1","response_url":"https://b.test/r-1","status_url":"https://b.test/r-1/status"}""", "r-1")]
    [InlineData("""{"id":"x1","status":"queued","links":{"self":"https://b.test/x1","result":"https://b.test/x1/result"}}""", "x1")]
    public async Task Submit_IdByAnyName_IsTheCall(string body, string id)
    {
        var bed = new ProviderTestBed { Answer = _ => WireApplication.Json(body) };

        var job = await Queue(bed).SubmitJobAsync(ProviderTestBed.Request("flux1"), default);

        Assert.Equal((JobStatus.Queued, id, "/result/" + id), (job.Status, job.Reference?.Id, job.Reference?.StatusUri?.AbsolutePath));
    }

    [Theory]
    [InlineData("""{"job_id":"j-1","status":"pending"}""", "j-1")]
    [InlineData("""{"id":5,"status":"processing"}""", "5")]
    [InlineData("""{"status":"IN_QUEUE","request_id":"r-1","response_url":"https://b.test/r-1","result":{"url":"https://b.test/r-1/result"}}""", "r-1")]
    public async Task Submit_SyncModeAnswerThatGoesOn_IsTheCall(string body, string id)
    {
        var bed = new ProviderTestBed { Answer = _ => WireApplication.Json(body) };

        Assert.Equal(id, (await bed.Modal().SubmitJobAsync(ProviderTestBed.Request("flux1"), default)).Reference?.Id);
    }

    [Theory]
    [InlineData("""{"id":"a","image_url":"https://b.test/a"}""")]
    [InlineData("""{"id":"a","status":"completed","url":"https://b.test/a"}""")]
    [InlineData("""{"id":"a","image":"PNG"}""")]
    public async Task Submit_QueueModeAnswerWithTheImage_IsTheEnd(string body)
    {
        var bed = new ProviderTestBed { Answer = _ => WireApplication.Json(body) };

        Assert.Single((await Queue(bed).SubmitJobAsync(ProviderTestBed.Request("flux1"), default)).Images);
    }

    [Theory]
    [InlineData("Image saved at https://b.test/a.png", 1)]
    [InlineData("https://b.test/a.png\nhttps://b.test/b.png\n", 2)]
    [InlineData("<html><img src=\"https://b.test/logo.png\"></html>", 0)]
    [InlineData("Error: could not read https://b.test/a.png", 0)]
    public async Task Submit_TextWithLinks_TheyAreTheImages(string body, int images)
    {
        var bed = new ProviderTestBed { Answer = _ => new() { Content = new StringContent(body) } };

        Assert.Equal(images, (await bed.Modal().SubmitJobAsync(ProviderTestBed.Request("flux1"), default)).Images.Count);
    }

    [Theory]
    [InlineData("""{"status":"pending"}""", FailureKind.UnknownOutcome)]
    [InlineData("""{"done":false,"id":"x y"}""", FailureKind.UnknownOutcome)]
    [InlineData("""{"job_id":"j-1","status":"failed","message":"no GPU"}""", FailureKind.JobFailed)]
    [InlineData("""{"status":"ok"}""", FailureKind.EmptyOutput)]
    [InlineData("""{"image":NotANumber}""", FailureKind.UnknownOutcome)]
    [InlineData("""{"images":["iVBOR""", FailureKind.UnknownOutcome)]
    public async Task Submit_NoCallToAskFor_SaysWhatThatMeans(string body, FailureKind kind)
    {
        var bed = new ProviderTestBed { Answer = _ => WireApplication.Json(body) };

        Assert.Equal(kind, (await bed.Modal().SubmitJobAsync(ProviderTestBed.Request("flux1"), default)).Failure?.Kind);
    }

    [Theory]
    [InlineData("""{"id":"x","status":"created","images":["PNG"]}""")]
    [InlineData("""{"job_id":"x","image":"PNG","done":true}""")]
    public async Task Submit_ImageBesideAnId_IsDelivered(string body)
    {
        var bed = new ProviderTestBed { Answer = _ => WireApplication.Json(body) };

        Assert.Single((await Queue(bed).SubmitJobAsync(ProviderTestBed.Request("flux1"), default)).Images);
    }

    private static ModalImageProvider Queue(ProviderTestBed bed) =>
        bed.Modal(options => (options.Mode, options.CancelRoute) = (ModalMode.Queue, "/{call_id}/cancel"));

    private static WireApplication Wire(Func<SentRequest, HttpResponseMessage> read) =>
        new("modal", options => (options.Modal.Mode, options.Modal.CancelRoute) = (ModalMode.Queue, "/{call_id}/cancel"))
        {
            Answer = sent => sent.Method == HttpMethod.Get ? read(sent)
                : WireApplication.Json(sent.Uri.AbsolutePath == "/submit" ? """{"job_id":17,"status":"queued"}""" : "{}"),
        };
}
