using System.Collections.Concurrent;
using ImageGeneration.Simulator.Catalog;

namespace ImageGeneration.Simulator.Jobs;

/// <summary>Accepts jobs, and plans their timeline from latency, faults and limits.</summary>
internal sealed class JobScheduler(SimulatorOptions options, JobStore store, FaultPlan faults, SeededRandom random)
{
    private readonly ConcurrentDictionary<(SimulatedProvider Provider, string Target), SimulatedJob> _last = new();

    private readonly ConcurrentDictionary<string, WorkerPool> _pools = new(StringComparer.Ordinal);

    public TimeProvider Time => options.TimeProvider;

    public DateTimeOffset Now => options.TimeProvider.GetUtcNow();

    public JobStore Jobs => store;

    public SeededRandom Random => random;

    public SimulatedJob Accept(JobRequest request)
    {
        var now = Now;
        var plan = Plan(request, now);
        if (faults.Draw(request.Request, () => request.Model.Id, onJob: true) is Faults.JobFault fault)
        {
            plan = fault.Change(plan);
        }

        if (plan.Error == JobPlan.FlaggedError)
        {
            plan = plan with { Error = request.Model.FlaggedError, ErrorIsJson = false };
        }

        // Like the real models: 16 bits when the caller chose none.
        var seed = request.Order.Seed ?? random.Next(65536);
        var worker = request.Provider == SimulatedProvider.RunPod ? random.Word("abcdefghijklmnopqrstuvwxyz0123456789", 14) : null;
        var job = new SimulatedJob(request, plan, JobTimeline.CreateFor(request, plan, now), seed, worker);
        if (request.MaxWorkers is { } max)
        {
            job.Pool = _pools.GetOrAdd($"{request.Provider}/{request.Target}", _ => new WorkerPool(options.TimeProvider));
            job.Pool.Add(job, max, now);
        }

        store.Add(job);
        _last[(job.Provider, job.Target)] = job;

        request.Request.JobId = job.Id;
        return job;
    }

    /// <summary>The next job would wait for a worker to start.</summary>
    public bool IsCold(SimulatedProvider provider, string target, SimulatedModel model) =>
        ColdStart(target, model) > TimeSpan.Zero && !IsWarm(provider, target, Now);

    private JobPlan Plan(JobRequest request, DateTimeOffset now)
    {
        var latency = options.Latency;
        var queue = latency.QueueDelay + (IsWarm(request.Provider, request.Target, now) ? TimeSpan.Zero : ColdStart(request.Target, request.Model));
        return new JobPlan
        {
            QueueDelay = latency.Scale(queue),
            RunTime = latency.Scale(request.Refusal?.After ?? RunTime(request)),
            Images = request.Order.Count,
            Ending = request.Refusal is null ? JobEnding.Succeeded : JobEnding.Failed,
            Error = request.Refusal?.Error,
            ErrorIsJson = request.Refusal?.IsJson ?? false,
            Retries = request.Refusal?.Retries ?? 0,
            OutputJson = request.Refusal?.OutputJson,
        };
    }

    private TimeSpan ColdStart(string target, SimulatedModel model) =>
        options.Latency.ColdStarts.TryGetValue(target, out var chosen) || options.Latency.ColdStarts.TryGetValue(model.Id, out chosen)
            ? chosen
            : options.Latency.ColdStart;

    private bool IsWarm(SimulatedProvider provider, string target, DateTimeOffset now) =>
        _last.TryGetValue((provider, target), out var last) && now - last.Timeline.EndsAt < options.Latency.IdleAfter;

    private TimeSpan RunTime(JobRequest request)
    {
        if (options.Latency.RunTimes.TryGetValue(request.Target, out var chosen)
            || options.Latency.RunTimes.TryGetValue(request.Model.Id, out chosen))
        {
            return chosen;
        }

        var steps = request.Model.DefaultSteps > 0 ? (double)request.Order.Steps / request.Model.DefaultSteps : 1;
        return request.Model.RunTime * Math.Max(steps, 0.1) * Math.Max(1, request.Order.Count);
    }
}
