using ImageGeneration.Simulator.Jobs;

namespace ImageGeneration.Simulator;

/// <summary>What the simulator saw: every request, every job, every bill. Safe to ask at any time from any thread.</summary>
public sealed class SimulatorJournal
{
    private readonly Queue<RecordedRequest> _requests = new();
    private readonly Queue<RecordedWebhook> _webhooks = new();
    private readonly Lock _gate = new();
    private readonly JobStore _jobs;
    private readonly TimeProvider _time;
    private readonly int _capacity;
    private long _requestCount;

    internal SimulatorJournal(JobStore jobs, TimeProvider time, int capacity)
    {
        _jobs = jobs;
        _time = time;
        _capacity = capacity;
    }

    /// <summary>Gets the requests, the oldest first; at most <see cref="SimulatorOptions.JournalCapacity"/>, the latest ones.</summary>
    public IReadOnlyList<RecordedRequest> Requests
    {
        get
        {
            lock (_gate)
            {
                return [.. _requests];
            }
        }
    }

    /// <summary>Gets the webhooks that were sent, attempt by attempt, the oldest first.</summary>
    public IReadOnlyList<RecordedWebhook> Webhooks
    {
        get
        {
            lock (_gate)
            {
                return [.. _webhooks];
            }
        }
    }

    /// <summary>Gets how many requests came in all, those no longer kept included.</summary>
    public long RequestCount => Interlocked.Read(ref _requestCount);

    /// <summary>Gets the jobs as they stand now, the oldest first; see <see cref="SimulatorOptions.JournalCapacity"/>.</summary>
    public IReadOnlyList<RecordedJob> Jobs
    {
        get
        {
            var now = _time.GetUtcNow();
            return _jobs.OldestFirst().ConvertAll(job => job.Record(now));
        }
    }

    /// <summary>Gets how many jobs were accepted in all, those no longer kept included.</summary>
    public long JobsCreated => _jobs.Created;

    /// <summary>Gets how many jobs are not over: queued or running, billed or about to be.</summary>
    public int JobsRunning
    {
        get
        {
            var now = _time.GetUtcNow();
            return _jobs.OldestFirst().Count(job => !job.Timeline.Over(now));
        }
    }

    /// <summary>Gets what the jobs that are over have cost, in US dollars, those no longer kept included.</summary>
    public decimal BilledUsd => _jobs.BilledUsd(_time.GetUtcNow());

    /// <summary>Gets the keys that reached the output host, where none belongs; empty is what a test wants.</summary>
    public IReadOnlyList<string> KeysSeenOnOutputHost =>
        [.. Requests.Where(request => request.Host == SimulatorHost.Output).Select(request => request.Key).OfType<string>()];

    /// <summary>The kept requests of one phase, and of one provider when it is named.</summary>
    public IReadOnlyList<RecordedRequest> RequestsTo(RequestPhase phase, SimulatedProvider? provider = null) =>
        [.. Requests.Where(request => request.Phase == phase && (provider is null || request.Provider == provider))];

    /// <summary>The kept requests that created, read or canceled the job <paramref name="jobId"/>.</summary>
    public IReadOnlyList<RecordedRequest> RequestsFor(string jobId) => [.. Requests.Where(request => request.JobId == jobId)];

    /// <summary>
    /// The kept jobs that were created for <paramref name="prompt"/>, word for word: more than one for a request that was submitted twice,
    /// or to several providers.
    /// </summary>
    public IReadOnlyList<RecordedJob> JobsFor(string prompt) => [.. Jobs.Where(job => job.Prompt == prompt)];

    /// <summary>The job <paramref name="id"/> as it stands now; null when it is unknown.</summary>
    public RecordedJob? Job(string id) => _jobs.Find(id)?.Record(_time.GetUtcNow());

    internal void Add(RecordedWebhook webhook)
    {
        lock (_gate)
        {
            _webhooks.Enqueue(webhook);
            if (_webhooks.Count > _capacity)
            {
                _webhooks.Dequeue();
            }
        }
    }

    internal void Add(RecordedRequest request)
    {
        Interlocked.Increment(ref _requestCount);
        lock (_gate)
        {
            _requests.Enqueue(request);
            if (_requests.Count > _capacity)
            {
                _requests.Dequeue();
            }
        }
    }
}
