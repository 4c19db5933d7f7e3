using ImageGeneration.Providers;
using ImageGeneration.Timing;

namespace ImageGeneration.Jobs;

/// <summary>The owner of the clocks for a job's wait at the provider and for its run there; one of them runs at a time.</summary>
internal sealed class JobClocks(string provider, JobOptions options, TimeProvider time)
{
    // No request lasts longer, and no timer counts beyond 49 days.
    private static readonly TimeSpan _maxSilence = TimeSpan.FromDays(1);

    // When a clock runs out the job is read once more, and the answer is not waited for any longer than this.
    private static readonly TimeSpan _lastRead = TimeSpan.FromSeconds(1);

    // What is held too long can be cut and read once more before the clock, or the answer's own time, is over.
    private static readonly TimeSpan _holdMargin = TimeSpan.FromSeconds(2);

    /// <summary>There is one that can run out.</summary>
    public bool AreSet => options.QueueTimeout is not null || options.RunTimeout is not null;

    /// <summary>What is left of the clock that is running; a silence that no request outlasts where none is set.</summary>
    public TimeSpan Left(PendingJob job) => job.RunningSince is { } running
        ? options.RunTimeout is { } run ? run - time.GetElapsedTime(running) : _maxSilence
        : options.QueueTimeout is { } queue ? queue - time.GetElapsedTime(job.Submitted) : _maxSilence;

    /// <summary>How long the answer to a read is waited for.</summary>
    public TimeSpan ReadLimit(PendingJob job)
    {
        var left = Left(job);
        var limit = left > TimeSpan.Zero ? left + _lastRead : _lastRead;
        return Clock.Shorter(limit, options.ReadTimeout);
    }

    /// <summary>How long the provider may hold the answer to a read back; zero or less where it is to answer at once.</summary>
    public TimeSpan MaxHold(PendingJob job)
    {
        var hold = Clock.Shorter(Left(job), options.ReadTimeout) - _holdMargin;

        // A held answer tells the end of a job at once, and its start late: whoever follows it, and the clock for the run, need that too.
        return AreSet || job.Context.Scope.Progress is not null ? Clock.Shorter(hold, options.MaxPollInterval) : hold;
    }

    /// <summary>Why a job is given up whose clock has run out.</summary>
    public ProviderFailure Expired(PendingJob job)
    {
        var (clock, message) = job.RunningSince is null
            ? (TimeoutKind.Queue, $"the job waited {options.QueueTimeout?.TotalSeconds:0.###} s in the provider's queue (QueueTimeout).")
            : (TimeoutKind.Run, $"the job ran for {options.RunTimeout?.TotalSeconds:0.###} s (RunTimeout).");
        return new(FailureKind.TimedOut, $"{provider}: {message}") { Timeout = clock };
    }
}
