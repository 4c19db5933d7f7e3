using ImageGeneration.Outputs;
using Microsoft.Extensions.Logging.Abstractions;
using RichardSzalay.MockHttp;

namespace ImageGeneration.Tests.Outputs;

/// <summary>A reader over mocked hosts that notes which of the two clients each request went through.</summary>
internal sealed class OutputTestHost : IHttpClientFactory
{
    public MockHttpMessageHandler Http { get; } = new();

    public OutputOptions Options { get; } = new();

    public Func<Uri, bool> IsTrusted { get; set; } = _ => false;

    public TimeProvider Time { get; set; } = new PausesPass();

    public List<string> ClientsUsed { get; } = [];

    public ImageReader Reader => new(this, Options, url => IsTrusted(url), Time, NullLogger<ImageReader>.Instance);

    public HttpClient CreateClient(string name)
    {
        ClientsUsed.Add(name);
        return Http.ToHttpClient();
    }

    public Task<GeneratedImage> ReadAsync(string url) => Reader.ReadAsync(At(url));

    public Task<ImageGenerationException> FailAsync(string url) => Assert.ThrowsAsync<ImageGenerationException>(() => ReadAsync(url));

    public static GeneratedImage At(string url) => new() { Url = new Uri(url), Seed = 7 };
}

/// <summary>A clock whose short timers (pauses) end at once and whose long ones (timeouts) never do.</summary>
internal sealed class PausesPass : TimeProvider
{
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        base.CreateTimer(callback, state, dueTime < TimeSpan.FromSeconds(1) ? TimeSpan.Zero : Timeout.InfiniteTimeSpan, period);
}

/// <summary>A clock whose every timer ends at once.</summary>
internal sealed class EverythingEnds : TimeProvider
{
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        base.CreateTimer(callback, state, TimeSpan.Zero, Timeout.InfiniteTimeSpan);
}
