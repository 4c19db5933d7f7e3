using ImageGeneration.Providers;
using ImageGeneration.Timing;

namespace ImageGeneration.Jobs;

/// <summary>Provides the queue timeout and the run timeout of a job; one of them runs at a time.</summary>
internal sealed class JobClocks(string provider, JobOptions options, TimeProvider time)
{
    // No request lasts longer, and no timer counts beyond 49 days.
    private static readonly TimeSpan _maxSilence = TimeSpan.FromDays(1);

    // When a timeout expires the job is read once more, and the answer is awaited for no longer than this.
    private static readonly TimeSpan _lastRead = TimeSpan.FromSeconds(1);

    // A hold that is too long can be cut, and read once more, before the timeout or the time for the answer is over.
    private static readonly TimeSpan _holdMargin = TimeSpan.FromSeconds(2);

    /// <summary>Whether one of the timeouts is set.</summary>
    public bool AreSet => options.QueueTimeout is not null || options.RunTimeout is not null;

    /// <summary>Gets the remaining time of the timeout that is running; when none is set, a time that no request outlasts.</summary>
    public TimeSpan Left(PendingJob job) => job.RunningSince is { } running
        ? options.RunTimeout is { } run ? run - time.GetElapsedTime(running) : _maxSilence
        : options.QueueTimeout is { } queue ? queue - time.GetElapsedTime(job.Submitted) : _maxSilence;

    /// <summary>Gets how long the answer to a read is awaited.</summary>
    public TimeSpan ReadLimit(PendingJob job)
    {
        var left = Left(job);
        var limit = left > TimeSpan.Zero ? left + _lastRead : _lastRead;
        return Clock.Shorter(limit, options.ReadTimeout);
    }

    /// <summary>Gets how long the provider may hold back the answer to a read; zero or less when it is to answer at once.</summary>
    public TimeSpan MaxHold(PendingJob job)
    {
        var hold = Clock.Shorter(Left(job), options.ReadTimeout) - _holdMargin;

        // A held answer reports the end of a job at once and its start late; whoever follows the progress, and the run timeout, need the
        // start too.
        return AreSet || job.Context.Scope.Progress is not null ? Clock.Shorter(hold, options.MaxPollInterval) : hold;
    }

    /// <summary>Creates the failure of a job whose timeout has expired.</summary>
    public ProviderFailure Expired(PendingJob job)
    {
        var (clock, message) = job.RunningSince is null
            ? (TimeoutKind.Queue, $"the job waited {options.QueueTimeout?.TotalSeconds:0.###} s in the provider's queue (QueueTimeout).")
            : (TimeoutKind.Run, $"the job ran for {options.RunTimeout?.TotalSeconds:0.###} s (RunTimeout).");
        return new(FailureKind.TimedOut, $"{provider}: {message}") { Timeout = clock };
    }
}
