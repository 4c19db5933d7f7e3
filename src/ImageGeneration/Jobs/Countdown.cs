using System.Collections.Concurrent;

namespace ImageGeneration.Jobs;

/// <summary>Ends a token by the clock. As a rule what it bounds ends first: then its source, which with timer and registrations is four
/// objects, serves again.</summary>
internal readonly struct Countdown : IDisposable
{
    private const int Kept = 256;

    private static readonly ConcurrentQueue<CancellationTokenSource> _spare = new();

    private Countdown(CancellationTokenSource source) => Source = source;

    public CancellationTokenSource Source { get; }

    public CancellationToken Token => Source.Token;

    public static Countdown Start(TimeSpan limit, TimeProvider time)
    {
        if (time != TimeProvider.System || !_spare.TryDequeue(out var source))
        {
            return new(new CancellationTokenSource(limit, time));
        }

        source.CancelAfter(limit);
        return new(source);
    }

    /// <summary>Once. Whoever cancels the source must have been unregistered.</summary>
    public void Dispose()
    {
        // Refused when the clock has begun to ring, and for clocks other than the system's.
        if (_spare.Count < Kept && Source.TryReset())
        {
            _spare.Enqueue(Source);
        }
        else
        {
            Source.Dispose();
        }
    }
}
