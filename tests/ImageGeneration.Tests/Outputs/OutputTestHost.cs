using ImageGeneration.Outputs;
using ImageGeneration.Tests.Time;
using Microsoft.Extensions.Logging.Abstractions;
using RichardSzalay.MockHttp;

namespace ImageGeneration.Tests.Outputs;

/// <summary>A reader over mocked hosts that notes which of the two clients each request went through.</summary>
internal sealed class OutputTestHost : IHttpClientFactory
{
    public const string Provider = "modal";

    private const int MaxTurns = 10_000_000;

    public MockHttpMessageHandler Http { get; } = new();

    public OutputOptions Options { get; } = new();

    public Uri? BaseUrl { get; set; }

    public StepClock Time { get; } = new();

    public List<string> ClientsUsed { get; } = [];

    public ImageReader Reader => new(this, Options, new OutputOrigins(name => name == Provider ? BaseUrl : null), Time, NullLogger<ImageReader>.Instance);

    public HttpClient CreateClient(string name)
    {
        ClientsUsed.Add(name);
        return Http.ToHttpClient();
    }

    public Task<GeneratedImage> ReadAsync(string url) => EndAsync(Reader.ReadAsync(At(url)));

    public Task<GeneratedImage> CopyToAsync(string url, Stream destination) => EndAsync(Reader.CopyToAsync(At(url), destination));

    public Task<ImageGenerationException> FailAsync(string url) => Assert.ThrowsAsync<ImageGenerationException>(() => ReadAsync(url));

    public Task<ImageGenerationException> FailAsync(string url, Stream destination) =>
        Assert.ThrowsAsync<ImageGenerationException>(() => CopyToAsync(url, destination));

    public static GeneratedImage At(string url) => new() { Url = new Uri(url), Seed = 7, Provider = Provider };

    // One timer is the timeout's; a second one is the pause before the next try, and only that is let pass. Stepping the clock blindly
    // would race the client's own hops between threads.
    private async Task<GeneratedImage> EndAsync(Task<GeneratedImage> reading)
    {
        for (var turn = 0; !reading.IsCompleted && turn < MaxTurns; turn++)
        {
            if (Time.ScheduledTimers > 1)
            {
                Time.AdvanceToNextTimer();
            }

            await Task.Yield();
        }

        Assert.True(reading.IsCompleted, "The read does not end.");
        Assert.Equal(0, Time.ScheduledTimers);
        return await reading;
    }
}
