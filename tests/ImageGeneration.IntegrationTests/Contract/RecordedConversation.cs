using System.Globalization;
using System.Text.Json;
using ImageGeneration.IntegrationTests.Simulator;

namespace ImageGeneration.IntegrationTests.Contract;

/// <summary>A recorded conversation, held with a simulator: its ids stand for the recorded ones, its clock runs as needed.</summary>
internal sealed class RecordedConversation(SimulatorHarness harness, JsonDocument recording)
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(100);
    private readonly Dictionary<string, string> _ids = [];

    public IReadOnlyList<JsonElement> Exchanges { get; } = [.. recording.RootElement.GetProperty("exchanges").EnumerateArray()];

    public async Task AddModelAsync(string owner, string name)
    {
        var answer = await harness.PostAsync(
            "/v1/models", $$"""{"owner":"{{owner}}","name":"{{name}}","visibility":"private","hardware":"gpu-t4"}""");
        Assert.Equal(201, (int)answer.Status);
    }

    /// <summary>Makes the job that the recording reads.</summary>
    public async Task CreateForAsync(string recordedId, string path, string body) =>
        _ids[recordedId] = (await harness.PostAsync(path, body)).Text("id")!;

    /// <summary>Sends a recorded request, until a read one has come as far as the recorded one, and compares the answers.</summary>
    public async Task ReplayAsync(JsonElement exchange)
    {
        var answer = await SendAsync(exchange);
        var recorded = exchange.GetProperty("json");
        var status = StatusIn(recorded);
        var read = exchange.GetProperty("method").GetString() == "GET";
        for (var step = 0; read && StatusIn(answer.Json) != status && step < 600; step++)
        {
            harness.Clock.Advance(Step);
            answer = await SendAsync(exchange);
        }

        if (recorded.ValueKind == JsonValueKind.Object
            && recorded.TryGetProperty("id", out var id)
            && id.GetString() is { Length: 26 } known)
        {
            _ids.TryAdd(known, answer.Text("id")!);
        }

        Compare(exchange, answer);
    }

    private async Task<Answer> SendAsync(JsonElement exchange)
    {
        var path = new Uri(exchange.GetProperty("url").GetString()!).PathAndQuery;
        path = _ids.Aggregate(path, (text, pair) => text.Replace(pair.Key, pair.Value, StringComparison.Ordinal));
        var body = exchange.TryGetProperty("request_json", out var json) ? json.GetRawText() : null;
        var headers = exchange.TryGetProperty("request_headers", out var given)
            ? given.EnumerateObject()
                .Where(header => header.Name == "prefer")
                .Select(header => (header.Name, header.Value.GetString()!))
                .ToArray()
            : [];
        if (exchange.GetProperty("json").ValueKind == JsonValueKind.Object
            && StatusIn(exchange.GetProperty("json")) == "canceled"
            && exchange.GetProperty("json").TryGetProperty("metrics", out var metrics))
        {
            harness.Clock.Advance(TimeSpan.FromSeconds(metrics.GetProperty("total_time").GetDouble()));
        }

        var answer = harness.SendAsync(
            HttpMethod.Parse(exchange.GetProperty("method").GetString()!), path, body, "Bearer r8_recorded", headers);
        if (headers.Length > 0)
        {
            await harness.UntilItWaitsAsync();
            harness.Clock.Advance(TimeSpan.FromSeconds(9));
        }

        return await answer;
    }

    private static string? StatusIn(JsonElement json) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty("status", out var status) && status.ValueKind == JsonValueKind.String
            ? status.GetString()
            : null;

    private static void Compare(JsonElement exchange, Answer answer)
    {
        var what = $"{exchange.GetProperty("method")} {exchange.GetProperty("url")}";
        var status = exchange.GetProperty("status").GetInt32();
        Assert.True(status == (int)answer.Status, $"{what}: {(int)answer.Status}, recorded {status}: {answer.Body}");
        foreach (var header in exchange.GetProperty("headers").EnumerateObject())
        {
            CompareHeader(what, header.Name, header.Value.GetString()!, answer);
        }

        var recorded = exchange.GetProperty("json");
        if (status >= 400)
        {
            Assert.True(JsonElement.DeepEquals(recorded, answer.Json), $"{what}: {answer.Body}, recorded {recorded}");
            return;
        }

        var complaints = RecordedShape.Check(recorded, answer.Json);
        Assert.True(complaints.Count == 0, $"{what}: {string.Join("; ", complaints)}");
    }

    private static void CompareHeader(string what, string name, string recorded, Answer answer)
    {
        var expected = name switch
        {
            "content-type" => recorded.Split(';')[0],
            "ratelimit-remaining" => Bucket(recorded),
            "ratelimit-reset" or "preference-applied" => recorded,
            "replicate-edge-cluster" or "replicate-target-cluster" => answer.Headers.GetValueOrDefault(name, "some cluster"),
            _ => null,
        };
        var given = answer.Headers.GetValueOrDefault(name);
        given = name == "content-type" ? given?.Split(';')[0] : name == "ratelimit-remaining" && given is not null ? Bucket(given) : given;
        Assert.True(expected is null || expected == given, $"{what}: {name} is {given}, recorded {recorded}");
    }

    // A bucket is known by its size, whatever has been taken out of it.
    private static string Bucket(string remaining) =>
        (Math.Ceiling(int.Parse(remaining, CultureInfo.InvariantCulture) / 100.0) * 100).ToString(CultureInfo.InvariantCulture);
}
