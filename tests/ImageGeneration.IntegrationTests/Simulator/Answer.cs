using System.Net;
using System.Text.Json;

namespace ImageGeneration.IntegrationTests.Simulator;

/// <summary>An HTTP answer, read to its end.</summary>
internal sealed record Answer(HttpStatusCode Status, string Body, IReadOnlyDictionary<string, string> Headers)
{
    private readonly Lazy<JsonElement> _json = new(() => JsonDocument.Parse(Body).RootElement);

    public JsonElement Json => _json.Value;

    public JsonElement this[string member] => Json.GetProperty(member);

    public string? Text(string member) => Json.TryGetProperty(member, out var value) ? value.GetString() : null;

    public bool Has(string member) => Json.TryGetProperty(member, out _);

    public static async Task<Answer> ReadAsync(HttpResponseMessage response)
    {
        var headers = response.Headers.Concat(response.Content.Headers)
            .ToDictionary(header => header.Key, header => string.Join(",", header.Value), StringComparer.OrdinalIgnoreCase);
        return new Answer(response.StatusCode, await response.Content.ReadAsStringAsync(), headers);
    }
}
