namespace ImageGeneration.Providers.Kit;

/// <summary>Creates what providers have in common when they report on a job.</summary>
internal static class JobReading
{
    /// <summary>Creates the job of a read or a cancel that returned none. A job that is gone has ended; but a cancel that finds nothing
    /// has stopped nothing, and a success that cannot be read is no end.</summary>
    public static ProviderJob Failed(ProviderFailure failure, JobReference job, ProviderOperation phase) =>
        failure is { Kind: FailureKind.JobFailed, IsTooLarge: false } && phase == ProviderOperation.Read
            ? ProviderJob.Failed(failure, job)
            : ProviderJob.Unread(failure, job);

    /// <summary>Creates the failure of a job whose images were all withheld by the provider's own filter.</summary>
    public static ProviderFailure AllWithheld(ProviderHttpClient http, string jobId) =>
        new(FailureKind.ContentRejected, $"Content policy violation: job {jobId} at {http.Name}: every image was withheld.");

    /// <summary>Returns the job that a cancel returned, with the outcome of the cancellation.</summary>
    public static ProviderJob AfterCancel(ProviderJob job) =>
        job with
        {
            Cancellation = !job.IsTerminal ? CancellationOutcome.NotConfirmed
                : job.Failure?.Kind == FailureKind.Canceled ? CancellationOutcome.Confirmed
                : CancellationOutcome.AlreadyFinished,
        };
}
