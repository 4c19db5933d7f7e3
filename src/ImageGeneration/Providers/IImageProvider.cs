namespace ImageGeneration.Providers;

/// <summary>A provider of generated images: four verbs about jobs, and what its models can do. Waiting, retries, limits, prices and
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
}
