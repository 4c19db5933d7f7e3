using System.Collections.Concurrent;

namespace ImageGeneration.Jobs;

/// <summary>How long the last jobs of each model took, from submit to the end.</summary>
internal sealed class RunTimes
{
    private readonly ConcurrentDictionary<string, Window> _models = new(StringComparer.Ordinal);

    public void Record(string modelId, TimeSpan duration) => _models.GetOrAdd(modelId, static _ => new()).Add(duration.Ticks);

    /// <summary>The median of the last jobs; null until one was seen.</summary>
    public TimeSpan? Median(string modelId) => _models.TryGetValue(modelId, out var window) ? new TimeSpan(window.Median()) : null;

    private sealed class Window
    {
        private const int Size = 31;

        private readonly Lock _gate = new();
        private readonly long[] _ticks = new long[Size];
        private int _count;
        private long _median;

        public void Add(long ticks)
        {
            lock (_gate)
            {
                _ticks[_count++ % Size] = ticks;
                Span<long> sorted = stackalloc long[Size];
                var length = Math.Min(_count, Size);
                _ticks.AsSpan(0, length).CopyTo(sorted);
                sorted[..length].Sort();
                Volatile.Write(ref _median, sorted[length / 2]);
            }
        }

        public long Median() => Volatile.Read(ref _median);
    }
}
