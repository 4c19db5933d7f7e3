using ImageGeneration.Providers;

namespace ImageGeneration.Jobs;

/// <summary>When to ask for a job again: sparse before it can be done, dense around the time it usually takes, ever sparser
/// after.</summary>
/// <param name="expected">What such jobs took lately, or the model's typical time.</param>
/// <param name="isLearnt">Whether it was seen in this process.</param>
/// <param name="options">The least and the greatest step; before a job can be done the silence may be longer.</param>
internal readonly struct PollSchedule(TimeSpan expected, bool isLearnt, JobOptions options)
{
    // Shares of the expected time: the first question, the step around the end, and where that step stops.
    private const double First = 0.85;
    private const double Step = 0.05;
    private const double DenseUntil = 1.3;

    // Without experience each question comes a sixth later than the last: the lag stays below that share of the time taken.
    private const double Growth = 1.0 / 6;

    /// <param name="elapsed">The time since the submit.</param>
    /// <param name="late">How long the last read waited for its turn within the provider's limit. The next comes no sooner than after as
    /// much again: where there are more jobs than reads for them, the turns go to those whose first question is due.</param>
    /// <param name="isWatched">Somebody follows the progress: no silence beyond the greatest step.</param>
    public TimeSpan Next(TimeSpan elapsed, TimeSpan late = default, bool isWatched = false)
    {
        if (isLearnt && !isWatched && elapsed < expected * First)
        {
            var silence = (expected * First) - elapsed;
            return silence > options.MinPollInterval ? silence : options.MinPollInterval;
        }

        var next = isLearnt && elapsed < expected * DenseUntil ? expected * Step : elapsed * Growth;
        next = next < options.MinPollInterval ? options.MinPollInterval
            : next > options.MaxPollInterval ? options.MaxPollInterval
            : next;
        return next > late ? next : late;
    }
}
