using System.Net;
using ImageGeneration.Tests.Fakes;

namespace ImageGeneration.Tests.Providers.Kit;

/// <summary>Redirects of an endpoint of one's own: followed within its origin with the same method and body, else named, and nobody else
/// gets the call or the key.</summary>
public sealed class RedirectTests
{
    private const string Base = "https://acme--flux-generate.modal.run";

    [Theory]
    [InlineData(307, Base + "/generate/")]
    [InlineData(308, "/generate/")]
    [InlineData(307, "generate/")]
    [InlineData(307, "?again=1")]
    [InlineData(308, "https://ACME--flux-generate.modal.run:443/generate/")]
    public async Task Submit_SameOrigin_GoesThereWithMethodBodyAndKey(int status, string location)
    {
        var wire = Modal("/generate", sent => sent.Uri.PathAndQuery == "/generate" ? Redirect(status, location) : Picture());

        Assert.Single((await wire.GenerateAsync()).Images);

        Assert.Equal(2, wire.Sent.Count);
        Assert.All(wire.Sent, sent => Assert.Equal((HttpMethod.Post, wire.Sent[0].Body), (sent.Method, sent.Body)));
        Assert.All(wire.Sent, sent => Assert.Equal("Bearer " + ProviderTestBed.Key, sent.Headers["Authorization"]));
        Assert.Contains("a lighthouse", wire.Sent[1].Body, StringComparison.Ordinal);
        Assert.Equal("application/json", wire.Sent[1].Headers["Content-Type"]);
    }

    [Fact]
    public async Task Submit_ReplicateBehindAProxyThatMovesIt_KeepsItsHeaders()
    {
        var wire = new WireApplication("replicate", options => (options.Replicate.BaseUrl, options.Replicate.SyncWait) = (new Uri("http://proxy.test/v1"), TimeSpan.FromSeconds(5)))
        {
            Answer = sent => sent.Uri.AbsolutePath.EndsWith('/')
                ? WireApplication.Json("""{"id":"a","status":"succeeded","output":["https://replicate.delivery/a.png"]}""", HttpStatusCode.Created)
                : Redirect(307, sent.Uri.AbsolutePath + "/"),
        };

        Assert.Single((await wire.GenerateAsync()).Images);

        Assert.Equal(2, wire.Sent.Count(sent => sent.Method == HttpMethod.Post));
        Assert.Equal(wire.Sent[0].Headers["Prefer"], wire.Sent[1].Headers["Prefer"]);
        Assert.Equal(wire.Sent[0].Headers["Cancel-After"], wire.Sent[1].Headers["Cancel-After"]);
    }

    [Theory]
    [InlineData(307)]
    [InlineData(308)]
    [InlineData(301)]
    [InlineData(302)]
    public async Task Read_SameOrigin_IsFollowed(int status)
    {
        var bed = new ProviderTestBed { Answer = request => request.RequestUri!.AbsolutePath == "/result/fc" ? Redirect(status, "/result/fc/") : Picture() };

        Assert.Single((await bed.Modal().GetJobAsync(new("modal", "fc", "flux1", new Uri(Base + "/result/fc")), default)).Images);
    }

    /// <summary>A result's address is relative to where the call was in the end.</summary>
    [Fact]
    public async Task Submit_MovedAndThenLong_IsPolledWhereItIs()
    {
        var bed = new ProviderTestBed
        {
            Answer = request => request.RequestUri!.AbsolutePath == "/" ? Redirect(307, "/v2/generate/") : Redirect(303, "?__modal_function_call_id=fc-01"),
        };

        var job = await bed.Modal().SubmitJobAsync(ProviderTestBed.Request("flux1"), default);

        Assert.Equal(Base + "/v2/generate/?__modal_function_call_id=fc-01", job.Reference?.StatusUri?.AbsoluteUri);
    }

