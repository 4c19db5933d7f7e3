using System.Net;
using System.Text;
using ImageGeneration.Providers;
using ImageGeneration.Providers.Modal;
using ImageGeneration.Providers.Replicate;
using ImageGeneration.Providers.RunPod;
using Microsoft.Extensions.Logging.Testing;
using RichardSzalay.MockHttp;

namespace ImageGeneration.Tests.Providers;

/// <summary>A provider over a mocked wire, and what it sent.</summary>
internal sealed class ProviderTestBed : IHttpClientFactory
{
    public const string Key = "r8_TestKey0123456789abcdefghijklmnop";
    public const string Png = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

    // A call that nobody expected is noted like any other: "nothing was sent" must be able to fail.
    public ProviderTestBed() => Http.Fallback.Respond(async request =>
    {
        Sent.Add(await SentRequest.ReadAsync(request));
        return new(HttpStatusCode.NotFound);
    });

    public MockHttpMessageHandler Http { get; } = new();

    public List<SentRequest> Sent { get; } = [];

    public FakeLogCollector Logs { get; } = new();

    public TimeProvider Time { get; set; } = new FixedTime();

    public SentRequest Last => Sent[^1];

    /// <summary>Calls that the transport has not answered yet: the mock answers from the pool, in real time, which a fake clock must wait for.</summary>
    public int CallsUnderWay { get; set; }

    /// <summary>What the transport throws instead of answering, after it has sent the body; null answers. (The mock itself never ends a
    /// call whose answer throws.)</summary>
    public Exception? Fault { get; set; }

    /// <summary>Answers everything, past the mock; null leaves it to the mock.</summary>
    public Func<HttpRequestMessage, HttpResponseMessage>? Answer { get; set; }

    public HttpClient CreateClient(string name) =>
        new(new Transport(this) { InnerHandler = Http }, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };

    /// <summary>Answers a route; of several that match, the first one counts.</summary>
    public void On(string method, string url, int status, string body, string mediaType = "application/json", params (string Name, string Value)[] headers) =>
        On(method, url, () =>
        {
            var response = new HttpResponseMessage((HttpStatusCode)status) { Content = new StringContent(body, Encoding.UTF8, mediaType) };
            foreach (var (name, value) in headers)
            {
                response.Headers.TryAddWithoutValidation(name, value);
            }

            return response;
        });

    public void On(string method, string url, Func<HttpResponseMessage> respond)
    {
        Http.When(new HttpMethod(method), url).Respond(async request =>
        {
            Sent.Add(await SentRequest.ReadAsync(request));
            return respond();
        });
    }

    public ReplicateImageProvider Replicate(Action<ReplicateOptions>? configure = null)
    {
        var options = new ReplicateOptions { ApiKey = Key };
        configure?.Invoke(options);
        return new("replicate", options, this, Time, new FakeLogger<ReplicateImageProvider>(Logs));
    }

    public RunPodImageProvider RunPod(Action<RunPodOptions>? configure = null)
    {
        var options = new RunPodOptions { ApiKey = Key };
        configure?.Invoke(options);
        return new("runpod", options, this, Time, new FakeLogger<RunPodImageProvider>(Logs));
    }

    public ModalImageProvider Modal(Action<ModalOptions>? configure = null)
    {
        var options = new ModalOptions { ApiKey = Key, BaseUrl = new Uri("https://acme--flux-generate.modal.run/") };
        configure?.Invoke(options);
        return new("modal", options, this, Time, new FakeLogger<ModalImageProvider>(Logs));
    }

    public static ProviderRequest Request(string modelId, string model = "flux1") =>
        new() { Model = model, ModelId = modelId, Prompt = "a red fox in the snow", Width = 1024, Height = 1024 };
}

internal sealed class Transport(ProviderTestBed bed) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (bed.Answer is { } answer)
        {
            return answer(request);
        }

        if (bed.Fault is null)
        {
            bed.CallsUnderWay++;
            try
            {
                return await base.SendAsync(request, cancellationToken);
            }
            finally
            {
                bed.CallsUnderWay--;
            }
        }

        bed.Sent.Add(await SentRequest.ReadAsync(request));
        throw bed.Fault;
    }
}

internal sealed record SentRequest(HttpMethod Method, Uri Uri, IReadOnlyDictionary<string, string> Headers, string Body)
{
    public static async Task<SentRequest> ReadAsync(HttpRequestMessage request) =>
        new(
            request.Method,
            request.RequestUri!,
            request.Headers.NonValidated.Concat(request.Content?.Headers.NonValidated ?? default).ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            request.Content is null ? "" : await request.Content.ReadAsStringAsync());
}

internal sealed class FixedTime : TimeProvider
{
    public static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => Now;
}
