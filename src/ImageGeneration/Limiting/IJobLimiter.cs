namespace ImageGeneration.Limiting;

/// <summary>Keeps the creates and the running jobs of one provider within its limits. Thread-safe. The library has one for each provider,
/// created by an <see cref="IJobLimiterFactory"/>; register a factory of your own to share limits between machines.</summary>
/// <remarks>A permit is two things: the token of one create, which is spent by sending it, and the slot of one running job, which is freed
/// once the job has ended. When a limiter of your own throws or does not observe its cancellation, nothing is sent.</remarks>
public interface IJobLimiter : IDisposable
{
    /// <summary>Gets the number of requests of this process that wait for a permit. It is read for each request.</summary>
    int Waiting { get; }

    /// <summary>Gets the number of slots in use, as far as this process knows. It is read for each request.</summary>
    int Running { get; }

    /// <summary>Gets the remaining time for which the provider throttles creates; null when it does not. It is read for each
    /// request.</summary>
    TimeSpan? PauseLeft { get; }

    /// <summary>Waits for the token of one create and the slot of its job.</summary>
    /// <param name="request">How long the request waits.</param>
    /// <param name="cancellationToken">A token to cancel the wait; nothing is taken then.</param>
    /// <returns>The permit, or the reason why there is none.</returns>
    /// <exception cref="OperationCanceledException">The wait was canceled.</exception>
    ValueTask<PermitDecision> AcquireAsync(PermitRequest request, CancellationToken cancellationToken);

    /// <summary>Takes the slot of a job that runs already, such as one that is resumed after a restart: it needs no token and waits for
    /// nothing, and creates wait until fewer jobs run than are allowed.</summary>
    /// <param name="cancellationToken">A token to cancel the wait.</param>
    /// <returns>The permit.</returns>
    ValueTask<IJobPermit> AttachAsync(CancellationToken cancellationToken);

    /// <summary>Pauses all creates, as the provider asked for. A pause never shortens one that is under way, and ends with
    /// <see cref="PermitRefusal.Paused"/> the wait of those who do not wait that long.</summary>
    /// <param name="duration">The duration of the pause.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    ValueTask PauseAsync(TimeSpan duration, CancellationToken cancellationToken);

    /// <summary>Ends the wait of all requests of this process with <see cref="PermitRefusal.CircuitOpen"/>, as the circuit of the provider
    /// has opened.</summary>
    void RejectWaiting();
}
