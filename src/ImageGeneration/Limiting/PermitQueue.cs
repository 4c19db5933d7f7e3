using System.Threading.RateLimiting;
using ImageGeneration.Telemetry;
using ImageGeneration.Timing;

namespace ImageGeneration.Limiting;

/// <summary>Somebody who waits for a permit.</summary>
internal sealed class LaneWaiter(
    JobLimiter limiter, TimeSpan patience, TimeSpan left, long since, PermitListener? listener, CancellationToken cancellationToken)
    : TaskCompletionSource<RateLimitLease>(listener, TaskCreationOptions.RunContinuationsAsynchronously)
{
    private CancellationTokenRegistration _registration;

    /// <summary>Who is to hear where it stands; null where nobody does. A task has a place for it: those without pay nothing.</summary>
    public PermitListener? Listener => (PermitListener?)Task.AsyncState;

    public TimeSpan Patience => patience;

    /// <summary>How long it could wait when it came.</summary>
    public TimeSpan Left => left;

    public long Since => since;

    public CancellationToken CancellationToken => cancellationToken;

    public LaneWaiter? Next { get; set; }

    public LaneWaiter? Previous { get; set; }

    public bool IsQueued { get; set; }

    // Outside the limiter's lock: a token that is canceled already calls back at once.
    public void WatchCancellation()
    {
        if (cancellationToken.CanBeCanceled)
        {
            _registration = cancellationToken.UnsafeRegister(static state => ((LaneWaiter)state!).Leave(), this);
            if (Task.IsCompleted)
            {
                _registration.Unregister();
            }
        }
    }

    public void Grant(RateLimitLease lease)
    {
        // In this order: whoever is just registering looks whether it is served already.
        TrySetResult(lease);
        _registration.Unregister();
    }

    private void Leave() => limiter.Leave(this);
}

/// <summary>The waiters in order; any of them leaves in constant time. Guarded by the limiter's lock.</summary>
internal sealed class PermitQueue
{
    internal int CountField;

    private LaneWaiter? _last;

    public LaneWaiter? First { get; private set; }

    public int Count => CountField;

    public void Add(LaneWaiter waiter)
    {
        waiter.IsQueued = true;
        waiter.Previous = _last;
        if (_last is null)
        {
            First = waiter;
        }
        else
        {
            _last.Next = waiter;
        }

        _last = waiter;
        CountField++;
    }

    public bool Remove(LaneWaiter waiter)
    {
        if (!waiter.IsQueued)
        {
            return false;
        }

        waiter.IsQueued = false;
        (waiter.Previous, var previous) = (null, waiter.Previous);
        (waiter.Next, var next) = (null, waiter.Next);
        if (previous is null)
        {
            First = next;
        }
        else
        {
            previous.Next = next;
        }

        if (next is null)
        {
            _last = previous;
        }
        else
        {
            next.Previous = previous;
        }

        CountField--;
        return true;
    }

    public void CopyListeners(List<(LaneWaiter Waiter, int Place)>? listening)
    {
        var place = 0;
        for (var waiter = listening is null ? null : First; waiter is not null; waiter = waiter.Next)
        {
            place++;
            if (waiter.Listener is not null)
            {
                listening!.Add((waiter, place));
            }
        }
    }

    public void RefuseWhere(Func<LaneWaiter, bool> leaves, RateLimitLease refusal, ref long refused)
    {
        for (var waiter = First; waiter is not null;)
        {
            var next = waiter.Next;
            if (leaves(waiter))
            {
                Remove(waiter);
                waiter.Grant(refusal);
                refused++;
            }

            waiter = next;
        }
    }
}
