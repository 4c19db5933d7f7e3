using System.Threading.RateLimiting;
using ImageGeneration.Providers;
using ImageGeneration.Timing;

namespace ImageGeneration.Limiting;

/// <summary>Implements an <see cref="IJobLimiter"/> that takes the tokens of creates from a <see cref="RateLimiter"/>, such as a
/// <see cref="TokenBucketRateLimiter"/>, a <see cref="SlidingWindowRateLimiter"/> or one that several machines share.
/// Thread-safe.</summary>
/// <remarks>The slots of running jobs are counted in this process. A create first takes its slot, then waits for the end of a pause, then
/// takes its token. A token that the rate limiter refuses ends the wait with <see cref="PermitRefusal.QueueFull"/>: give it a queue of its
/// own if creates are to wait for tokens. Its lease is disposed once the job has ended.</remarks>
public sealed class RateLimiterJobLimiter : IJobLimiter
{
    private readonly Lock _gate = new();
    private readonly HashSet<RateLimiterWaiter> _waiters = [];
    private readonly Stack<RateLimitLease> _places = [];
    private readonly ConcurrencyLimiter _concurrency;
    private readonly RateLimiter _limiter;
    private readonly TimeProvider _time;
    private readonly int _concurrent;
    private readonly bool _leaveOpen;
    private long _pausedUntil;
    private int _running;
    private bool _disposed;

    /// <summary>Initializes a new instance of the <see cref="RateLimiterJobLimiter"/> class.</summary>
    /// <param name="limiter">The rate limiter; one permit of it is the token of one create.</param>
    /// <param name="options">The limits: <see cref="RateLimitOptions.Concurrent"/> and <see cref="RateLimitOptions.QueueLimit"/> are kept
    /// here, the rate by <paramref name="limiter"/>.</param>
    /// <param name="timeProvider">The clock of pauses; null (default) for <see cref="TimeProvider.System"/>.</param>
    /// <param name="leaveOpen"><see langword="true"/> to leave <paramref name="limiter"/> undisposed, as one that several providers share;
    /// default <see langword="false"/>.</param>
    /// <exception cref="ArgumentNullException"><paramref name="limiter"/> or <paramref name="options"/> is null.</exception>
    public RateLimiterJobLimiter(
        RateLimiter limiter, RateLimitOptions options, TimeProvider? timeProvider = null, bool leaveOpen = false)
    {
        ArgumentNullException.ThrowIfNull(limiter);
        ArgumentNullException.ThrowIfNull(options);
        (_limiter, _time, _leaveOpen) = (limiter, timeProvider ?? TimeProvider.System, leaveOpen);
        _pausedUntil = _time.GetTimestamp();
        _concurrent = options.Concurrent;
        _concurrency = new(new() { PermitLimit = options.Concurrent, QueueLimit = options.QueueLimit });
    }

    /// <inheritdoc/>
    public int Waiting
    {
        get
        {
            lock (_gate)
            {
                return _waiters.Count;
            }
        }
    }

    /// <inheritdoc/>
    public int Running => Volatile.Read(ref _running);

    /// <inheritdoc/>
    public TimeSpan? PauseLeft => _time.Left(Volatile.Read(ref _pausedUntil));

