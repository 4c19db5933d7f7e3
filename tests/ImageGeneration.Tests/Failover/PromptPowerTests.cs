using System.Net;
using System.Text;
using ImageGeneration.Providers;
using ImageGeneration.Providers.Kit;
using ImageGeneration.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;
using Polly.CircuitBreaker;

namespace ImageGeneration.Tests.Failover;

/// <summary>Whoever can type a prompt cannot switch a provider off for others: the real providers over a wire that reacts to prompts.</summary>
public sealed class PromptPowerTests : IAsyncDisposable
{
    private const string Page = "<!DOCTYPE html><html><title>Attention Required! | Cloudflare</title></html>";
    private const string Evil = "'; DROP TABLE users; --";

    private static readonly string[] _names = ["replicate", "runpod", "modal"];

    private readonly Wire _wire = new();
    private TestApplication? _app;

    public async ValueTask DisposeAsync()
    {
        await (_app?.DisposeAsync() ?? default);
        _wire.Dispose();
    }

    [Theory]
    [InlineData(403, Page)]
    [InlineData(403, "\uFEFF  <html>Sorry, you have been blocked</html>")]
    [InlineData(401, Page)]
    [InlineData(402, Page)]
    [InlineData(400, Page)]
    [InlineData(406, Page)]
    [InlineData(418, Page)]
    [InlineData(429, Page)]
    [InlineData(451, Page)]
    [InlineData(403, "error code: 1020")]
    public async Task Firewall_EveryProviderBehindIt_TheFinePromptsAreDelivered(int status, string body)
    {
        _wire.OnEvil = (status, body);
        var app = Start();

        for (var i = 0; i < 8; i++)
        {
            var refused = await Assert.ThrowsAsync<AllProvidersFailedException>(() => GenerateAsync($"{Evil} {i}"));
            Assert.Equal(3, refused.Attempts.Count);
            Assert.All(refused.Attempts, attempt => Assert.Equal((FailureKind.Unavailable, false), (attempt.Failure!.Value, attempt.PossiblyBilled)));
        }

        Assert.All(app.Monitor.GetStatus(), provider => Assert.Equal((CircuitState.Closed, null), (provider.Circuit, provider.AvailableIn)));
        Assert.Equal("replicate", (await GenerateAsync("a lighthouse")).Provider);
    }

    [Theory]
    [InlineData(503, Page, "Retry-After: 86400")]
    [InlineData(500, """{"detail":"Internal server error"}""", null)]
    [InlineData(500, "boom", null)]
    [InlineData(502, "<html>Bad gateway</html>", null)]
    [InlineData(503, """{"detail":"cannot read the prompt"}""", null)]
    [InlineData(403, """{"detail":"forbidden"}""", "Retry-After: 86400")]
    [InlineData(402, """{"detail":"this model requires a paid plan"}""", null)]
    public async Task OnePrompt_BreaksEachProviderAgainAndAgain_OthersGoByTheCheapestWay(int status, string body, string? header)
    {
        _wire.OnEvil = (status, body);
        _wire.Header = header;
        Start();

        for (var i = 0; i < 8; i++)
        {
            await Assert.ThrowsAnyAsync<ImageGenerationException>(() => GenerateAsync(Evil));
        }

        var submits = _wire.Submits;
        var responses = await Task.WhenAll(GenerateAsync("a lighthouse"), GenerateAsync("a red fox"), GenerateAsync("a harbor"));

        Assert.All(responses, response => Assert.Equal("replicate", response.Provider));
        Assert.Equal(3, _wire.Submits - submits);
    }

    [Theory]
    [InlineData("replicate", 503, Page)]
    [InlineData("runpod", 503, Page)]
    [InlineData("modal", 503, Page)]
    [InlineData("replicate", 503, """{"detail":"cannot read the prompt"}""")]
    [InlineData("replicate", 403, """{"detail":"forbidden"}""")]
    [InlineData("runpod", 403, """{"error":"forbidden"}""")]
    [InlineData("modal", 403, """{"detail":"not for this prompt"}""")]
    [InlineData("modal", 401, """{"detail":"not for this prompt"}""")]
    [InlineData("modal", 503, """{"detail":"cannot read the prompt"}""")]
    [InlineData("runpod", 500, """{"error":"boom"}""")]
    [InlineData("runpod", 502, "<html>Bad gateway</html>")]
    [InlineData("runpod", 521, "<html>Web server is down</html>")]
    [InlineData("replicate", 402, """{"detail":"this model requires a paid plan"}""")]
    public async Task ManyPrompts_SomebodyGotThroughALittleBefore_OthersStillDo(string provider, int status, string body)
    {
        _wire.OnEvil = (status, body);
        var app = StartWithoutRecoveryWait(provider);
        await GenerateAsync("a lighthouse");

        for (var i = 0; i < 12; i++)
        {
            await Assert.ThrowsAnyAsync<ImageGenerationException>(() => GenerateAsync($"{Evil} {i}"));
        }

        Assert.Equal(provider, (await GenerateAsync("a red fox")).Provider);
        app.Time.Advance(TimeSpan.FromMinutes(5.1));
        for (var i = 0; i < 12; i++)
        {
            await Assert.ThrowsAnyAsync<ImageGenerationException>(() => GenerateAsync($"{Evil} {i}"));
        }

        // Nobody has got through for as long as the rest lasts: it looks like an outage, and is taken for one.
        await Assert.ThrowsAnyAsync<ImageGenerationException>(() => GenerateAsync("a harbor"));
    }

