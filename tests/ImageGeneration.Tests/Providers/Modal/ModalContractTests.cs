using System.Net;
using System.Text.Json;
using ImageGeneration.Providers;
using ImageGeneration.Providers.Modal;

namespace ImageGeneration.Tests.Providers.Modal;

public sealed class ModalContractTests
{
    private const string Base = "https://acme--flux-generate.modal.run";
    private const string Image = "{\"image\":\"" + ProviderTestBed.Png + "\"}";

    private readonly ProviderTestBed _bed = new();

    [Fact]
    public async Task Submit_QueueMode_GoesToItsRouteAndIsReadAtTheResult()
    {
        _bed.On("POST", Base + "/submit", 200, """{"call_id":"fc-02"}""");
        _bed.On("GET", Base + "/result/fc-02", 200, Image);
        var provider = _bed.Modal(o => o.Mode = ModalMode.Queue);

        var submitted = await provider.SubmitJobAsync(ProviderTestBed.Request("flux1"), default);
        var read = await provider.GetJobAsync(submitted.Reference!, default);

        Assert.Equal((JobStatus.Queued, JobStatus.Succeeded), (submitted.Status, read.Status));
    }

    [Theory]
    [InlineData(202)]
    [InlineData(200)]
    public async Task Submit_QueueModeAnswerThatBreaksOff_IsTheCallWhereItsIdWasReported(int status)
    {
        _bed.On("POST", Base + "/submit", status, """{"call_id":"fc-02","sta""");

        var job = await _bed.Modal(o => o.Mode = ModalMode.Queue).SubmitJobAsync(ProviderTestBed.Request("flux1"), default);

        Assert.Equal((JobStatus.Queued, "fc-02"), (job.Status, job.Reference?.Id));
    }

    [Theory]
    [InlineData(404, "", FailureKind.JobFailed, true)]
    [InlineData(410, "", FailureKind.JobFailed, true)]
    [InlineData(500, "the function raised", FailureKind.JobFailed, true)]
    [InlineData(503, "", FailureKind.Unavailable, false)]
    public async Task GetJob_QueueMode_ExpiredAndFailedCallsEnd(int status, string body, FailureKind kind, bool terminal)
    {
        _bed.On("GET", Base + "/result/fc-02", status, body, "text/plain");

        var job = await _bed.Modal(o => o.Mode = ModalMode.Queue)
            .GetJobAsync(new("modal", "fc-02", "flux1", new Uri(Base + "/result/fc-02")), default);

        Assert.Equal((kind, terminal), (job.Failure!.Kind, job.IsTerminal));
    }

    /// <summary>A call that has ended must not be left unread over a header.</summary>
    [Theory]
    [InlineData("86400", 60)]
    [InlineData("0", 0)]
    [InlineData("soon", null)]
    public async Task GetJob_QueueMode_IsAskedAgainAsItSaysButSoon(string header, int? seconds)
    {
        _bed.On("GET", Base + "/result/fc-02", 202, "\"\"", "application/json", ("Retry-After", header));

        var job = await _bed.Modal(o => o.Mode = ModalMode.Queue)
            .GetJobAsync(new("modal", "fc-02", "flux1", new Uri(Base + "/result/fc-02")), default);

        Assert.Equal(seconds, job.PollAfter?.TotalSeconds);
    }

    /// <summary>A 202 says that the call runs, whatever is in it: taken for nothing, the clock of the queue would go on.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("\"\"")]
    [InlineData("null")]
    public async Task GetJob_QueueModeAcceptedStatus_IsRunning(string body)
    {
        _bed.On("GET", Base + "/result/fc-02", 202, body);

        var job = await _bed.Modal(o => o.Mode = ModalMode.Queue)
            .GetJobAsync(new("modal", "fc-02", "flux1", new Uri(Base + "/result/fc-02")), default);

        Assert.Equal((JobStatus.Running, null), (job.Status, job.Failure));
    }

    /// <summary>Applications give each request an id, those that fail too.</summary>
    [Theory]
    [InlineData("""{"request_id":"r1","error":"out of memory"}""", true)]
    [InlineData("""{"request_id":"r1","error":null,"message":"queued"}""", false)]
    public async Task Submit_ErrorBesideAnId_IsTheError(string body, bool failed)
    {
        _bed.On("POST", Base + "/", 200, body);

        var job = await _bed.Modal().SubmitJobAsync(ProviderTestBed.Request("flux1"), default);

        Assert.Equal(failed ? FailureKind.JobFailed : null, job.Failure?.Kind);
        Assert.Equal(failed, job.Failure?.Message.Contains("out of memory", StringComparison.Ordinal) == true);
    }

