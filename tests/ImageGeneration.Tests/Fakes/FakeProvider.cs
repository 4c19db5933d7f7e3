using System.Collections.Concurrent;
using ImageGeneration.Providers;

namespace ImageGeneration.Tests.Fakes;

/// <summary>A provider that does as the test says: each verb is a delegate, each call is counted.</summary>
internal class FakeProvider(string name = "fake") : IImageProvider
{
    private int _jobs;

    public string Name => name;

    public ConcurrentQueue<ProviderRequest> Submits { get; } = new();

    public ConcurrentQueue<JobReference> Cancels { get; } = new();

    public int Reads { get; private set; }

    public Func<ImageModel, ModelCapabilities?> Capabilities { get; set; } = model => new() { ModelId = $"{name}/{model}", ReportsSeed = true, NegativePrompt = true };

    public Func<FakeProvider, ProviderRequest, CancellationToken, Task<ProviderJob>> OnSubmit { get; set; } =
        static (provider, request, _) => Task.FromResult(provider.Done(request));

    public Func<JobReference, CancellationToken, Task<ProviderJob>> OnGetJob { get; set; } =
        static (job, _) => Task.FromResult(new ProviderJob { Reference = job, Status = JobStatus.Running });

    /// <summary>Holds reads; null where each is answered at once.</summary>
    public Func<JobReference, TimeSpan, CancellationToken, Task<ProviderJob>>? OnWaitForJob { get; set; }

    public Func<JobReference, CancellationToken, Task<ProviderJob>> OnCancel { get; set; } = static (job, _) => Task.FromResult(Canceled(job));

    public Func<CancellationToken, Task<ProviderHealth>> OnHealth { get; set; } = static _ => Task.FromResult(new ProviderHealth(true, "fake and well"));

    public Func<string, CancellationToken, Task<WorkerCounts?>> OnWorkers { get; set; } = static (_, _) => Task.FromResult<WorkerCounts?>(null);

    /// <summary>How often the workers were counted.</summary>
    public int WorkerReads { get; private set; }

    public static ProviderJob Canceled(JobReference job) => ProviderJob.Failed(new(FailureKind.Canceled, "canceled"), job);

    public static ProviderJob Refused(FailureKind kind, TimeSpan? retryAfter = null) =>
        ProviderJob.Failed(new(kind, $"it said {kind}") { RetryAfter = retryAfter });

    public FakeProvider Fails(FailureKind kind)
    {
        OnSubmit = (_, _, _) => Task.FromResult(Refused(kind));
        return this;
    }

    public ProviderJob Done(ProviderRequest request) => new()
    {
        Reference = NewReference(request),
        Status = JobStatus.Succeeded,
        Images = [.. Enumerable.Range(0, request.Count).Select(i => new GeneratedImage { Url = new Uri($"https://images.test/{name}/{i}.png"), Seed = request.Seed })],
        RunTime = TimeSpan.FromSeconds(1),
    };

    public ProviderJob Accepted(ProviderRequest request, JobStatus status = JobStatus.Queued) => new() { Reference = NewReference(request), Status = status };

    public ModelCapabilities? GetCapabilities(ImageModel model) => Capabilities(model);

    public async Task<SubmitResult> SubmitAsync(ProviderRequest request, CancellationToken cancellationToken)
    {
        Submits.Enqueue(request);
        return await OnSubmit(this, request, cancellationToken) is { } job ? SubmitResult.FromJob(job) : null!;
    }

    public Task<ProviderJob> GetJobAsync(JobReference job, CancellationToken cancellationToken)
    {
        Reads++;
        return OnGetJob(job, cancellationToken);
    }

    public Task<ProviderJob> WaitForJobAsync(JobReference job, TimeSpan maxWait, CancellationToken cancellationToken) =>
        OnWaitForJob is { } wait ? wait(job, maxWait, cancellationToken) : GetJobAsync(job, cancellationToken);

    public Task<ProviderJob> CancelAsync(JobReference job, CancellationToken cancellationToken)
    {
        Cancels.Enqueue(job);
        return OnCancel(job, cancellationToken);
    }

    public Task<ProviderHealth> CheckHealthAsync(CancellationToken cancellationToken) => OnHealth(cancellationToken);

    public Task<WorkerCounts?> GetWorkerCountsAsync(string modelId, CancellationToken cancellationToken)
    {
        WorkerReads++;
        return OnWorkers(modelId, cancellationToken);
    }

    private JobReference NewReference(ProviderRequest request) => new(name, $"job-{Interlocked.Increment(ref _jobs)}", request.ModelId, Count: request.Count);
}