    [Theory]
    [InlineData(401, """{"detail":"not for this prompt"}""", null)]
    [InlineData(403, """{"detail":"not for this prompt"}""", null)]
    [InlineData(402, """{"detail":"your words cost extra"}""", null)]
    [InlineData(429, """{"detail":"too many words"}""", "Retry-After: 86400")]
    public async Task ModalApplication_RefusesOnePromptInItsOwnWay_OthersAreDrawn(int status, string body, string? header)
    {
        (_wire.OnEvil, _wire.Header) = ((status, body), header);
        var app = Start("modal");

        for (var i = 0; i < 3; i++)
        {
            var request = TestApplication.Request(Evil) with { Deadline = TimeSpan.FromSeconds(20) };
            await Assert.ThrowsAnyAsync<ImageGenerationException>(() => app.RunAsync(app.Images.GenerateImageAsync(request, "modal")));
        }

        Assert.Equal("modal", (await GenerateAsync("a lighthouse")).Provider);
    }

    [Theory]
    [InlineData("replicate")]
    [InlineData("runpod")]
    [InlineData("modal")]
    public async Task Firewall_RefusesUnder200_TheFinePromptsAreDelivered(string provider)
    {
        _wire.OnEvil = (200, "<html><head><title>Request Rejected</title></head><body>Your support ID is: 17</body></html>");
        StartWithoutRecoveryWait(provider);

        for (var i = 0; i < 8; i++)
        {
            await Assert.ThrowsAnyAsync<ImageGenerationException>(() => GenerateAsync($"{Evil} {i}"));
        }

        Assert.Equal(provider, (await GenerateAsync("a lighthouse")).Provider);
    }

    [Fact]
    public async Task JobsWords_CreditsInTheEchoedPrompt_TheProviderGoesOn()
    {
        _wire.OnEvilJob = """{"id":"j-u1","status":"FAILED","error":"cannot draw: the end credits, insufficient balance"}""";
        var app = Start("runpod");

        var failure = await Assert.ThrowsAsync<AllProvidersFailedException>(() => GenerateAsync(Evil));

        Assert.Equal(FailureKind.OutOfCredit, failure.Kind);
        Assert.Equal(CircuitState.Closed, app.Monitor.GetStatus()[0].Circuit);
        Assert.Equal("runpod", (await GenerateAsync("a lighthouse")).Provider);
    }

    [Fact]
    public async Task KeyOfOneEndpoint_JsonForbidden_OpensThatCircuitAndShowsIt()
    {
        _wire.Forbidden = "endpoint-a";
        var app = Start("runpod", options =>
        {
            options.RunPod.Models["a"] = "endpoint-a";
            options.RunPod.Models["b"] = "endpoint-b";
            options.Routing.MaxRecoveryWait = TimeSpan.Zero;
        });

        for (var i = 0; i < 4; i++)
        {
            var failure = await Assert.ThrowsAsync<AllProvidersFailedException>(() => GenerateAsync("a lighthouse", "a"));
            Assert.Equal(FailureKind.Unauthorized, failure.Kind);
        }

        Assert.Equal(1, _wire.Submits);
        var status = app.Monitor.GetStatus()[0];
        var model = Assert.Single(status.UnavailableModels);
        Assert.Equal((CircuitState.Closed, "endpoint-a", CircuitState.Open), (status.Circuit, model.ModelId, model.Circuit));
        Assert.Equal(300, model.CircuitOpenFor!.Value.TotalSeconds, 1);
        Assert.StartsWith("Authentication failed at runpod (403)", model.Reason, StringComparison.Ordinal);
        Assert.Equal("runpod", (await GenerateAsync("a lighthouse", "b")).Provider);

        for (var i = 0; i < 8; i++)
        {
            await Assert.ThrowsAnyAsync<ImageGenerationException>(() => GenerateAsync($"a lighthouse {i}", "a"));
        }

        Assert.Equal(1 + 1 + 4, _wire.Submits); // five prompts in all, then it is no matter of a prompt
        _wire.Forbidden = null;
        app.Time.Advance(TimeSpan.FromMinutes(6));
        Assert.Equal("runpod", (await GenerateAsync("a lighthouse", "a")).Provider);
        Assert.Empty(app.Monitor.GetStatus()[0].UnavailableModels);
    }

