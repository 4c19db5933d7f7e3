using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Serialization;

namespace ImageGeneration.Benchmarks.Overhead;

/// <summary>The same create call as one would write it by hand: one <see cref="HttpClient"/>, a record out, a record in, source-generated JSON;
/// headers and handler as the library's.</summary>
internal sealed class BareClient : IDisposable
{
    private readonly HttpClient _client = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.All,
        ConnectTimeout = TimeSpan.FromSeconds(10),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    });

    private readonly Uri _create;

    public BareClient(Uri root, string apiKey)
    {
        _create = new Uri(root + "/models/black-forest-labs/flux-schnell/predictions");
        _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", apiKey);
        _client.DefaultRequestHeaders.UserAgent.ParseAdd("ImageGeneration.Benchmarks/1");
        _client.DefaultRequestHeaders.Accept.ParseAdd("application/json");
        _client.DefaultRequestHeaders.Add("Cancel-After", "600s");
    }

    public async Task<Uri> GenerateAsync(ImageGenerationRequest request, CancellationToken cancellationToken)
    {
        var body = new PredictionCreate(new(request.Prompt, "1:1", "1", request.Seed));
        using var message = new HttpRequestMessage(HttpMethod.Post, _create);
        message.Content = JsonContent.Create(body, BareClientJsonContext.Default.PredictionCreate);
        using var response = await _client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        response.EnsureSuccessStatusCode();
        var prediction = await response.Content.ReadFromJsonAsync(BareClientJsonContext.Default.Prediction, cancellationToken);
        return prediction is { Status: "succeeded", Output: [var first, ..] } ? first : throw new InvalidOperationException("No image came back.");
    }

    public void Dispose() => _client.Dispose();
}

internal sealed record PredictionCreate(PredictionInput Input);

internal sealed record PredictionInput(string Prompt, string AspectRatio, string Megapixels, long? Seed);

internal sealed record Prediction(
    string Id,
    string Model,
    string? Version,
    string Status,
    IReadOnlyList<Uri>? Output,
    string? Error,
    string? Logs,
    DateTimeOffset CreatedAt,
    DateTimeOffset? StartedAt,
    DateTimeOffset? CompletedAt,
    PredictionUrls Urls,
    PredictionMetrics? Metrics);

internal sealed record PredictionUrls(Uri Get, Uri Cancel);

internal sealed record PredictionMetrics(double? PredictTime, double? TotalTime);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(PredictionCreate))]
[JsonSerializable(typeof(Prediction))]
internal sealed partial class BareClientJsonContext : JsonSerializerContext;
