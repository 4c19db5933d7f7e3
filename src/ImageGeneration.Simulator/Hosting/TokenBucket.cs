namespace ImageGeneration.Simulator.Hosting;

/// <summary>A provider's rate limit: so many tokens at once, refilled steadily.</summary>
internal sealed class TokenBucket(int capacity, double perMinute, TimeProvider time)
{
    private readonly Lock _gate = new();
    private double _tokens = capacity;
    private DateTimeOffset _filled = time.GetUtcNow();

    /// <summary>Takes a token if there is one.</summary>
    /// <returns>Whole tokens left, or -1 and the wait for the next.</returns>
    public (int Remaining, TimeSpan Wait) Take()
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            _tokens = Math.Min(capacity, _tokens + ((now - _filled).TotalMinutes * perMinute));
            _filled = now;
            // A token short by less than a hair is rounding, not waiting.
            if (_tokens < 1 - 1e-9)
            {
                return (-1, TimeSpan.FromMinutes((1 - _tokens) / perMinute));
            }

            _tokens = Math.Max(0, _tokens - 1);
            return ((int)_tokens, TimeSpan.Zero);
        }
    }
}
