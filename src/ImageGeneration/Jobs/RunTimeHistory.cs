using System.Collections.Concurrent;
using ImageGeneration.Providers;

namespace ImageGeneration.Jobs;

/// <summary>Records how long the latest jobs took, from submit to end: those of the same model, steps, count and size, otherwise those of
/// the model.</summary>
internal sealed class RunTimeHistory
{
    // Requests vary in size and steps; beyond so many kinds only the model counts.
    private const int MaxKinds = 2048;

    private readonly ConcurrentDictionary<Kind, RunTimeWindow> _kinds = new();
    private readonly ConcurrentDictionary<string, RunTimeWindow> _models = new(StringComparer.Ordinal);

    public void Record(ProviderRequest request, TimeSpan duration)
    {
        _models.GetOrAdd(request.ModelId, static _ => new()).Add(duration);
        var kind = Kind.For(request);
        if (_kinds.TryGetValue(kind, out var window) || _kinds.Count < MaxKinds)
        {
            (window ?? _kinds.GetOrAdd(kind, static _ => new())).Add(duration);
        }
    }

    /// <summary>Gets the median time of such jobs; null until one of the model was seen.</summary>
    public TimeSpan? Median(ProviderRequest request) =>
        _kinds.TryGetValue(Kind.For(request), out var kind) ? kind.Median
        : _models.TryGetValue(request.ModelId, out var model) ? model.Median
        : null;

    /// <summary>Gets the time within which a share of the latest jobs of the same kind ended; null until enough were seen.</summary>
    public TimeSpan? Percentile(ProviderRequest request, double share, int min) =>
        _kinds.TryGetValue(Kind.For(request), out var window) ? window.Percentile(share, min) : null;

    private readonly record struct Kind(string ModelId, int Steps, int Count, int Megapixels)
    {
        // Steps in fives and size in quarters of a megapixel: jobs that differ by less take about as long.
        public static Kind For(ProviderRequest request) => new(
            request.ModelId,
            ((request.Steps ?? 0) + 4) / 5,
            request.Count,
            (int)Math.Round(request.Width * (double)request.Height / 250_000));
    }
}
