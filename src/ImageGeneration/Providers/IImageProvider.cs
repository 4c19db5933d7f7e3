namespace ImageGeneration.Providers;

/// <summary>Represents a provider of generated images: four operations on jobs, the capabilities of its models, and what some providers
/// report besides. Waiting, retries, limits, prices and metrics are provided by the library; a provider only maps the wire. It is called
/// from many threads at once.</summary>
/// <remarks>Failures are returned as <see cref="ProviderJob.Failure"/>. An exception other than that of the caller's own cancellation is a
/// bug of the provider; from <see cref="SubmitAsync"/> it counts as <see cref="FailureKind.UnknownOutcome"/>.</remarks>
public interface IImageProvider
{
    /// <summary>Gets the name under which the provider was registered, such as <c>replicate</c>: the key of its options, limits, metrics
    /// and logs.</summary>
    string Name { get; }

    /// <summary>Gets the capabilities of a model.</summary>
    /// <param name="model">The application's name of the model.</param>
    /// <returns>The capabilities; null when the provider has no such model.</returns>
    ModelCapabilities? GetCapabilities(ImageModel model);

    /// <summary>Submits one job, once, without a retry.</summary>
    /// <param name="request">The request, already adapted to the capabilities.</param>
    /// <param name="cancellationToken">A token to cancel the wait for the answer. The job may run all the same.</param>
    /// <returns>Whether the provider has the job: accepted, and possibly ended already; surely not accepted; or unknown, as the answer was
    /// lost.</returns>
    Task<SubmitResult> SubmitAsync(ProviderRequest request, CancellationToken cancellationToken);

    /// <summary>Reads the state of a job, once.</summary>
    /// <param name="job">The reference that the submit returned.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <returns>The job as it is now; a job with status <see cref="JobStatus.Unknown"/> and a failure when the read failed.</returns>
    Task<ProviderJob> GetJobAsync(JobReference job, CancellationToken cancellationToken);

    /// <summary>Reads the state of a job, once, and lets the provider hold back the answer until the job has ended. By default it answers
    /// at once, as <see cref="GetJobAsync"/> does.</summary>
    /// <param name="job">The reference that the submit returned.</param>
    /// <param name="maxWait">The longest time for which the answer may be held back; more than zero.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <returns>As <see cref="GetJobAsync"/>. <see cref="ProviderJob.PollAfter"/> is zero when the answer was held back and the job goes
    /// on; a call that answers sooner leaves it to the schedule.</returns>
    Task<ProviderJob> WaitForJobAsync(JobReference job, TimeSpan maxWait, CancellationToken cancellationToken) =>
        GetJobAsync(job, cancellationToken);

    /// <summary>Asks the provider to cancel a job, once.</summary>
    /// <param name="job">The reference that the submit returned.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <returns>The job after the call: terminal when the provider confirmed the cancellation, or when the job had already
    /// finished.</returns>
    Task<ProviderJob> CancelAsync(JobReference job, CancellationToken cancellationToken);

    /// <summary>Checks the key and the service, free of charge: by an account, model or health route, never by a generation.</summary>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <returns>The result of the check.</returns>
    Task<ProviderHealth> CheckHealthAsync(CancellationToken cancellationToken);

    /// <summary>Reads the capabilities of a model from the provider, where they are not known beforehand. Called before a request is
    /// planned, within the timeout of a read, so that <see cref="GetCapabilities"/> itself never waits. By default there is nothing to
    /// read.</summary>
    /// <param name="model">The application's name of the model.</param>
    /// <param name="cancellationToken">A token to cancel the wait; the reading itself may go on.</param>
    /// <returns>A task that completes when <see cref="GetCapabilities"/> has its best answer; what could not be read stays as it was.
    /// Further calls for the same model complete at once.</returns>
    ValueTask ReadCapabilitiesAsync(ImageModel model, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <summary>Reads, once and free of charge, how many workers a model has. Called in the background, every few seconds at most, for
    /// models whose <see cref="ModelCapabilities.ReportsWorkers"/> is set; no request waits for it. By default the number is
    /// unknown.</summary>
    /// <param name="modelId">The provider's id of the model or endpoint.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <returns>The workers; null when their number is unknown, which is then not read again for a minute.</returns>
    Task<WorkerCounts?> GetWorkerCountsAsync(string modelId, CancellationToken cancellationToken) => Task.FromResult<WorkerCounts?>(null);

    /// <summary>Finds out, once and free of charge, why a job still waits in the provider's queue. Called within a short timeout when such
    /// a job is given up. By default the reason is unknown.</summary>
    /// <param name="job">The job that waits.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <returns>A sentence that is added to the failure's message; null when the reason is unknown.</returns>
    Task<string?> DescribeQueueAsync(JobReference job, CancellationToken cancellationToken) => Task.FromResult<string?>(null);

    /// <summary>Looks up the job of a submit whose answer was lost. By default it cannot, and the submit stays at
    /// <see cref="FailureKind.UnknownOutcome"/>.</summary>
    /// <param name="request">The request that was submitted.</param>
    /// <param name="since">The time of the submit, by the clock of this process.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <returns>The jobs that may be it: same model, same input, created since, each with its reference. They are looked up while they are
    /// enumerated, and only up to the first that belongs to no other request. Null when the provider has no list of jobs.</returns>
    IAsyncEnumerable<ProviderJob>? FindSubmittedAsync(
        ProviderRequest request, DateTimeOffset since, CancellationToken cancellationToken) => null;
}
