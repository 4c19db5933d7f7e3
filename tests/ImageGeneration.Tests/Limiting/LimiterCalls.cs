using ImageGeneration.Limiting;

namespace ImageGeneration.Tests.Limiting;

/// <summary>The calls of a limiter of this process, in one line each.</summary>
internal static class LimiterCalls
{
    public static ValueTask<PermitDecision> AcquireAsync(
        this IJobLimiter limiter, TimeSpan maxPause, CancellationToken cancellationToken, TimeSpan? timeLeft = null) =>
        limiter.AcquireAsync(new PermitRequest { MaxPause = maxPause, TimeLeft = timeLeft ?? TimeSpan.MaxValue }, cancellationToken);

    /// <summary>Takes a permit that is free now.</summary>
    public static IJobPermit Take(this IJobLimiter limiter) => limiter.TryTake() ?? throw new InvalidOperationException("No permit is free.");

    public static IJobPermit? TryTake(this IJobLimiter limiter)
    {
        using var patience = new CancellationTokenSource();
        var acquiring = limiter.AcquireAsync(TimeSpan.Zero, patience.Token).AsTask();
        patience.Cancel();
        return acquiring.IsCompletedSuccessfully ? acquiring.Result.Permit : null;
    }

    public static void Release(this IJobPermit permit, bool isUnused = false)
    {
        var releasing = permit.ReleaseAsync(isUnused);
        Assert.True(releasing.IsCompletedSuccessfully);
    }

    public static void Pause(this IJobLimiter limiter, TimeSpan duration)
    {
        var pausing = limiter.PauseAsync(duration, CancellationToken.None);
        Assert.True(pausing.IsCompletedSuccessfully);
    }
}
