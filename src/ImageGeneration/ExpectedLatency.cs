using System.Globalization;
using System.Text.Json.Serialization;
using ImageGeneration.Json;

namespace ImageGeneration;

/// <summary>Represents the time that a request is expected to take at one provider, by its parts. It is learned from the jobs of this
/// process; until some were seen, it is the model's typical run time.</summary>
public sealed record ExpectedLatency
{
    private const double Likely = 0.5;
    private const double Possible = 0.05;

    private static readonly TimeSpan _worthTelling = TimeSpan.FromSeconds(1);

    /// <summary>Gets the wait for a permit in this process: rate limit, running jobs, throttling; zero or more.</summary>
    [JsonPropertyName("localQueueSeconds"), JsonConverter(typeof(SecondsJsonConverter))]
    public TimeSpan LocalQueue { get; init; }

    /// <summary>Gets the usual wait in the provider's queue for a worker that is up; zero or more, and zero until one was seen.</summary>
    [JsonPropertyName("providerQueueSeconds"), JsonConverter(typeof(SecondsJsonConverter))]
    public TimeSpan ProviderQueue { get; init; }

    /// <summary>Gets the probability that no worker is up, so that the job waits for one to start: 0 to 1; 0 until something suggests
    /// it.</summary>
    [JsonPropertyName("coldStartProbability")]
    public double ColdStartProbability { get; init; }

    /// <summary>Gets the usual time that a worker takes to start: the median of the cold starts seen; one minute when a cold start is
    /// expected and none was seen; otherwise zero.</summary>
    [JsonPropertyName("bootSeconds"), JsonConverter(typeof(SecondsJsonConverter))]
    public TimeSpan BootTime { get; init; }

    /// <summary>Gets the run time of such a job: the median of the jobs seen, queues and cold starts excluded; otherwise the model's
    /// typical run time.</summary>
    [JsonPropertyName("runSeconds"), JsonConverter(typeof(SecondsJsonConverter))]
    public required TimeSpan RunTime { get; init; }

    /// <summary>Gets the sum of all parts, with <see cref="BootTime"/> multiplied by <see cref="ColdStartProbability"/>.</summary>
    [JsonPropertyName("totalSeconds"), JsonConverter(typeof(SecondsJsonConverter))]
    public TimeSpan Total => LocalQueue + ProviderQueue + (ColdStartProbability * BootTime) + RunTime;

    /// <summary>Returns the total with the parts that matter: <c>about 66 s (cold start likely: 60 s boot)</c>.</summary>
    /// <returns>The text.</returns>
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
