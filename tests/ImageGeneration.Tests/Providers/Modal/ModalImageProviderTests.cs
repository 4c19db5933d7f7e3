using System.Net;
using System.Net.Http.Headers;
using ImageGeneration.Providers;

namespace ImageGeneration.Tests.Providers.Modal;

public sealed class ModalImageProviderTests
{
    private const string Url = "https://acme--flux-generate.modal.run/";
    private const string Call = Url + "?__modal_function_call_id=fc-01";
    private static readonly JobReference Reference = new("modal", "fc-01", "flux1", new Uri(Call), 1);

    private readonly ProviderTestBed _bed = new();

    [Fact]
    public async Task Submit_Contract_SendsWhatIsSetAndReadsTheImage()
    {
        OnImage("POST", Url, ("X-Seed", "42"));
        var request = ProviderTestBed.Request("flux1") with { NegativePrompt = "n", Steps = 28, GuidanceScale = 3.5, Seed = 42, Format = ImageFormat.Png };

        var job = await _bed.Modal().SubmitJobAsync(request, default);

        Assert.Equal(
            """{"prompt":"a red fox in the snow","negative_prompt":"n","width":1024,"height":1024,"num_inference_steps":28,"guidance_scale":3.5,"seed":42,"output_format":"png"}""",
            _bed.Last.Body);
        Assert.Equal("image/*, application/json", _bed.Last.Headers["Accept"]);
        Assert.Equal(JobStatus.Succeeded, job.Status);
        var image = Assert.Single(job.Images);
        Assert.Equal(("image/png", 1, 1, 42L), (image.MediaType, image.Width, image.Height, image.Seed));
    }

    [Theory]
    [InlineData("my-own-token", "Authorization", "Bearer my-own-token")]
    [InlineData("wk-abc:ws-def", "Modal-Key", "wk-abc")]
    [InlineData("wk-abc:ws-def", "Modal-Secret", "ws-def")]
    public async Task Submit_Key_GoesInTheHeadersOfItsKind(string key, string header, string value)
    {
        OnImage("POST", Url);

        await _bed.Modal(o => o.ApiKey = key).SubmitJobAsync(ProviderTestBed.Request("flux1"), default);

        Assert.Equal(value, _bed.Last.Headers[header]);
        Assert.Equal(key.StartsWith("wk-", StringComparison.Ordinal), !_bed.Last.Headers.ContainsKey("Authorization"));
    }

