using ImageGeneration.Telemetry;
using ImageGeneration.Timing;
using Microsoft.Extensions.Logging;

namespace ImageGeneration.Limiting;

/// <summary>Guards a limiter of the application's own. When it throws or hangs before a submit, nothing is sent; when it does after,
/// nothing is lost.</summary>
internal sealed partial class GuardedLimiter(string provider, IJobLimiter limiter, TimeProvider time, GuardedLogger logger) : IJobLimiter
{
    private static readonly TimeSpan _timeout = TimeSpan.FromSeconds(3);

    // The time at which a limiter that refused for a while may be asked again: for those who wait for the provider it is a pause.
    private long _refusesUntil = time.GetTimestamp();

    public int Waiting => Figure(static limiter => limiter.Waiting);

    public int Running => Figure(static limiter => limiter.Running);

    public TimeSpan? PauseLeft
    {
        get
        {
            var (refusal, pause) = (time.Left(Volatile.Read(ref _refusesUntil)), Figure(static limiter => limiter.PauseLeft));
            return refusal > pause || pause is null ? refusal : pause;
        }
    }

    /// <summary>Wraps a limiter; the library's own needs no guard.</summary>
    public static IJobLimiter Around(string provider, IJobLimiter limiter, TimeProvider time, GuardedLogger logger) =>
        limiter as JobLimiter ?? (IJobLimiter)new GuardedLimiter(provider, limiter, time, logger);

    public async ValueTask<PermitDecision> AcquireAsync(PermitRequest request, CancellationToken cancellationToken)
    {
        var (acquiring, since) = ((Task<PermitDecision>?)null, time.GetTimestamp());
        try
        {
            acquiring = limiter.AcquireAsync(request, cancellationToken).AsTask();
            var decision = await acquiring.WaitAsync(cancellationToken).ConfigureAwait(false);
            if (decision.Permit is not { } permit)
            {
                return HeldBack(decision);
            }

            Volatile.Write(ref _refusesUntil, time.GetTimestamp());
            return PermitDecision.Granted(new Permit(this, Task.FromResult(permit))) with { Waited = time.GetElapsedTime(since) };
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            _ = ReturnLateAsync(acquiring);
            throw;
        }
#pragma warning disable CA1031 // see the class
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LimiterThrew(logger, provider, exception);
            return PermitDecision.Refused(PermitRefusal.Unavailable, reason: $"the limiter threw a {exception.GetType().Name}.");
        }
    }

    public async ValueTask<IJobPermit> AttachAsync(CancellationToken cancellationToken)
    {
        Task<IJobPermit>? attaching = null;
        await RunAsync(
            limiter => attaching = limiter.AttachAsync(cancellationToken).AsTask(), cancellationToken).ConfigureAwait(false);
        return new Permit(this, attaching);
    }

    public ValueTask PauseAsync(TimeSpan duration, CancellationToken cancellationToken) =>
        RunAsync(limiter => limiter.PauseAsync(duration, cancellationToken).AsTask(), cancellationToken);

    public void RejectWaiting() => Run(static limiter => limiter.RejectWaiting());

    public void Dispose() => Run(static limiter => limiter.Dispose());

    private PermitDecision HeldBack(PermitDecision refusal)
    {
        if (refusal.RetryAfter is not { Ticks: > 0 } wait)
        {
            return refusal with { RetryAfter = null };
        }

        Volatile.Write(ref _refusesUntil, time.TimestampAfter(wait));
        return refusal;
    }

    private T? Figure<T>(Func<IJobLimiter, T> read)
    {
        var figure = Guarded.Ask(limiter, read, out var fault);
        if (fault is not null)
        {
            LimiterThrew(logger, provider, fault);
        }

        return figure;
    }

    private void Run(Action<IJobLimiter> call)
    {
        if (Guarded.Run(limiter, call) is { } fault)
        {
            LimiterThrew(logger, provider, fault);
        }
    }

    // Awaited for a moment; then the call goes on by itself.
    private async ValueTask RunAsync(Func<IJobLimiter, Task> call, CancellationToken cancellationToken)
    {
        Task? running = null;
        try
        {
            running = call(limiter);
            await running.WaitAsync(_timeout, time, cancellationToken).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // see the class
        catch (Exception exception)
#pragma warning restore CA1031
        {
            if (!cancellationToken.IsCancellationRequested)
            {
                LimiterThrew(logger, provider, exception);
            }
        }
    }

    private static async Task ReturnLateAsync(Task<PermitDecision>? acquiring)
    {
        if (acquiring is not null)
        {
            await ((Task)acquiring).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (acquiring is { IsCompletedSuccessfully: true, Result.Permit: { } permit })
            {
                await permit.ReleaseAsync(isUnused: true).ConfigureAwait(false);
            }
        }
    }

    [LoggerMessage(1403, LogLevel.Warning, "{Provider}: the limiter threw.")]
    private static partial void LimiterThrew(GuardedLogger logger, string provider, Exception exception);

    /// <param name="owner">The limiter that guards the permit.</param>
    /// <param name="acquired">The permit; not yet complete while the limiter takes its time, null when it threw.</param>
    private sealed class Permit(GuardedLimiter owner, Task<IJobPermit>? acquired) : IJobPermit
    {
        public ValueTask ReleaseAsync(bool isUnused) =>
            acquired is null ? default : owner.RunAsync(_ => ReleaseAsync(acquired, isUnused), CancellationToken.None);

        private static async Task ReleaseAsync(Task<IJobPermit> acquired, bool isUnused)
        {
            var permit = await acquired.ConfigureAwait(false);
            await permit.ReleaseAsync(isUnused).ConfigureAwait(false);
        }
    }
}
