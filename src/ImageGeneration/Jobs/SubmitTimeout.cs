using ImageGeneration.Providers;
using ImageGeneration.Timing;

namespace ImageGeneration.Jobs;

/// <summary>Represents the timeout for the answer to a submit, which is reduced once the caller has left, as only the job's id is of
/// interest then.</summary>
internal sealed class SubmitTimeout : IDisposable
{
    private readonly GuardedTimeout _source;
    private readonly CancellationTokenRegistration _registration;
    private readonly TimeProvider _time;
    private readonly TimeSpan _timeout;
    private readonly TimeSpan _afterCancellation;
    private readonly long _started;
    private bool _isReduced;

    public SubmitTimeout(TimeSpan timeout, TimeSpan afterCancellation, TimeProvider time, CancellationToken caller)
    {
        (_timeout, _afterCancellation, _time, _started) = (timeout, afterCancellation, time, time.GetTimestamp());
        _source = new(timeout, time);
        _registration = caller.UnsafeRegister(static timeout => ((SubmitTimeout)timeout!).Reduce(), this);
    }

    public CancellationToken Token => _source.Token;

    /// <summary>Attributes a lost answer to the deadline when the provider had less time than its settings say.</summary>
    public SubmitResult AttributeToDeadline(SubmitResult result) =>
        result is SubmitResult.Unknown { Failure: { } lost } && _isReduced && _source.IsCancellationRequested
            ? new SubmitResult.Unknown(lost with { Timeout = TimeoutKind.Total, Origin = FailureOrigin.Local })
            : result;

    public void Dispose()
    {
        _registration.Dispose();
        _source.Dispose();
    }

    private void Reduce()
    {
        if (_timeout - _time.GetElapsedTime(_started) > _afterCancellation)
        {
            _isReduced = true;
            _source.EndAfter(_afterCancellation);
        }
    }
}
