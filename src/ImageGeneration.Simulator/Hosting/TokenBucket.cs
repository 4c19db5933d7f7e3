namespace ImageGeneration.Simulator.Hosting;

/// <summary>A provider's rate limit: as many tokens as a minute gives, refilled steadily.</summary>
internal sealed class TokenBucket(int perMinute, TimeProvider time)
{
    private readonly Lock _gate = new();
    private double _tokens = perMinute;
    private DateTimeOffset _filled = time.GetUtcNow();

    /// <summary>Takes a token if there is one.</summary>
    /// <returns>Whole tokens left, or -1 and the wait for the next.</returns>
    public (int Remaining, TimeSpan Wait) Take()
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            _tokens = Math.Min(perMinute, _tokens + ((now - _filled).TotalMinutes * perMinute));
            _filled = now;
            if (_tokens < 1)
            {
                return (-1, TimeSpan.FromMinutes((1 - _tokens) / perMinute));
            }

            _tokens--;
            return ((int)_tokens, TimeSpan.Zero);
        }
    }
}
