namespace ImageGeneration.Providers.Kit;

/// <summary>What providers have in common when they speak about a job.</summary>
internal static class JobReading
{
    /// <summary>A read or a cancel that brought no job. Gone is gone; but a cancel that finds nothing has stopped nothing, and a
    /// success that cannot be read is no end.</summary>
    public static ProviderJob Failed(ProviderFailure failure, JobReference job, ProviderOperation phase) =>
        failure is { Kind: FailureKind.JobFailed, IsTooLarge: false } && phase == ProviderOperation.Read
            ? ProviderJob.Failed(failure, job)
            : ProviderJob.Unread(failure, job);

    /// <summary>All that a job made was withheld by the provider's own filter.</summary>
    public static ProviderFailure AllWithheld(ProviderHttpClient http, string jobId) =>
        new(FailureKind.ContentRejected, $"Content policy violation: job {jobId} at {http.Name}: every picture was withheld.");

    /// <summary>The job that a cancel returned, with what came of it.</summary>
    public static ProviderJob AfterCancel(ProviderJob job) =>
        job with
        {
            Cancellation = !job.IsTerminal ? CancellationOutcome.NotConfirmed
                : job.Failure?.Kind == FailureKind.Canceled ? CancellationOutcome.Confirmed
                : CancellationOutcome.AlreadyFinished,
        };
}
