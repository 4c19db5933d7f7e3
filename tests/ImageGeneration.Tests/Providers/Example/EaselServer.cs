using System.Net;
using System.Text;
using System.Text.Json;

namespace ImageGeneration.Tests.Providers.Example;

/// <summary>The imaginary service: each job is queued, runs, and is done at the third look; the statuses given come before that, once each.</summary>
internal sealed class EaselServer(params int[] statuses) : HttpMessageHandler
{
    private readonly Queue<int> _statuses = new(statuses);
    private int _looks;

    public List<string> Calls { get; } = [];

    public string? Body { get; private set; }

    public string End { get; set; } = "done";

    /// <summary>When each call came, by <see cref="Clock"/>.</summary>
    public List<TimeSpan> Times { get; } = [];

    public Func<TimeSpan> Clock { get; init; } = () => TimeSpan.Zero;

    /// <summary>The wait that the statuses ask for; null for none.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Instead of an answer.</summary>
    public HttpRequestException? Fault { get; init; }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Calls.Add($"{request.Method} {request.RequestUri!.AbsolutePath}");
        Times.Add(Clock());
        Assert.Equal("Bearer easel-key", request.Headers.Authorization?.ToString());
        if (Fault is not null)
        {
            throw Fault;
        }

        if (_statuses.TryDequeue(out var status))
        {
            var refused = new HttpResponseMessage((HttpStatusCode)status);
            refused.Headers.RetryAfter = RetryAfter is { } wait ? new(wait) : null;
            return refused;
        }

        if (request.Content is not null)
        {
            Body = await request.Content.ReadAsStringAsync(cancellationToken);
        }

        var state = request.Method == HttpMethod.Delete ? "canceled" : ++_looks switch { 1 => "queued", 2 => "running", _ => End };
        var count = Body is null ? 1 : JsonDocument.Parse(Body).RootElement.GetProperty("count").GetInt32();
        var images = Enumerable.Range(0, count).Select(i => "{\"url\":\"https://images.easel.test/" + i + ".png\",\"seed\":" + (40 + i) + "}");
        var json = $$"""{"id":"j1","state":"{{state}}","images":[{{string.Join(',', state == "done" ? images : [])}}]}""";
        return new(HttpStatusCode.OK) { Content = new StringContent(json, Encoding.UTF8, "application/json") };
    }
}
