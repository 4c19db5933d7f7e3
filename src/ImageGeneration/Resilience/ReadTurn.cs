using System.Threading.Tasks.Sources;

namespace ImageGeneration.Resilience;

/// <summary>One job's place among the status reads of its lane: made once, waited with again and again.</summary>
internal class ReadTurn : IValueTaskSource<bool>, IDisposable
{
    private readonly LaneReads _reads;
    private readonly CancellationTokenRegistration _registration;
    private ManualResetValueTaskSourceCore<bool> _core;

    public ReadTurn(LaneReads reads, CancellationToken cancellationToken)
    {
        _reads = reads;
        _registration = cancellationToken.UnsafeRegister(static turn => ((ReadTurn)turn!).Leave(forGood: true), this);
    }

    /// <summary>When the read is due.</summary>
    public long Due { get; set; }

    /// <summary>Where it stands in the queue; negative when it does not wait.</summary>
    public int Place { get; set; } = -1;

    /// <summary>How long the last read waited for its turn once it was due; a pause that the provider asked for does not count.</summary>
    public TimeSpan Late { get; set; }

    /// <summary>It was rung for while it did not wait; the next wait ends at once.</summary>
    public bool IsRung { get; set; }

    /// <summary>Nobody waits for the job any more.</summary>
    public bool HasLeft { get; private set; }

    /// <summary>The read under way, to be ended with the wait; guarded as all of this by the queue's lock.</summary>
    public CancellationTokenSource? Reading { get; set; }

    public ValueTask<bool> Await() => new(this, _core.Version);

    public void Prepare() => _core.Reset();

    /// <param name="isTurn">Whether the read may go out.</param>
    /// <param name="isHere">Whether what follows is run by this thread, which then must hold no lock.</param>
    public void End(bool isTurn, bool isHere)
    {
        _core.RunContinuationsAsynchronously = !isHere;
        _core.SetResult(isTurn);
    }

    public void MarkLeft()
    {
        HasLeft = true;
        // Its callbacks run elsewhere: a connection is not torn down under the lock.
        _ = Reading?.CancelAsync();
    }

    /// <summary>Ends the wait that is under way, if one is: a clock of the job has run out.</summary>
    public void Ring() => Leave(forGood: false);

    public virtual void Dispose() => _registration.Dispose();

    public bool GetResult(short token) => _core.GetResult(token);

    public ValueTaskSourceStatus GetStatus(short token) => _core.GetStatus(token);

    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);

    private void Leave(bool forGood) => _reads.Leave(this, forGood);
}
