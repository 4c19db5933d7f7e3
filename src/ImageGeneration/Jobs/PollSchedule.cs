namespace ImageGeneration.Jobs;

/// <summary>When to ask for a job again: sparse before it can be done, dense around the time it usually takes, ever sparser after.</summary>
/// <param name="expected">What such jobs took lately, or the model's typical time.</param>
/// <param name="isLearnt">Whether it was seen in this process.</param>
/// <param name="options">The least and the greatest step; before a job can be done the silence may be longer.</param>
internal readonly struct PollSchedule(TimeSpan expected, bool isLearnt, JobOptions options)
{
    // Shares of the expected time: the first question, the step around the end, and where that step stops.
    private const double First = 0.88;
    private const double Step = 0.06;
    private const double DenseUntil = 1.3;

    // Without experience each question comes a sixth later than the last: the lag stays below that share of the time taken.
    private const double Growth = 1.0 / 6;

    /// <param name="elapsed">The time since the submit.</param>
    /// <param name="isWatched">Somebody follows the progress: no silence beyond the greatest step.</param>
    public TimeSpan Next(TimeSpan elapsed, bool isWatched = false)
    {
        if (isLearnt && !isWatched && elapsed < expected * First)
        {
            return (expected * First) - elapsed + options.MinPollInterval;
        }

        var next = isLearnt && elapsed < expected * DenseUntil ? expected * Step : elapsed * Growth;
        return next < options.MinPollInterval ? options.MinPollInterval
            : next > options.MaxPollInterval ? options.MaxPollInterval
            : next;
    }
}
