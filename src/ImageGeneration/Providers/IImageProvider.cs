namespace ImageGeneration.Providers;

/// <summary>A provider of generated images: four verbs about jobs, what its models can do, and what some can tell beside. Waiting, retries, limits, prices and
/// metrics are the library's; a provider only maps the wire. It is called from many threads at once.</summary>
/// <remarks>Failures travel as <see cref="ProviderJob.Failure"/>. An exception other than the caller's own cancellation is a bug of the
/// provider; from <see cref="SubmitAsync"/> it counts as <see cref="FailureKind.UnknownOutcome"/>.</remarks>
public interface IImageProvider
{
    /// <summary>The name under which it was registered, such as <c>replicate</c>: the key of its options, limits, metrics and
    /// logs.</summary>
    string Name { get; }

    /// <summary>What it can do with a model.</summary>
    /// <param name="model">The application's name of the model.</param>
    /// <returns>Null when the provider has no such model.</returns>
    ModelCapabilities? GetCapabilities(ImageModel model);

    /// <summary>Asks for one job, once: no retry in here.</summary>
    /// <param name="request">What to make; already adapted to the capabilities.</param>
    /// <param name="cancellationToken">Ends the wait for the answer. The job may run all the same.</param>
    /// <returns>Whether the provider has the job: accepted, perhaps finished already; surely not accepted; or unknown, as the answer got
    /// lost.</returns>
    Task<SubmitResult> SubmitAsync(ProviderRequest request, CancellationToken cancellationToken);

    /// <summary>Asks how a job is doing, once.</summary>
    /// <param name="job">The reference that the submit returned.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The job as it is now; a job with status <see cref="JobStatus.Unknown"/> and a failure when this read did not
    /// succeed.</returns>
    Task<ProviderJob> GetJobAsync(JobReference job, CancellationToken cancellationToken);

    /// <summary>Asks how a job is doing, once, and lets the provider hold the answer back until the job has ended. By default it answers at
    /// once, as <see cref="GetJobAsync"/> does.</summary>
    /// <param name="job">The reference that the submit returned.</param>
    /// <param name="maxWait">How long the answer may be held back; more than zero.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>As <see cref="GetJobAsync"/>. <see cref="ProviderJob.PollAfter"/> is zero where the answer was held back and the job goes
    /// on; a call that answers sooner leaves it to the schedule.</returns>
    Task<ProviderJob> WaitForJobAsync(JobReference job, TimeSpan maxWait, CancellationToken cancellationToken) =>
        GetJobAsync(job, cancellationToken);

    /// <summary>Asks the provider to stop a job, once.</summary>
    /// <param name="job">The reference that the submit returned.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The job after the call: terminal when the provider confirmed, also when it had already finished.</returns>
    Task<ProviderJob> CancelAsync(JobReference job, CancellationToken cancellationToken);

    /// <summary>Asks whether key and service are all right, free of charge: an account, model or health route, never a
    /// generation.</summary>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>What was found.</returns>
    Task<ProviderHealth> CheckHealthAsync(CancellationToken cancellationToken);

    /// <summary>Asks what a model takes, where that is not known beforehand. Called before a request is planned, within the time of a read,
    /// so that <see cref="GetCapabilities"/> itself never waits. By default there is nothing to ask.</summary>
    /// <param name="model">The application's name of the model.</param>
    /// <param name="cancellationToken">Ends the wait, not the learning.</param>
    /// <returns>When <see cref="GetCapabilities"/> has its best answer; what could not be learnt stays as it was. Further calls for the
    /// same model end at once.</returns>
    ValueTask ReadCapabilitiesAsync(ImageModel model, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <summary>Asks, once and free of charge, how many workers a model has. Called in the background, every few seconds at most, for
    /// models whose <see cref="ModelCapabilities.ReportsWorkers"/> is set; no request waits for it. By default it cannot tell.</summary>
    /// <param name="modelId">The provider's id of the model or endpoint.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The workers; null when that could not be found out, and then it is not asked again for a minute.</returns>
    Task<WorkerCounts?> GetWorkerCountsAsync(string modelId, CancellationToken cancellationToken) => Task.FromResult<WorkerCounts?>(null);

    /// <summary>Finds out, once and free of charge, why a job still waits in the provider's queue. Called within a short time when such a
    /// job is given up. By default it cannot tell.</summary>
    /// <param name="job">The job that waits.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>A sentence for a person, which goes into the failure's message; null when it cannot tell.</returns>
    Task<string?> DescribeQueueAsync(JobReference job, CancellationToken cancellationToken) => Task.FromResult<string?>(null);

    /// <summary>Looks up what became of a submit whose answer got lost. By default it cannot, and the submit stays at
    /// <see cref="FailureKind.UnknownOutcome"/>.</summary>
    /// <param name="request">What was submitted.</param>
    /// <param name="since">When it was sent, by this process's clock.</param>
    /// <param name="cancellationToken">Ends the calls.</param>
    /// <returns>The jobs that may be it: same model, same input, created since, each with its reference. They are looked up when they are
    /// enumerated, and no further than to the first that belongs to no other request. Null where the provider has no list of jobs.</returns>
    IAsyncEnumerable<ProviderJob>? FindSubmittedAsync(
        ProviderRequest request, DateTimeOffset since, CancellationToken cancellationToken) => null;
}