    [Fact]
    public async Task Routes_OfTheSettings_AreUsed()
    {
        _bed.On("POST", Base + "/jobs", 202, """{"request_id":"r1"}""");
        _bed.On("GET", Base + "/jobs/r1/result", 202, "\"\"", "application/json", ("Retry-After", "3"));
        _bed.On("POST", Base + "/jobs/r1/cancel", 204, "");
        var provider = _bed.Modal(o =>
        {
            (o.Mode, o.SubmitRoute, o.ResultRoute, o.CancelRoute) = (ModalMode.Queue, "/jobs", "/jobs/{call_id}/result", "/jobs/{call_id}/cancel");
        });

        var submitted = await provider.SubmitJobAsync(ProviderTestBed.Request("flux1"), default);
        var read = await provider.GetJobAsync(submitted.Reference!, default);
        var canceled = await provider.CancelAsync(submitted.Reference!, default);

        Assert.Equal((JobStatus.Running, TimeSpan.FromSeconds(3)), (read.Status, read.PollAfter));
        Assert.Equal((CancellationOutcome.Confirmed, FailureKind.Canceled), (canceled.Cancellation, canceled.Failure!.Kind));
    }

    [Theory]
    [InlineData(404, "fc-02", true)]
    [InlineData(502, "fc-02", true)]
    [InlineData(200, "call", false)]
    public async Task Cancel_RefusedOrWithoutAnId_IsNotConfirmed(int status, string id, bool asked)
    {
        _bed.On("POST", Base + "/cancel/" + id, status, "");

        var job = await _bed.Modal(o => o.CancelRoute = "/cancel/{call_id}").CancelAsync(new("modal", id, "flux1"), default);

        Assert.Equal(CancellationOutcome.NotConfirmed, job.Cancellation);
        Assert.Equal(asked, _bed.Sent.Count == 1);
    }

    [Fact]
    public async Task Submit_Get_PutsScalarFieldsInTheQuery()
    {
        using var extras = JsonDocument.Parse("""{"tiled":true,"nested":{"a":1},"list":[1],"note":"ä & b"}""");
        _bed.On("GET", Base + "/*", 200, Image);
        var request = ProviderTestBed.Request("flux1") with { Prompt = "fox & hound?", Seed = 42, GuidanceScale = 3.5, Extras = extras.RootElement };

        var job = await _bed.Modal(o => o.UseGet = true).SubmitJobAsync(request, default);

        Assert.Equal(JobStatus.Succeeded, job.Status);
        Assert.Equal(
            Base + "/?prompt=fox%20%26%20hound%3F&width=1024&height=1024&guidance_scale=3.5&seed=42&tiled=true&note=%C3%A4%20%26%20b",
            _bed.Last.Uri.AbsoluteUri);
        Assert.Equal(("", "no-store"), (_bed.Last.Body, _bed.Last.Headers["Cache-Control"]));
    }

