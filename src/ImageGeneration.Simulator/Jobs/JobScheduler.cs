using System.Collections.Concurrent;
using ImageGeneration.Simulator.Catalog;

namespace ImageGeneration.Simulator.Jobs;

/// <summary>Accepts jobs, and plans their timeline from latency, faults and limits.</summary>
internal sealed class JobScheduler(SimulatorOptions options, JobStore store, FaultPlan faults, SeededRandom random)
{
    private readonly ConcurrentDictionary<string, DateTimeOffset> _lastUsed = new(StringComparer.OrdinalIgnoreCase);

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
        store.Add(job);
        if (request.MaxWorkers is { } max)
        {
            job.Pool = _pools.GetOrAdd($"{request.Provider}/{request.Target}", _ => new WorkerPool(options.TimeProvider));
            job.Pool.Add(job, max);
        }

        request.Request.JobId = job.Id;
        return job;
    }

    private JobPlan Plan(JobRequest request, DateTimeOffset now)
    {
        var latency = options.Latency;
        var queue = latency.QueueDelay + (Warm(request.Model, now) ? TimeSpan.Zero : latency.ColdStart);
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

    private bool Warm(SimulatedModel model, DateTimeOffset now)
    {
        var warm = _lastUsed.TryGetValue(model.Id, out var last) && now - last < options.Latency.IdleAfter;
        _lastUsed[model.Id] = now;
        return warm;
    }

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
