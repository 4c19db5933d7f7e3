namespace ImageGeneration.Simulator.Hosting;

/// <summary>Represents a provider's rate limit: a number of tokens at once, refilled steadily.</summary>
internal sealed class TokenBucket(int capacity, double perMinute, TimeProvider time)
{
    private readonly Lock _gate = new();
    private double _used;
    private DateTimeOffset _filled = time.GetUtcNow();

    /// <summary>Takes a token if there is one.</summary>
    /// <param name="scale">The factor by which the bucket is larger and faster at the moment.</param>
    /// <returns>The number of whole tokens left, or -1 and the wait for the next.</returns>
    public (int Remaining, TimeSpan Wait) Take(double scale = 1)
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            var rate = perMinute * scale;
            _used = Math.Max(0, _used - ((now - _filled).TotalMinutes * rate));
            _filled = now;
            var tokens = (capacity * scale) - _used;

            // A token short by a tiny fraction is rounding, not waiting.
            if (tokens < 1 - 1e-9)
            {
                return (-1, TimeSpan.FromMinutes((1 - tokens) / rate));
            }

            _used++;
            return ((int)Math.Max(0, tokens - 1), TimeSpan.Zero);
        }
    }
}
