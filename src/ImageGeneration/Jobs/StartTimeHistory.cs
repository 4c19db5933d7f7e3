using System.Collections.Concurrent;
using ImageGeneration.Providers;

namespace ImageGeneration.Jobs;

/// <summary>Learns how a provider's jobs start, for each model or endpoint: how long they wait, after which idle time that is a cold start,
/// and how long they run without it.</summary>
/// <param name="time">The clock.</param>
internal sealed class StartTimeHistory(TimeProvider time)
{
    // Applications name a handful; beyond this many, nothing is learned of the others.
    private const int MaxModels = 256;

    // When the provider does not report the wait, a job that takes so much longer than usual has waited.
    private const double FarFactor = 2;

    private readonly ConcurrentDictionary<string, StartTimes> _models = new(StringComparer.Ordinal);
    private readonly RunTimeHistory _runs = new();
    private readonly long _origin = time.GetTimestamp();

    private TimeSpan Now => time.GetElapsedTime(_origin);

    /// <summary>Records that a job is submitted.</summary>
    public JobStart Begin(ProviderRequest request)
    {
        if (!_models.TryGetValue(request.ModelId, out var model))
        {
            model = _models.Count < MaxModels ? _models.GetOrAdd(request.ModelId, static _ => new()) : null;
        }

        return new(model, model?.Enter(Now) ?? TimeSpan.MaxValue);
    }

    /// <summary>Learns from the end of a job.</summary>
    /// <param name="start">The start of the job.</param>
    /// <param name="request">The request.</param>
    /// <param name="job">The job as it ended.</param>
    /// <param name="submitted">The timestamp of the submit.</param>
    public void Record(in JobStart start, ProviderRequest request, ProviderJob job, long submitted)
    {
        if (start.Model is not { } model || !job.MayBeBilled)
        {
            return;
        }

        var elapsed = time.GetElapsedTime(submitted);
        var hasSucceeded = job.Status == JobStatus.Succeeded;
        var told = job.QueueTime is { } queue ? Clamp(queue, elapsed) : (TimeSpan?)null;
        if (told is null && !hasSucceeded)
        {
            if (WaitedAllAlong(model, request, job, elapsed))
            {
                model.AddUnstarted(start.Idle, elapsed);
            }

            return;
        }

        var wait = told ?? Excess(start.Idle, request, elapsed);
        if (wait is { } known)
        {
            model.Add(start.Idle, known, isTold: told is not null);
        }

        model.Ran(Now);
        if (hasSucceeded)
        {
            // As the caller sees it: the run time that the provider reports leaves out what comes after the run.
            _runs.Record(request, elapsed - (wait ?? TimeSpan.Zero));
        }
    }

    /// <summary>Gets what to expect of a job that is submitted now.</summary>
    public StartForecast Forecast(ProviderRequest request) =>
        _models.TryGetValue(request.ModelId, out var model) ? model.Forecast(Now) : default;

    /// <summary>Gets the usual run time of such a job, without its wait; null until one was seen.</summary>
    public TimeSpan? RunTime(ProviderRequest request) => _runs.Median(request);

    /// <summary>Gets the usual time of such a job from its submit when a worker is up; null until one was seen.</summary>
    public TimeSpan? Usual(ProviderRequest request) => RunTime(request) + Forecast(request).Queue;

    private static TimeSpan Clamp(TimeSpan told, TimeSpan elapsed) => told < TimeSpan.Zero ? TimeSpan.Zero : told > elapsed ? elapsed : told;

    // Null until there is a usual time.
    private TimeSpan? Excess(TimeSpan idle, ProviderRequest request, TimeSpan elapsed)
    {
        if (_runs.Percentile(request, 0.5, min: 1) is not { } usual)
        {
            return null;
        }

        var isFar = StartTimes.MayBeCold(idle) && elapsed - usual >= StartTimes.MinBoot && elapsed >= usual * FarFactor;
        return isFar ? elapsed - usual : TimeSpan.Zero;
    }

    // The reads would have reported a worker that took the job: the first of them comes within the usual time.
    private bool WaitedAllAlong(StartTimes model, ProviderRequest request, ProviderJob job, TimeSpan elapsed) =>
        job is { Failure: { } failure, RunTime: null }
        && (failure.IsQueueTimeout
            || (model.Tells && (failure.IsTimeout || failure.Rule.IsCancellation) && elapsed > (Usual(request) ?? TimeSpan.Zero)));
}
