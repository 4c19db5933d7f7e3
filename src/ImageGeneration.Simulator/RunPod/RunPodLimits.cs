using System.Collections.Concurrent;
using ImageGeneration.Simulator.Faults;
using ImageGeneration.Simulator.Hosting;
using ImageGeneration.Simulator.Jobs;

namespace ImageGeneration.Simulator.RunPod;

/// <summary>Enforces RunPod's limits for each endpoint and operation: requests in ten seconds, and requests at once.</summary>
internal sealed class RunPodLimits(SimulatorOptions options, JobScheduler scheduler)
{
    private const double WindowsPerMinute = 6;

    private static readonly Dictionary<string, (int Requests, int AtOnce)> Real = new(StringComparer.Ordinal)
    {
        ["run"] = (1000, 200),
        ["runsync"] = (2000, 400),
        ["status"] = (2000, 400),
        ["stream"] = (2000, 400),
        ["cancel"] = (100, 20),
        ["purge-queue"] = (2, int.MaxValue),
    };

    private readonly ConcurrentDictionary<string, TokenBucket> _buckets = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int> _atOnce = new(StringComparer.Ordinal);

    /// <summary>Returns the answer, or a 429 instead.</summary>
    public async ValueTask<ApiReply> GuardAsync(ApiRequest request, string operation, Func<ValueTask<ApiReply>> answer)
    {
        // The long poll counts in the bucket of the short one.
        operation = operation == "status-sync" ? "status" : operation;
        if (!TryLimit(operation, out var requests, out var atOnce))
        {
            return await answer();
        }

        var key = $"{request.Segment("endpoint")}/{operation}";
        var bucket = _buckets.GetOrAdd(key, _ => new TokenBucket(requests, requests * WindowsPerMinute, options.TimeProvider));
        var (remaining, wait) = bucket.Take(Scale(request.Segment("endpoint"), operation, requests));
        if (remaining < 0)
        {
            return Refusal(wait);
        }

        try
        {
            return _atOnce.AddOrUpdate(key, 1, static (_, count) => count + 1) > atOnce ? Refusal(TimeSpan.FromSeconds(1)) : await answer();
        }
        finally
        {
            _atOnce.AddOrUpdate(key, 0, static (_, count) => count - 1);
        }
    }

    // The larger of the fixed limit and what the running workers allow.
    private double Scale(string endpoint, string operation, int requests)
    {
        if (!options.RunPod.RequestsPerWorker.TryGetValue(operation, out var perWorker))
        {
            return 1;
        }

        var now = scheduler.Now;
        var running = scheduler.Jobs.NewestFirst(
            job => job.Provider == SimulatedProvider.RunPod && job.Target == endpoint && job.State(now) == SimulatedJobState.Running,
            int.MaxValue);
        return Math.Max(1, (double)perWorker * running.Count / requests);
    }

    private bool TryLimit(string operation, out int requests, out int atOnce)
    {
        var own = options.RunPod.RequestsPerTenSeconds.TryGetValue(operation, out requests);
        var known = Real.TryGetValue(operation, out var real);
        requests = own ? requests : real.Requests;
        atOnce = options.EnforceRateLimits ? real.AtOnce : int.MaxValue;
        return own || (known && options.EnforceRateLimits);
    }

    private ApiReply Refusal(TimeSpan wait)
    {
        var limit = RateLimit.FromWait(wait, options.RunPod.RateLimitHint);
        return limit.Headed(RunPodErrors.Throttled(limit), options.TimeProvider.GetUtcNow());
    }
}