    [Theory]
    [InlineData(307, "https://evil.test/generate?key=1", "to another origin, https://evil.test")]
    [InlineData(308, "https://user:pass@evil.test:8443/x", "to another origin, https://evil.test:8443")]
    [InlineData(307, "http://acme--flux-generate.modal.run/generate/", "to http:// at the same host, /generate/")]
    [InlineData(307, "//evil.test/", "to another origin, https://evil.test")]
    [InlineData(301, "/generate/?token=abc", "to /generate/")]
    [InlineData(302, "/login", "to /login")]
    [InlineData(307, "file:///etc/passwd", "to another origin")]
    [InlineData(307, null, "to no readable address")]
    [InlineData(308, "https://[::1", "to no readable address")]
    public async Task Submit_ElsewhereOrAsAnotherMethod_IsNamedAndNotFollowed(int status, string? location, string words)
    {
        var wire = Modal("/generate", _ => Redirect(status, location));

        var failure = await wire.FailAsync();

        Assert.Equal(FailureKind.Unsupported, failure.Kind);
        Assert.Contains(words, failure.Message, StringComparison.Ordinal);
        Assert.Contains($"({status})", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("pass", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("=", failure.Message, StringComparison.Ordinal);
        Assert.Single(wire.Sent);
    }

    [Theory]
    [InlineData(301)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task Submit_UpgradeToHttps_IsNamed(int status)
    {
        var wire = Modal("/generate", sent => Redirect(status, sent.Uri.AbsoluteUri.Replace("http://", "https://", StringComparison.Ordinal)), "http://acme.test");

        var failure = await wire.FailAsync();

        Assert.Contains("to https:// at the same host, /generate", failure.Message, StringComparison.Ordinal);
        Assert.Contains("BaseUrl", failure.Message, StringComparison.Ordinal);
        Assert.Single(wire.Sent);
    }

    [Theory]
    [InlineData("/generate")]
    [InlineData("/other")]
    [InlineData(null)]
    public async Task Submit_InACircle_EndsSoon(string? location)
    {
        var calls = 0;
        var wire = Modal("/generate", _ => Redirect(307, location ?? $"/{++calls}"));

        var failure = await wire.FailAsync();

        Assert.Equal(FailureKind.Unsupported, failure.Kind);
        Assert.InRange(wire.Sent.Count, 1, 6);
    }

    /// <summary>A path may be anything: what looks like a key stays out of the message.</summary>
    [Fact]
    public async Task Submit_PathWithTheKey_DoesNotShowIt()
    {
        var wire = Modal("/generate", _ => Redirect(302, "/login/" + ProviderTestBed.Key));

        Assert.DoesNotContain(ProviderTestBed.Key, (await wire.FailAsync()).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Submit_MovedToWhereNobodyAnswers_IsAsIfItHadBeenSentThere()
    {
        var bed = new ProviderTestBed { Answer = request => request.RequestUri!.AbsolutePath == "/" ? Redirect(307, "/x") : throw new HttpRequestException("reset") };

        Assert.Equal(FailureKind.UnknownOutcome, (await bed.Modal().SubmitJobAsync(ProviderTestBed.Request("flux1"), default)).Failure?.Kind);
    }

    [Fact]
    public async Task RunPod_EndpointElsewhere_IsFollowedThereWithoutTheKey()
    {
        var wire = new WireApplication("runpod", options => options.RunPod.Models["sdxl"] = "http://localhost:8000")
        {
            Answer = sent => sent.Uri.AbsolutePath == "/run" ? Redirect(307, "/run/") : WireApplication.Json("""{"id":"a","status":"COMPLETED","output":{"image":"PNG"}}"""),
        };

        Assert.Single((await wire.GenerateAsync()).Images);
        Assert.Equal(2, wire.Sent.Count);
        Assert.All(wire.Sent, sent => Assert.False(sent.Headers.ContainsKey("Authorization")));
    }

    private static WireApplication Modal(string route, Func<SentRequest, HttpResponseMessage> answer, string origin = Base) =>
        new("modal", options => options.Modal.BaseUrl = new Uri(origin + route)) { Answer = answer };

    private static HttpResponseMessage Redirect(int status, string? location)
    {
        var response = new HttpResponseMessage((HttpStatusCode)status);
        response.Headers.TryAddWithoutValidation("Location", location is null ? [] : [location]);
        return response;
    }

    private static HttpResponseMessage Picture() => WireApplication.Json("""{"image":"PNG"}""");
}