    /// <summary>Applications that want a key of their own often want it in the body.</summary>
    [Theory]
    [InlineData("api_key", "sesame-1234", false)]
    [InlineData("accessToken", "\"sesame-1234\"", false)]
    [InlineData("sampler", "sesame-1234", true)]
    public async Task Submit_KeyAmongTheFixedFields_IsNotShown(string field, string value, bool shown)
    {
        _bed.On("POST", Base + "/", 400, """{"detail":"what is sesame-1234?"}""");

        var job = await _bed.Modal(o => o.FixedFields[field] = value).SubmitJobAsync(ProviderTestBed.Request("flux1"), default);

        Assert.Equal(shown, job.Failure!.Message.Contains("sesame", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("X-Api-Key", false)]
    [InlineData("Authorization", false)]
    [InlineData("X-Region", true)]
    public async Task Submit_KeyAmongTheHeaders_IsNotShown(string header, bool shown)
    {
        _bed.On("POST", Base + "/", 400, """{"detail":"what is sesame-1234?"}""");

        var job = await _bed.Modal(o => o.Headers[header] = "sesame-1234").SubmitJobAsync(ProviderTestBed.Request("flux1"), default);

        Assert.Equal(shown, job.Failure!.Message.Contains("sesame", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Submit_GetAtAnAddressWithAQuery_KeepsIt()
    {
        _bed.On("GET", Base + "/*", 200, Image);

        await _bed.Modal(o => (o.UseGet, o.BaseUrl) = (true, new Uri(Base + "/?tenant=a"))).SubmitJobAsync(ProviderTestBed.Request("flux1"), default);

        Assert.Equal("?tenant=a&prompt=a%20red%20fox%20in%20the%20snow&width=1024&height=1024", _bed.Last.Uri.Query);
    }

    [Fact]
    public async Task Submit_FieldsRenamedFixedAndLeftOut_AreSentSo()
    {
        _bed.On("POST", Base + "/", 200, Image);
        var provider = _bed.Modal(o =>
        {
            o.Fields["num_inference_steps"] = "steps";
            o.Fields["negative_prompt"] = "";
            o.FixedFields["guidance_scale"] = "3.5";
            o.FixedFields["sampler"] = "euler \"a\"";
            o.FixedFields["tiled"] = "true";
        });
        var request = ProviderTestBed.Request("flux1") with { NegativePrompt = "n", Steps = 20, GuidanceScale = 9, Seed = 1 };

        await provider.SubmitJobAsync(request, default);
        var capabilities = provider.GetCapabilities("flux1")!;

        Assert.Equal(
            """{"prompt":"a red fox in the snow","width":1024,"height":1024,"steps":20,"seed":1,"guidance_scale":3.5,"sampler":"euler \u0022a\u0022","tiled":true}""",
            _bed.Last.Body);
        Assert.Equal((false, true, null), (capabilities.NegativePrompt, capabilities.Seed, capabilities.GuidanceScale));
        Assert.NotNull(capabilities.Steps);
    }

    [Fact]
    public async Task Submit_ProxyTokenBearerAndHeaders_GoTogetherToTheOwnOrigin()
    {
        _bed.On("POST", Base + "/", 200, Image);
        var provider = _bed.Modal(o =>
        {
            (o.ApiKey, o.ProxyKey, o.ProxySecret) = ("my-own-token", "wk-abc ", " ws-def");
            o.Headers["X-Tenant"] = "acme";
        });

        await provider.SubmitJobAsync(ProviderTestBed.Request("flux1"), default);

        Assert.Equal(
            ("Bearer my-own-token", "wk-abc", "ws-def", "acme"),
            (_bed.Last.Headers["Authorization"], _bed.Last.Headers["Modal-Key"], _bed.Last.Headers["Modal-Secret"], _bed.Last.Headers["X-Tenant"]));
    }

    [Fact]
    public async Task Failures_SecretsOfProxyTokenAndHeaders_AreNotInTheMessage()
    {
        _bed.On("POST", Base + "/", 400, """{"detail":"keys ws-0123secretpart and a-long-header-secret, tenant acme"}""");
        var provider = _bed.Modal(o =>
        {
            (o.ProxyKey, o.ProxySecret) = ("wk-0123", "ws-0123secretpart");
            o.Headers["X-Token"] = "a-long-header-secret";
            o.Headers["X-Tenant"] = "acme";
        });

        var job = await provider.SubmitJobAsync(ProviderTestBed.Request("flux1"), default);

        Assert.Contains("keys [redacted] and [redacted], tenant acme", job.Failure!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.2, 0.8)]
    [InlineData(150, 0)]
    public async Task Redirect_FastHop_IsNotFollowedWithinASecond(double took, double wait)
    {
        var time = new Time.StepClock();
        _bed.Time = time;
        _bed.Answer = _ =>
        {
            time.Advance(TimeSpan.FromSeconds(took));
            return new HttpResponseMessage(HttpStatusCode.SeeOther) { Headers = { Location = new Uri("?__modal_function_call_id=fc-01", UriKind.Relative) } };
        };
        var provider = _bed.Modal();

        var submitted = await provider.SubmitJobAsync(ProviderTestBed.Request("flux1"), default);
        var read = await provider.GetJobAsync(submitted.Reference!, default);

        Assert.Equal(wait, submitted.PollAfter!.Value.TotalSeconds, 3);
        Assert.Equal(wait, read.PollAfter!.Value.TotalSeconds, 3);
    }

    [Theory]
    [InlineData("modal-http: missing credentials for proxy authorization", "asks for a proxy token, wk-")]
    [InlineData("modal-http: invalid credentials for proxy authorization", "none of this workspace")]
    public async Task Submit_EdgeRefusesTheKey_SaysWhichKeyItWants(string body, string words)
    {
        _bed.On("POST", Base + "/", 401, body, "text/plain");

        var job = await _bed.Modal().SubmitJobAsync(ProviderTestBed.Request("flux1"), default);

        Assert.Equal(FailureKind.Unauthorized, job.Failure?.Kind);
        Assert.StartsWith("Authentication failed", job.Failure!.Message, StringComparison.Ordinal);
        Assert.Contains(words, job.Failure.Message, StringComparison.Ordinal);
    }
}
