using System.Collections.Concurrent;
using ImageGeneration.Providers;

namespace ImageGeneration.Jobs;

/// <summary>How long the last jobs took, from submit to the end: those of the same model, steps, count and size, else those of the
/// model.</summary>
internal sealed class RunTimeHistory
{
    // Requests vary in sizes and steps; beyond so many kinds only the model counts.
    private const int MaxKinds = 2048;

    private readonly ConcurrentDictionary<Kind, RunTimeWindow> _kinds = new();
    private readonly ConcurrentDictionary<string, RunTimeWindow> _models = new(StringComparer.Ordinal);

    public void Record(ProviderRequest request, TimeSpan duration)
    {
        _models.GetOrAdd(request.ModelId, static _ => new()).Add(duration);
        var kind = Kind.Of(request);
        if (_kinds.TryGetValue(kind, out var window) || _kinds.Count < MaxKinds)
        {
            (window ?? _kinds.GetOrAdd(kind, static _ => new())).Add(duration);
        }
    }

    /// <summary>What such a job usually takes; null until one of its model was seen.</summary>
    public TimeSpan? Median(ProviderRequest request) =>
        _kinds.TryGetValue(Kind.Of(request), out var kind) ? kind.Median
        : _models.TryGetValue(request.ModelId, out var model) ? model.Median
        : null;

    /// <summary>The time within which a share of the last jobs of the same kind ended; null until enough were seen.</summary>
    public TimeSpan? Percentile(ProviderRequest request, double share, int min) =>
        _kinds.TryGetValue(Kind.Of(request), out var window) ? window.Percentile(share, min) : null;

    private readonly record struct Kind(string ModelId, int Steps, int Count, int Megapixels)
    {
        // Steps by fives and size by quarters of a megapixel: what differs less takes about as long.
        public static Kind Of(ProviderRequest request) => new(
            request.ModelId,
            ((request.Steps ?? 0) + 4) / 5,
            request.Count,
            (int)Math.Round(request.Width * (double)request.Height / 250_000));
    }
}
