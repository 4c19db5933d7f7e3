using System.Collections.Concurrent;

namespace ImageGeneration.Telemetry;

/// <summary>Collects metrics with interlocked additions only, for <see cref="IImageGenerationService.GetMetrics"/>. A snapshot that is
/// taken during recording may be off by what is being recorded.</summary>
internal sealed class GenerationMetricsCollector : IGenerationMetricsCollector
{
    private const decimal NanosPerUsd = 1_000_000_000m;

    private readonly LatencyHistogram _latency = new();
    private readonly ConcurrentDictionary<string, Usage> _usage = new(StringComparer.Ordinal);
    private readonly long[] _failures = new long[Enum.GetValues<FailureKind>().Length];
    private long _succeeded;
    private long _failed;
    private long _canceled;
    private long _generationTicks;
    private long _costNanos;
    private long _unknownCosts;
    private long _possiblyBilled;
    private long _delivered;
    private long _filtered;

    public void RecordAttempt(GenerationAttempt attempt, ImageModel model)
    {
        Interlocked.Increment(ref _usage.GetOrAdd(attempt.Provider, static _ => new()).Attempts);
        if (attempt.Failure is { } kind)
        {
            Interlocked.Increment(ref _failures[(int)kind]);
        }

        if (attempt.CostUsd is { } cost)
        {
            // An addition to a decimal cannot be interlocked.
            Interlocked.Add(ref _costNanos, (long)decimal.Round(cost * NanosPerUsd));
        }
        else
        {
            Interlocked.Increment(ref _unknownCosts);
        }

        if (attempt.PossiblyBilled)
        {
            Interlocked.Increment(ref _possiblyBilled);
        }
    }

    public void RecordSuccess(ImageGenerationResponse response)
    {
        var (delivered, filtered) = ImageCount.From(response.Images);
        Interlocked.Increment(ref _succeeded);
        Interlocked.Add(ref _generationTicks, response.GenerationTime.Ticks);
        Interlocked.Add(ref _delivered, delivered);
        Interlocked.Add(ref _filtered, filtered);
        _latency.Record(response.GenerationTime);
    }

    public void RecordFailure(ImageModel model, FailureKind? kind, TimeSpan duration) =>
        Interlocked.Increment(ref kind is null ? ref _canceled : ref _failed);

    public GenerationMetrics Snapshot(IReadOnlyDictionary<string, QueueMetrics> queues)
    {
        var succeeded = Volatile.Read(ref _succeeded);
        var failed = Volatile.Read(ref _failed);
        var canceled = Volatile.Read(ref _canceled);
        var percentiles = _latency.Percentiles(0.5, 0.9, 0.99);
        return new()
        {
            TotalRequests = succeeded + failed + canceled,
            SuccessfulRequests = succeeded,
            FailedRequests = failed,
            CanceledRequests = canceled,
            AverageGenerationTime = TimeSpan.FromTicks(succeeded == 0 ? 0 : Volatile.Read(ref _generationTicks) / succeeded),
            P50GenerationTime = percentiles[0],
            P90GenerationTime = percentiles[1],
            P99GenerationTime = percentiles[2],
            TotalCostUsd = Volatile.Read(ref _costNanos) / NanosPerUsd,
            AttemptsOfUnknownCost = Volatile.Read(ref _unknownCosts),
            PossiblyBilledUnseen = Volatile.Read(ref _possiblyBilled),
            ImagesDelivered = Volatile.Read(ref _delivered),
            ImagesFiltered = Volatile.Read(ref _filtered),
            ProviderUsage = _usage.ToDictionary(entry => entry.Key, entry => Volatile.Read(ref entry.Value.Attempts)),
            FailuresByKind = Enum.GetValues<FailureKind>()
                .Select(kind => KeyValuePair.Create(kind, Volatile.Read(ref _failures[(int)kind])))
                .Where(entry => entry.Value > 0)
                .ToDictionary(),
            Queues = queues,
        };
    }

    private sealed class Usage
    {
        public long Attempts;
    }
}