    [Theory]
    [InlineData("ak-abc:as-def", "account token")]
    [InlineData("as-abc", "account token")]
    [InlineData("wk-abc", "two parts")]
    [InlineData("wk-abc:xx-def", "two parts")]
    public async Task Submit_WrongKindOfKey_IsExplainedAndSentNowhere(string key, string words)
    {
        var provider = _bed.Modal(o => o.ApiKey = key);

        var job = await provider.SubmitJobAsync(ProviderTestBed.Request("flux1"), default);
        var health = await provider.CheckHealthAsync(default);

        Assert.Equal(FailureKind.Unauthorized, job.Failure?.Kind);
        Assert.StartsWith("Authentication failed", job.Failure!.Message, StringComparison.Ordinal);
        Assert.Contains(words, job.Failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("abc", job.Failure.Message, StringComparison.Ordinal);
        Assert.False(health.IsHealthy);
        Assert.Empty(_bed.Sent);
    }

    [Theory]
    [InlineData("""{"images":[{"image":"PNG","media_type":"image/png","seed":42}]}""")]
    [InlineData("""{"image":"data:image/png;base64,PNG","seed":42}""")]
    [InlineData("""{"images":["PNG"],"seeds":[42]}""")]
    public async Task Submit_JsonReply_IsReadTolerantly(string body)
    {
        _bed.On("POST", Url, 200, body.Replace("PNG", ProviderTestBed.Png, StringComparison.Ordinal));

        var job = await _bed.Modal().SubmitJobAsync(ProviderTestBed.Request("flux1"), default);

        Assert.Equal(42, Assert.Single(job.Images).Seed);
    }

    [Theory]
    [InlineData(Call)]
    [InlineData("/?__modal_function_call_id=fc-01")]
    [InlineData("?__modal_function_call_id=fc-01")]
    public async Task Submit_LongCall_BecomesAJobAtTheAddressGiven(string location)
    {
        _bed.On("POST", Url, 303, "", "text/plain", ("Location", location));

        var job = await _bed.Modal().SubmitJobAsync(ProviderTestBed.Request("flux1"), default);

        Assert.Equal(JobStatus.Running, job.Status);
        Assert.Equal(Reference, job.Reference);
        Assert.Equal(2200, Assert.Single(_bed.Logs.GetSnapshot()).Id.Id);
    }

    [Theory]
    [InlineData("https://evil.test/?__modal_function_call_id=fc-01")]
    [InlineData("http://acme--flux-generate.modal.run/?__modal_function_call_id=fc-01")]
    [InlineData(null)]
    public async Task Submit_RedirectElsewhereOrNowhere_IsUnknownOutcome(string? location)
    {
        _bed.On("POST", Url, 303, "", "text/plain", location is null ? [] : [("Location", location)]);

        var job = await _bed.Modal().SubmitJobAsync(ProviderTestBed.Request("flux1"), default);

        Assert.Equal(FailureKind.UnknownOutcome, job.Failure?.Kind);
        Assert.Single(_bed.Sent);
    }

    [Fact]
    public async Task GetJob_Chain_IsFollowedByGetOneHopACall()
    {
        OnImage("GET", Call + "&hop=2");
        _bed.On("GET", Call, 303, "", "text/plain", ("Location", Call + "&hop=2"));
        var provider = _bed.Modal();

        var first = await provider.GetJobAsync(Reference, default);
        var second = await provider.GetJobAsync(first.Reference!, default);

        Assert.Equal((JobStatus.Running, Call + "&hop=2"), (first.Status, first.Reference!.StatusUri!.ToString()));
        Assert.Equal(JobStatus.Succeeded, second.Status);
        Assert.All(_bed.Sent, r => Assert.Equal(HttpMethod.Get, r.Method));
    }

    [Fact]
    public async Task GetJob_StoredAddressOfAnotherOrigin_IsNeverAsked()
    {
        var job = await _bed.Modal().GetJobAsync(Reference with { StatusUri = new Uri("https://evil.test/") }, default);

        Assert.Equal(FailureKind.JobFailed, job.Failure?.Kind);
        Assert.Empty(_bed.Sent);
    }

    [Fact]
    public async Task Submit_QueueReply_IsPolledAtItsResult()
    {
        _bed.On("POST", Url, 202, """{"call_id":"fc-02"}""");
        _bed.On("GET", Url + "result/fc-02", 202, "\"\"");
        var provider = _bed.Modal();

        var submitted = await provider.SubmitJobAsync(ProviderTestBed.Request("flux1"), default);
        var read = await provider.GetJobAsync(submitted.Reference!, default);

        Assert.Equal((JobStatus.Queued, JobStatus.Running), (submitted.Status, read.Status));
    }

    [Theory]
    [InlineData(401, "modal-http: invalid credentials for proxy authorization", FailureKind.Unauthorized, "Authentication failed")]
    [InlineData(404, "modal-http: invalid function call", FailureKind.Unavailable, "nothing is deployed")]
    [InlineData(404, "modal-http: app for invoked web endpoint is stopped", FailureKind.Unsupported, "deploy")]
    [InlineData(404, "modal-http: workspace ac-123 is disabled", FailureKind.OutOfCredit, "workspace is disabled")]
    [InlineData(404, """{"detail":"Not Found"}""", FailureKind.Unsupported, "ImageGeneration:Modal:BaseUrl")]
    [InlineData(404, """{"detail":"this model is disabled"}""", FailureKind.Unsupported, "model is disabled.")]
    [InlineData(401, """{"detail":"missing credentials"}""", FailureKind.Unauthorized, "missing credentials. Check")]
    [InlineData(405, """{"detail":"Method Not Allowed"}""", FailureKind.Unsupported, "ImageGeneration:Modal:UseGet")]
    [InlineData(408, "Missing request, possibly due to expiry or cancellation", FailureKind.Unavailable, "never reached")]
    [InlineData(408, "", FailureKind.UnknownOutcome, "408")]
    [InlineData(429, "Webhook failed: workspace billing cycle spend limit reached", FailureKind.OutOfCredit, "no credit left")]
    [InlineData(429, "modal-http: slow down", FailureKind.RateLimited, "429")]
    [InlineData(500, "modal-http: internal error: function execution timed out", FailureKind.TimedOut, "own time limit")]
    [InlineData(500, "modal-http: internal error: function was terminated by signal", FailureKind.JobFailed, "out of memory")]
    [InlineData(500, "modal-http: internal error: status InternalFailure: Server has lost track of input", FailureKind.JobFailed, "lost track")]
    [InlineData(500, "modal-http: internal server error: status Failure: TimeoutError('Waited too long for port 8000')", FailureKind.JobFailed, "did not start")]
    [InlineData(500, "modal-http: something new", FailureKind.UnknownOutcome, "something new")]
    [InlineData(500, "Internal Server Error", FailureKind.JobFailed, "Internal Server Error")]
    [InlineData(400, """{"detail":"prompt flagged by the safety filter"}""", FailureKind.ContentRejected, "Content policy violation")]
    [InlineData(400, "modal-http: bad redirect method", FailureKind.InvalidRequest, "bad redirect")]
    [InlineData(422, """{"detail":[{"loc":["body","width"],"msg":"Input should be a valid integer","input":"a red fox in the snow"}]}""", FailureKind.InvalidRequest, "body.width: Input should be")]
    [InlineData(502, "", FailureKind.UnknownOutcome, "502")]
    [InlineData(200, "", FailureKind.UnknownOutcome, "an empty body")]
    [InlineData(200, """{"status":"ok"}""", FailureKind.EmptyOutput, "no image")]
    [InlineData(200, """{"error":"out of memory"}""", FailureKind.JobFailed, "out of memory")]
    [InlineData(200, "<html>hello</html>", FailureKind.EmptyOutput, "no image")]
    public async Task Submit_AnythingElse_IsItsKind(int status, string body, FailureKind kind, string words)
    {
        _bed.On("POST", Url, status, body, body.StartsWith('{') ? "application/json" : "text/plain");

        var job = await _bed.Modal().SubmitJobAsync(ProviderTestBed.Request("flux1"), default);

        Assert.Equal(kind, job.Failure?.Kind);
        Assert.Contains(words, job.Failure!.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("red fox", job.Failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(404, "modal-http: invalid function call", FailureKind.JobFailed, false)]
    [InlineData(404, "modal-http: app for invoked web endpoint is stopped", FailureKind.Unsupported, true)]
    [InlineData(404, "modal-http: workspace ac-123 is disabled", FailureKind.OutOfCredit, false)]
    [InlineData(404, "result is stopped", FailureKind.JobFailed, true)]
    [InlineData(404, """{"detail":"Not Found"}""", FailureKind.JobFailed, true)]
    [InlineData(401, "modal-http: missing credentials for proxy authorization", FailureKind.Unauthorized, false)]
    [InlineData(408, "Missing request, possibly due to expiry or cancellation", FailureKind.Unavailable, false)]
    [InlineData(429, "Webhook failed: workspace billing cycle spend limit reached", FailureKind.OutOfCredit, false)]
    [InlineData(429, "", FailureKind.RateLimited, false)]
    [InlineData(400, "modal-http: bad redirect method", FailureKind.InvalidRequest, true)]
    [InlineData(500, "modal-http: internal error: function execution timed out", FailureKind.TimedOut, true)]
    [InlineData(500, "modal-http: internal error: function was terminated by signal", FailureKind.JobFailed, true)]
    [InlineData(500, "modal-http: internal error: status InternalFailure: Server has lost track of input", FailureKind.JobFailed, true)]
    [InlineData(500, "modal-http: internal server error: status Failure: TimeoutError('Waited too long for port 8000')", FailureKind.JobFailed, true)]
    [InlineData(503, """{"detail":"the pipeline failed"}""", FailureKind.JobFailed, true)]
    [InlineData(500, "Internal Server Error", FailureKind.JobFailed, true)]
    [InlineData(422, "", FailureKind.InvalidRequest, true)]
    [InlineData(500, "modal-http: something new", FailureKind.Unavailable, false)]
    [InlineData(502, "", FailureKind.Unavailable, false)]
    [InlineData(200, "", FailureKind.Unavailable, false)]
    [InlineData(303, "", FailureKind.Unavailable, false)]
    public async Task GetJob_AnythingElse_EndsTheJobOnlyWhenItIsOver(int status, string body, FailureKind kind, bool terminal)
    {
        _bed.On("GET", Call, status, body, "text/plain");

        var job = await _bed.Modal().GetJobAsync(Reference, default);

        Assert.Equal((kind, terminal), (job.Failure!.Kind, job.IsTerminal));
        Assert.Equal(Reference, job.Reference);
    }

    [Fact]
    public async Task Cancel_IsNotPossible()
    {
        var job = await _bed.Modal().CancelAsync(Reference, default);

        Assert.Equal((JobStatus.Unknown, FailureKind.Unsupported, CancellationOutcome.NotConfirmed), (job.Status, job.Failure!.Kind, job.Cancellation));
    }

    [Fact]
    public async Task NoBaseUrl_SaysWhatToSet()
    {
        var provider = _bed.Modal(o => o.BaseUrl = null);

        var job = await provider.SubmitJobAsync(ProviderTestBed.Request("flux1"), default);
        var health = await provider.CheckHealthAsync(default);

        Assert.Equal(FailureKind.Unsupported, job.Failure?.Kind);
        Assert.Contains("ImageGeneration:Modal:BaseUrl", job.Failure!.Message, StringComparison.Ordinal);
        Assert.False(health.IsHealthy);
    }

    [Fact]
    public async Task CheckHealth_AllSet_AsksNothing()
    {
        var health = await _bed.Modal().CheckHealthAsync(default);

        Assert.True(health.IsHealthy);
        Assert.Contains("nothing was asked", health.Description, StringComparison.Ordinal);
        Assert.Empty(_bed.Sent);
    }

    private void OnImage(string method, string url, params (string Name, string Value)[] headers) =>
        _bed.On(method, url, () =>
        {
            var response = new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent(Convert.FromBase64String(ProviderTestBed.Png)) };
            response.Content.Headers.ContentType = new MediaTypeHeaderValue("image/jpeg");
            foreach (var (name, value) in headers)
            {
                response.Headers.TryAddWithoutValidation(name, value);
            }

            return response;
        });
}
