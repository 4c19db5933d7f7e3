namespace ImageGeneration.Limiting;

/// <summary>Represents a request that waits for a permit.</summary>
internal sealed class PermitWaiter(JobLimiter limiter, in PermitRequest request, long since, CancellationToken cancellationToken)
    : TaskCompletionSource<PermitDecision>(request.Listener, TaskCreationOptions.RunContinuationsAsynchronously)
{
    private CancellationTokenRegistration _registration;

    /// <summary>Gets the listener that receives its position; null when there is none. It is kept in the state of the task, so that a
    /// waiter without one needs no memory for it.</summary>
    public PermitListener? Listener => (PermitListener?)Task.AsyncState;

    public TimeSpan MaxPause { get; } = request.MaxPause;

    /// <summary>Gets how long it could wait when it arrived.</summary>
    public TimeSpan TimeLeft { get; } = request.TimeLeft;

    public long Since => since;

    public CancellationToken CancellationToken => cancellationToken;

    public PermitWaiter? Next { get; set; }

    public PermitWaiter? Previous { get; set; }

    public bool IsQueued { get; set; }

    // Outside the limiter's lock: a token that is canceled already calls back at once.
    public void WatchCancellation()
    {
        if (cancellationToken.CanBeCanceled)
        {
            _registration = cancellationToken.UnsafeRegister(static state => ((PermitWaiter)state!).Leave(), this);
            if (Task.IsCompleted)
            {
                _registration.Unregister();
            }
        }
    }

    public void Complete(PermitDecision decision)
    {
        // In this order: a waiter that is just registering checks whether it is served already.
        TrySetResult(decision);
        _registration.Unregister();
    }

    private void Leave() => limiter.Leave(this);
}

/// <summary>Holds the waiters in order; any of them leaves in constant time. Guarded by the limiter's lock.</summary>
internal sealed class PermitQueue
{
    internal int CountField;

    private PermitWaiter? _last;

    public PermitWaiter? First { get; private set; }

    public int Count => CountField;

    public void Add(PermitWaiter waiter)
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

    public bool Remove(PermitWaiter waiter)
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

    public void CopyListeners(List<(PermitWaiter Waiter, int Place)>? listening)
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

    public void RefuseWhere(Func<PermitWaiter, bool> leaves, PermitDecision refusal)
    {
        for (var waiter = First; waiter is not null;)
        {
            var next = waiter.Next;
            if (leaves(waiter))
            {
                Remove(waiter);
                waiter.Complete(refusal);
            }

            waiter = next;
        }
    }
}