    /// <inheritdoc/>
    public async ValueTask<PermitDecision> AcquireAsync(PermitRequest request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var waiter = new RateLimiterWaiter(request, _time, cancellationToken);
        if (Enter(waiter) is { } refusal)
        {
            return refusal;
        }

        (RateLimitLease? place, RateLimitLease? token) = (null, null);
        try
        {
            while (true)
            {
                place ??= await _concurrency.AcquireAsync(1, waiter.Token).ConfigureAwait(false);
                if (!place.IsAcquired)
                {
                    return waiter.Refusal ?? PermitDecision.Refused(PermitRefusal.QueueFull);
                }

                await _time.WaitOutAsync(() => PauseLeft, waiter.Token).ConfigureAwait(false);
                token ??= await _limiter.AcquireAsync(1, waiter.Token).ConfigureAwait(false);
                if (!token.IsAcquired)
                {
                    return waiter.Refusal ?? Refused(token);
                }

                if (TryGrant(waiter, ref place, ref token) is { } decision)
                {
                    return decision;
                }
            }
        }
        catch (Exception) when (waiter.Refusal is { } refused && !cancellationToken.IsCancellationRequested)
        {
            return refused;
        }
        catch (OperationCanceledException exception) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(exception.Message, exception, cancellationToken);
        }
        finally
        {
            Leave(waiter);
            token?.Dispose();
            place?.Dispose();
        }
    }

    /// <inheritdoc/>
    public ValueTask<IJobPermit> AttachAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            _running++;
            if (!_disposed && _concurrency.AttemptAcquire() is { IsAcquired: true } place)
            {
                _places.Push(place);
            }
        }

        return new(new RateLimiterPermit(this, token: null));
    }

    /// <inheritdoc/>
    public ValueTask PauseAsync(TimeSpan duration, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _pausedUntil = Math.Max(_pausedUntil, _time.TimestampAfter(duration));
        }

        Refuse(waiter => duration > waiter.MaxWait, PermitDecision.Refused(PermitRefusal.Paused, duration));
        return default;
    }

    /// <inheritdoc/>
    public void RejectWaiting() => Refuse(static _ => true, PermitDecision.Refused(PermitRefusal.CircuitOpen));

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, true))
        {
            return;
        }

        Refuse(static _ => true, PermitDecision.Refused(PermitRefusal.ShuttingDown));
        _concurrency.Dispose();
        if (!_leaveOpen)
        {
            _limiter.Dispose();
        }
    }

    internal void Release(RateLimitLease? token)
    {
        RateLimitLease? place = null;
        lock (_gate)
        {
            // A job that was attached when every slot was taken keeps the slot of the one that ends.
            if (--_running < _places.Count)
            {
                place = _places.Pop();
            }
        }

        token?.Dispose();
        place?.Dispose();
    }

    private static PermitDecision Refused(RateLimitLease token) => PermitDecision.Refused(
        PermitRefusal.QueueFull,
        token.TryGetMetadata(MetadataName.RetryAfter, out var retryAfter) ? retryAfter : null,
        "the rate limiter refused the request.");

    private PermitDecision? Enter(RateLimiterWaiter waiter)
    {
        lock (_gate)
        {
            if (_disposed)
            {
                return PermitDecision.Refused(PermitRefusal.ShuttingDown);
            }

            if (PauseLeft is { } pause && pause > waiter.MaxWait)
            {
                return PermitDecision.Refused(PermitRefusal.Paused, pause);
            }

            _waiters.Add(waiter);
            return null;
        }
    }

    /// <summary>Returns null when it must wait on: for a pause that began meanwhile, or for the slot that an attached job took.</summary>
    private PermitDecision? TryGrant(RateLimiterWaiter waiter, ref RateLimitLease? place, ref RateLimitLease? token)
    {
        lock (_gate)
        {
            if (waiter.Refusal is not null || PauseLeft is not null)
            {
                return waiter.Refusal;
            }

            _places.Push(place!);
            place = null;
            if (_running >= _concurrent)
            {
                return null;
            }

            _running++;
            _waiters.Remove(waiter);
            (var taken, token) = (token, null);
            return PermitDecision.Granted(new RateLimiterPermit(this, taken));
        }
    }

    private void Leave(RateLimiterWaiter waiter)
    {
        lock (_gate)
        {
            _waiters.Remove(waiter);
        }
    }

    private void Refuse(Func<RateLimiterWaiter, bool> leaves, PermitDecision refusal)
    {
        RateLimiterWaiter[] leaving;
        lock (_gate)
        {
            leaving = [.. _waiters.Where(leaves)];
            foreach (var waiter in leaving)
            {
                waiter.Refusal ??= refusal;
                _waiters.Remove(waiter);
            }
        }

        // Outside the lock: the waiters continue here.
        Array.ForEach(leaving, GuardedTimeout.End);
    }
}
