using ImageGeneration.Lanes;
using ImageGeneration.Limiting;
using ImageGeneration.Providers;
using Microsoft.Extensions.Options;

namespace ImageGeneration.Routing;

/// <summary>Forecasts how long a request would take at a provider, from the jobs that this process has seen and, while they are fresh, from
/// the counts of its workers.</summary>
internal sealed class LatencyForecast(IOptions<ImageGenerationServiceOptions> options)
{
    /// <summary>Gets the boot time that is assumed until a cold start was seen (Modal's own example of FLUX).</summary>
    public static TimeSpan TypicalBootTime { get; } = TimeSpan.FromMinutes(1);

    private const int IntervalsOfFreshness = 3;
    private const int MaxCount = 100_000;

    /// <param name="lane">The lane of the provider.</param>
    /// <param name="adapted">The request as the provider would receive it.</param>
    /// <param name="job">One job of the request.</param>
    public ExpectedLatency For(ProviderLane lane, in AdaptedRequest adapted, ProviderRequest job)
    {
        var run = lane.Starts.RunTime(job) ?? adapted.Capabilities.TypicalRunTime;
        var start = lane.Starts.Forecast(job);
        var (queue, chance) = (start.Queue, start.ColdStartProbability);
        if (Workers(lane, job.ModelId) is { } workers)
        {
            // Idle workers may be asleep, which only the jobs seen can tell.
            chance = workers.Running > 0 ? 0 : workers.Idle <= 0 ? 1 : chance;
            var serving = Math.Max(1, Count(workers.Running) + Count(workers.Initializing) + Count(workers.Idle));
            queue = Longer(queue, run * Count(workers.QueuedJobs) / serving);
        }

        return new()
        {
            LocalQueue = LocalQueue(lane, adapted, start.Queue + run),
            ProviderQueue = queue,
            ColdStartProbability = chance,
            BootTime = start.BootTime ?? (chance > 0 ? TypicalBootTime : TimeSpan.Zero),
            RunTime = run,
        };
    }

    // A provider may report any number.
    private static int Count(int told) => Math.Clamp(told, 0, MaxCount);

    private WorkerCounts? Workers(ProviderLane lane, string modelId) =>
        options.Value.Routing.EffectiveWorkerCountInterval is { } interval
            ? lane.Workers.Latest(modelId, interval * IntervalsOfFreshness)
            : null;

    // Until the last of its jobs has a permit. Those ahead of it have started a worker by then.
    private static TimeSpan LocalQueue(ProviderLane lane, in AdaptedRequest adapted, TimeSpan jobTime)
    {
        var jobs = (adapted.Request.Count + adapted.MaxImagesPerJob - 1) / adapted.MaxImagesPerJob;
        if (lane.Limiter is JobLimiter own)
        {
            return own.Forecast().WaitAt(own.Waiting + jobs, jobTime) ?? TimeSpan.Zero;
        }

        var concurrent = lane.Options.RateLimit.Concurrent;
        var ahead = lane.Limiter.Waiting + lane.Limiter.Running + jobs - concurrent;
        return Longer(lane.Limiter.PauseLeft ?? TimeSpan.Zero, ahead > 0 ? jobTime * ahead / concurrent : TimeSpan.Zero);
    }

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
