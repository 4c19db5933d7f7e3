using ImageGeneration.Limiting;
using ImageGeneration.Providers;

namespace ImageGeneration.Tests.Limiting;

/// <summary>What several machines know of one provider.</summary>
internal sealed class SharedPlaces(int count)
{
    public int Running { get; private set; }

    public DateTimeOffset PausedUntil { get; private set; }

    public bool TryTake(DateTimeOffset now, bool isResumed)
    {
        lock (this)
        {
            var isFree = isResumed || (Running < count && now >= PausedUntil);
            Running += isFree ? 1 : 0;
            return isFree;
        }
    }

    public void Free()
    {
        lock (this)
        {
            Running--;
        }
    }

    public void Pause(DateTimeOffset until)
    {
        lock (this)
        {
            PausedUntil = until > PausedUntil ? until : PausedUntil;
        }
    }
}

/// <summary>A limiter that several machines share: it asks again until a place is free.</summary>
internal sealed class SharedJobLimiter(SharedPlaces places, TimeProvider time) : IJobLimiter, IJobLimiterFactory
{
    private static readonly TimeSpan _interval = TimeSpan.FromMilliseconds(100);

    private CancellationTokenSource _rejected = new();
    private PermitRefusal _refusal = PermitRefusal.CircuitOpen;
    private int _waiting;

    public int Waiting => Volatile.Read(ref _waiting);

    public int Running => places.Running;

    public TimeSpan? PauseLeft => places.PausedUntil - time.GetUtcNow() is { Ticks: > 0 } left ? left : null;

    public IJobLimiter Create(string provider, RateLimitOptions options) => this;

    public async ValueTask<PermitDecision> AcquireAsync(PermitRequest request, CancellationToken cancellationToken)
    {
        var (rejected, since) = (_rejected.Token, time.GetTimestamp());
        using var either = CancellationTokenSource.CreateLinkedTokenSource(rejected, cancellationToken);
        Interlocked.Increment(ref _waiting);
        try
        {
            await Task.Yield();
            while (!places.TryTake(time.GetUtcNow(), isResumed: false))
            {
                var left = request.TimeLeft - time.GetElapsedTime(since);
                if (PauseLeft is { } pause && (pause > request.MaxPause || pause > left))
                {
                    return PermitDecision.Refused(PermitRefusal.Paused, pause);
                }

                await Task.Delay(_interval, time, either.Token);
            }

            return PermitDecision.Granted(new Place(places));
        }
        catch (OperationCanceledException) when (rejected.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return PermitDecision.Refused(_refusal);
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    public async ValueTask<IJobPermit> AttachAsync(CancellationToken cancellationToken)
    {
        await Task.Yield();
        places.TryTake(time.GetUtcNow(), isResumed: true);
        return new Place(places);
    }

    public async ValueTask PauseAsync(TimeSpan duration, CancellationToken cancellationToken)
    {
        await Task.Yield();
        places.Pause(time.GetUtcNow() + duration);
    }

    public void RejectWaiting()
    {
        using var waiting = Interlocked.Exchange(ref _rejected, new());
        waiting.Cancel();
    }

    public void Dispose()
    {
        _refusal = PermitRefusal.ShuttingDown;
        RejectWaiting();
    }

    private sealed class Place(SharedPlaces places) : IJobPermit
    {
        private SharedPlaces? _places = places;

        public async ValueTask ReleaseAsync(bool isUnused)
        {
            await Task.Yield();
            Interlocked.Exchange(ref _places, null)?.Free();
        }
    }
}
