using ImageGeneration.Providers;

namespace ImageGeneration.Jobs;

/// <summary>Decides when to read a job again: rarely before it can be done, often around the time it usually takes, ever more rarely
/// after.</summary>
/// <param name="expected">The time that such jobs took lately, or the model's typical time.</param>
/// <param name="isLearned">Whether the time was observed in this process.</param>
/// <param name="options">The options with the smallest and the greatest interval; before a job can be done the interval may be
/// longer.</param>
internal readonly struct PollSchedule(TimeSpan expected, bool isLearned, JobOptions options)
{
    // Fractions of the expected time: the first read, the interval around the end, and where that interval stops.
    private const double First = 0.85;
    private const double Step = 0.05;
    private const double DenseUntil = 1.3;

    // Without experience each read comes a sixth later than the last: the lag stays below that fraction of the time taken.
    private const double Growth = 1.0 / 6;

    /// <param name="elapsed">The time since the submit.</param>
    /// <param name="late">How long the last read waited for its turn within the provider's limit. The next one comes no sooner than after
    /// the same time again: where there are more jobs than reads for them, the turns go to those whose first read is due.</param>
    /// <param name="isWatched">Whether the progress is followed, so that no interval is longer than the greatest.</param>
    public TimeSpan Next(TimeSpan elapsed, TimeSpan late = default, bool isWatched = false)
    {
        if (isLearned && !isWatched && elapsed < expected * First)
        {
            var silence = (expected * First) - elapsed;
            return silence > options.MinPollInterval ? silence : options.MinPollInterval;
        }

        var next = isLearned && elapsed < expected * DenseUntil ? expected * Step : elapsed * Growth;
        next = next < options.MinPollInterval ? options.MinPollInterval
            : next > options.MaxPollInterval ? options.MaxPollInterval
            : next;
        return next > late ? next : late;
    }
}
