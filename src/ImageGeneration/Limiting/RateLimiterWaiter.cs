using ImageGeneration.Timing;

namespace ImageGeneration.Limiting;

/// <summary>Represents a request that waits in a <see cref="RateLimiterJobLimiter"/>; its token ends the wait, whether the caller or the
/// limiter ends it.</summary>
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

    /// <summary>Gets the longest pause that it still waits for.</summary>
    public TimeSpan MaxWait => Clock.Shorter(_request.MaxPause, _request.TimeLeft - _time.GetElapsedTime(_since));

    /// <summary>Gets or sets the reason why the limiter ended the wait; null when it did not.</summary>
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
