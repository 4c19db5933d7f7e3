using System.Globalization;
using System.Text.Json.Serialization;
using ImageGeneration.Json;

namespace ImageGeneration;

/// <summary>How long a request is expected to take at one provider, by its parts. Learned from the jobs of this process; until some were
/// seen, from the model's typical run time.</summary>
public sealed record ExpectedLatency
{
    private const double Likely = 0.5;
    private const double Possible = 0.05;

    private static readonly TimeSpan _worthTelling = TimeSpan.FromSeconds(1);

    /// <summary>The wait in this process for a permit: rate limit, running jobs, throttling. Zero or more.</summary>
    [JsonPropertyName("localQueueSeconds"), JsonConverter(typeof(SecondsJsonConverter))]
    public TimeSpan LocalQueue { get; init; }

    /// <summary>The usual wait in the provider's queue for a worker that is up. Zero or more; zero until one was seen.</summary>
    [JsonPropertyName("providerQueueSeconds"), JsonConverter(typeof(SecondsJsonConverter))]
    public TimeSpan ProviderQueue { get; init; }

    /// <summary>How likely no worker is up, so that the job waits for one to start: 0 to 1; 0 while nothing speaks for it.</summary>
    [JsonPropertyName("coldStartProbability")]
    public double ColdStartProbability { get; init; }

    /// <summary>How long a worker usually takes to start: the median of the cold starts seen. Where one is expected and none was seen, a
    /// minute; else zero.</summary>
    [JsonPropertyName("bootSeconds"), JsonConverter(typeof(SecondsJsonConverter))]
    public TimeSpan BootTime { get; init; }

    /// <summary>How long such a job runs: the median of those seen, queues and cold starts excluded, else the model's typical time.</summary>
    [JsonPropertyName("runSeconds"), JsonConverter(typeof(SecondsJsonConverter))]
    public required TimeSpan RunTime { get; init; }

    /// <summary>All parts together; <see cref="BootTime"/> by its <see cref="ColdStartProbability"/>.</summary>
    [JsonPropertyName("totalSeconds"), JsonConverter(typeof(SecondsJsonConverter))]
    public TimeSpan Total => LocalQueue + ProviderQueue + (ColdStartProbability * BootTime) + RunTime;

    /// <summary>The total in words, with the parts that matter: <c>about 66 s (cold start likely: 60 s boot)</c>.</summary>
    public override string ToString()
    {
        var total = Text($"about {Total.TotalSeconds:0.#} s");
        List<string>? parts = null;
        if (LocalQueue >= _worthTelling)
        {
            (parts = []).Add(Text($"{LocalQueue.TotalSeconds:0.#} s in this process's queue"));
        }

        if (ProviderQueue >= _worthTelling)
        {
            (parts ??= []).Add(Text($"{ProviderQueue.TotalSeconds:0.#} s in the provider's queue"));
        }

        if (ColdStartProbability >= Possible && BootTime > TimeSpan.Zero)
        {
            var word = ColdStartProbability >= Likely ? "likely" : "possible";
            (parts ??= []).Add(Text($"cold start {word}: {BootTime.TotalSeconds:0.#} s boot"));
        }

        return parts is null ? total : $"{total} ({string.Join(", ", parts)})";
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
