using ImageGeneration.Timing;

namespace ImageGeneration.Limiting;

/// <summary>Somebody who waits in a <see cref="RateLimiterJobLimiter"/>; its token ends the wait, whether the caller or the limiter ends
/// it.</summary>
internal sealed class RateLimiterWaiter : CancellationTokenSource
{
    private readonly PermitRequest _request;
    private readonly TimeProvider _time;
    private readonly long _since;
    private readonly CancellationTokenRegistration _registration;

    public RateLimiterWaiter(PermitRequest request, TimeProvider time, CancellationToken caller)
    {
        (_request, _time, _since) = (request, time, time.GetTimestamp());
        _registration = caller.UnsafeRegister(static waiter => GuardedTimeout.End((RateLimiterWaiter)waiter!), this);
    }

    /// <summary>The longest pause that it still waits out.</summary>
    public TimeSpan Patience => Clock.Shorter(_request.MaxPause, _request.TimeLeft - _time.GetElapsedTime(_since));

    /// <summary>Why the limiter ended the wait; null where it did not.</summary>
    public PermitDecision? Refusal { get; set; }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _registration.Dispose();
        }

        base.Dispose(disposing);
    }
}
