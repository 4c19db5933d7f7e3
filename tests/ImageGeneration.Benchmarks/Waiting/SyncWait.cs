using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using ImageGeneration.Benchmarks.Overhead;
using ImageGeneration.Simulator;
using Microsoft.Extensions.DependencyInjection;

namespace ImageGeneration.Benchmarks.Waiting;

/// <summary>How long after a job's end a create call that waits for it (<c>Prefer: wait</c>) has returned: the library's, and in turns with it that of a
/// bare <see cref="HttpClient"/>, which takes the transfer alone.</summary>
internal static class SyncWait
{
    private const int Pairs = 80;
    private const int WarmUp = 10;

    public static async Task<SyncWaitFigures> MeasureAsync()
    {
        await using var simulator = await ImageProviderSimulator.StartAsync(new()
        {
            RandomSeed = 7,
            Latency = new() { QueueDelay = TimeSpan.FromMilliseconds(20), RunTimes = { ["black-forest-labs/flux-schnell"] = TimeSpan.FromMilliseconds(100) } },
        });
        await using var services = Loopback.Services(simulator, atOnce: 1, options => options.SyncWait = TimeSpan.FromSeconds(10));
        var images = services.GetRequiredService<IImageGenerationService>();
        using var bare = new HttpClient();
        var (byLibrary, byHand) = (new List<double>(), new List<double>());
        for (var pair = -WarmUp; pair < Pairs; pair++)
        {
            var hand = Lag(simulator, await GenerateBareAsync(bare, simulator));
            var library = Lag(simulator, (await Loopback.GenerateAsync(images, 1, 1)).Single());
            if (pair >= 0)
            {
                byHand.Add(hand);
                byLibrary.Add(library);
            }
        }

        return new(Median.Calculate(byLibrary), Median.Calculate(byHand), simulator.Journal.RequestsTo(RequestPhase.Poll).Count);
    }

    private static double Lag(ImageProviderSimulator simulator, (string Job, DateTimeOffset Returned) end) =>
        (end.Returned - simulator.Journal.Job(end.Job)!.CompletedAt!.Value).TotalMilliseconds;

    private static async Task<(string Job, DateTimeOffset Returned)> GenerateBareAsync(HttpClient client, ImageProviderSimulator simulator)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, simulator.ReplicateBaseUrl + "/models/black-forest-labs/flux-schnell/predictions");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Loopback.ApiKey);
        request.Headers.Add("Prefer", "wait=10");
        request.Content = new StringContent("""{"input":{"prompt":"a lighthouse","num_outputs":1}}""", Encoding.UTF8, "application/json");
        using var response = await client.SendAsync(request);
        using var prediction = JsonDocument.Parse(await response.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync());
        return (prediction.RootElement.GetProperty("id").GetString()!, DateTimeOffset.UtcNow);
    }
}

/// <summary>Milliseconds from the job's end to the return, medians; and status reads, of which there should be none.</summary>
internal sealed record SyncWaitFigures(double LibraryMilliseconds, double BareMilliseconds, int Reads);
