using System.Collections.Concurrent;

namespace ImageGeneration.Jobs;

/// <summary>How long the last jobs of each model took, from submit to the end.</summary>
internal sealed class RunTimes
{
    private readonly ConcurrentDictionary<string, Window> _models = new(StringComparer.Ordinal);

    public void Record(string modelId, TimeSpan duration) => _models.GetOrAdd(modelId, static _ => new()).Add(duration.Ticks);

    /// <summary>The median of the last jobs; null until one was seen.</summary>
    public TimeSpan? Median(string modelId) => _models.TryGetValue(modelId, out var window) ? new TimeSpan(window.Median()) : null;

    /// <summary>The time within which a share of the last jobs ended; null until enough were seen.</summary>
    public TimeSpan? Percentile(string modelId, double share, int least) =>
        _models.TryGetValue(modelId, out var window) && window.Percentile(share, least) is { } ticks ? new TimeSpan(ticks) : null;

    private sealed class Window
    {
        private const int Size = 31;

        private readonly Lock _gate = new();
        private readonly long[] _latest = new long[Size];
        private readonly long[] _sorted = new long[Size];
        private int _seen;
        private long _median;

        public void Add(long ticks)
        {
            lock (_gate)
            {
                // The new one takes the place of the oldest and is moved to where it belongs: every job comes by here.
                var oldest = _seen % Size;
                var at = _seen < Size ? _seen : Array.IndexOf(_sorted, _latest[oldest]);
                var length = Math.Min(++_seen, Size);
                for (; at > 0 && _sorted[at - 1] > ticks; at--)
                {
                    _sorted[at] = _sorted[at - 1];
                }

                for (; at < length - 1 && _sorted[at + 1] < ticks; at++)
                {
                    _sorted[at] = _sorted[at + 1];
                }

                _latest[oldest] = _sorted[at] = ticks;
                Volatile.Write(ref _median, _sorted[length / 2]);
            }
        }

        public long Median() => Volatile.Read(ref _median);

        public long? Percentile(double share, int least)
        {
            lock (_gate)
            {
                return _seen < least ? null : _sorted[(int)Math.Ceiling(share * Math.Min(_seen, Size)) - 1];
            }
        }
    }
}