    [Theory]
    [InlineData("replicate", """{"title":"Unauthenticated","status":401}""")]
    [InlineData("runpod", "no token provided")]
    [InlineData("modal", "modal-http: invalid credentials for proxy authorization")]
    public async Task Key_RefusedByThePlatform_OpensTheCircuitForEveryPrompt(string provider, string body)
    {
        _wire.OnEvil = (401, body);
        var app = Start(provider);

        await Assert.ThrowsAnyAsync<ImageGenerationException>(() => GenerateAsync(Evil));
        await Assert.ThrowsAnyAsync<ImageGenerationException>(() => GenerateAsync("a lighthouse"));

        Assert.Equal((CircuitState.Open, 1), (app.Monitor.GetStatus()[0].Circuit, _wire.Submits));
    }

    [Fact]
    public async Task Outage_ManyPrompts_OpensForEverybodyAndForShort()
    {
        (_wire.OnEvil, _wire.Header) = ((503, Page), "Retry-After: 86400");
        var app = StartWithoutRecoveryWait("runpod");

        for (var i = 0; i < 7; i++)
        {
            await Assert.ThrowsAnyAsync<ImageGenerationException>(() => GenerateAsync($"{Evil} {i}"));
        }

        Assert.Equal(5, _wire.Submits);
        Assert.InRange(app.Monitor.GetStatus()[0].AvailableIn!.Value, TimeSpan.Zero, TimeSpan.FromSeconds(30));
    }

    private TestApplication StartWithoutRecoveryWait(string only) => Start(only, options =>
    {
        options.Replicate.Retry.MaxResubmits = options.RunPod.Retry.MaxResubmits = options.Modal.Retry.MaxResubmits = 0;
        options.Routing.MaxRecoveryWait = TimeSpan.Zero;
    });

    private TestApplication Start(string? only = null, Action<ImageGenerationServiceOptions>? configure = null)
    {
        _app = new(
            [],
            options =>
            {
                (options.Replicate.ApiKey, options.RunPod.ApiKey) = ("r8_TestKey0123456789", "rpa_TestKey0123456789");
                options.Modal.BaseUrl = new Uri("https://acme--draw.modal.run/");
                options.Replicate.Enabled = only is null or "replicate";
                options.RunPod.Enabled = only is null or "runpod";
                options.Modal.Enabled = only is null or "modal";
                foreach (var provider in new ProviderOptions[] { options.Replicate, options.RunPod, options.Modal })
                {
                    (provider.RateLimit.RequestsPerMinute, provider.RateLimit.Concurrent) = (10_000, 50);
                }

                configure?.Invoke(options);
            },
            build: builder =>
            {
                builder.AddReplicate().AddRunPod().AddModal();
                foreach (var name in _names)
                {
                    builder.Services.AddHttpClient(ProviderHttpClient.ClientName(name)).ConfigurePrimaryHttpMessageHandler(() => _wire);
                }
            });
        return _app;
    }

    private Task<ImageGenerationResponse> GenerateAsync(string prompt, string model = "sdxl") =>
        _app!.RunAsync(_app.Images.GenerateImageWithFailoverAsync(TestApplication.Request(prompt) with { Model = model }));

    /// <summary>Three vendors that accept everything but what they react to.</summary>
    private sealed class Wire : HttpMessageHandler
    {
        private const string Png = Providers.ProviderTestBed.Png;

        public (int Status, string Body)? OnEvil { get; set; }

        public string? OnEvilJob { get; set; }

        public string? Header { get; set; }

        public string? Forbidden { get; set; }

        public int Submits { get; private set; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var uri = request.RequestUri!;
            var sent = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
            if (request.Method != HttpMethod.Post)
            {
                return Answer(404, "{}");
            }

            Submits++;
            if (Forbidden is not null && uri.AbsolutePath.Contains(Forbidden, StringComparison.Ordinal))
            {
                return Answer(403, """{"error":"the key has no access to it"}""");
            }

            var isEvil = sent.Contains("DROP TABLE", StringComparison.Ordinal);
            if (isEvil && OnEvil is var (status, body))
            {
                return Answer(status, body);
            }

            return uri.Host switch
            {
                "api.replicate.com" => Answer(
                    201, """{"id":"abc","status":"succeeded","output":["https://images.test/a.png"],"metrics":{"predict_time":1}}"""),
                "api.runpod.ai" => Answer(
                    200,
                    isEvil && OnEvilJob is not null ? OnEvilJob
                        : """{"id":"j-u1","status":"COMPLETED","output":{"image_url":"https://images.test/a.png"}}"""),
                _ => Answer(200, $$"""{"image":"{{Png}}"}"""),
            };
        }

        private HttpResponseMessage Answer(int status, string body)
        {
            var answer = new HttpResponseMessage((HttpStatusCode)status)
            {
                Content = new StringContent(body, Encoding.UTF8, body.StartsWith('{') ? "application/json" : "text/plain"),
            };
            if (status >= 400 && Header?.Split(": ") is [var name, var value])
            {
                answer.Headers.TryAddWithoutValidation(name, value);
            }

            return answer;
        }
    }
}
