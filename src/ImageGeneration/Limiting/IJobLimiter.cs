namespace ImageGeneration.Limiting;

/// <summary>Holds the creates and the running jobs of one provider below its limits. Thread-safe. The library has one for each provider,
/// made by an <see cref="IJobLimiterFactory"/>; register a factory of your own to share limits between machines.</summary>
/// <remarks>A permit is two things: the token of one create, which is spent by sending it, and the place of one running job, which is free
/// again once the job has ended. Where a limiter of your own throws or does not obey its cancellation, nothing is sent.</remarks>
public interface IJobLimiter : IDisposable
{
    /// <summary>Gets how many requests of this process wait for a permit. It is read for each request.</summary>
    int Waiting { get; }

    /// <summary>Gets how many places are taken, as far as this process knows. It is read for each request.</summary>
    int Running { get; }

    /// <summary>Gets what is left of the pause that the provider asked for; null when there is none. It is read for each request.</summary>
    TimeSpan? PauseLeft { get; }

    /// <summary>Waits for the token of one create and the place of its job.</summary>
    /// <param name="request">How long the request waits for what.</param>
    /// <param name="cancellationToken">Ends the wait at once; nothing is taken then.</param>
    /// <returns>The permit, or why there is none.</returns>
    /// <exception cref="OperationCanceledException">The wait was canceled.</exception>
    ValueTask<PermitDecision> AcquireAsync(PermitRequest request, CancellationToken cancellationToken);

    /// <summary>Takes the place of a job that runs already, as one that is resumed after a restart: it needs no token and waits for nobody,
    /// and creates wait until fewer jobs run than may.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The permit.</returns>
    ValueTask<IJobPermit> AttachAsync(CancellationToken cancellationToken);

    /// <summary>Holds all creates back, as the provider asked for. It never shortens a pause that is running, and ends with
    /// <see cref="PermitRefusal.Paused"/> the wait of those who do not wait so long.</summary>
    /// <param name="duration">How long.</param>
    /// <param name="cancellationToken">Ends the wait for it.</param>
    ValueTask PauseAsync(TimeSpan duration, CancellationToken cancellationToken);

    /// <summary>Ends the wait of all requests of this process with <see cref="PermitRefusal.CircuitOpen"/>: the provider was found
    /// broken.</summary>
    void RejectWaiting();
}
