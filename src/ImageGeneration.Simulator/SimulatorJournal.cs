using ImageGeneration.Simulator.Jobs;

namespace ImageGeneration.Simulator;

/// <summary>Records every request, every job and every bill. Thread-safe.</summary>
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

    /// <summary>Gets the requests, oldest first; at most the latest <see cref="SimulatorOptions.JournalCapacity"/>.</summary>
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

    /// <summary>Gets the webhooks that were sent, attempt by attempt, oldest first.</summary>
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

    /// <summary>Gets the number of all requests, including those no longer kept.</summary>
    public long RequestCount => Interlocked.Read(ref _requestCount);

    /// <summary>Gets the jobs in their current state, oldest first; see <see cref="SimulatorOptions.JournalCapacity"/>.</summary>
    public IReadOnlyList<RecordedJob> Jobs
    {
        get
        {
            var now = _time.GetUtcNow();
            return _jobs.OldestFirst().ConvertAll(job => job.Record(now));
        }
    }

    /// <summary>Gets the number of all accepted jobs, including those no longer kept.</summary>
    public long JobsCreated => _jobs.Created;

    /// <summary>Gets the number of jobs that are not over: queued or running.</summary>
    public int JobsRunning
    {
        get
        {
            var now = _time.GetUtcNow();
            return _jobs.OldestFirst().Count(job => !job.Timeline.Over(now));
        }
    }

    /// <summary>Gets the cost of the jobs that are over, in US dollars, including those no longer kept.</summary>
    public decimal BilledUsd => _jobs.BilledUsd(_time.GetUtcNow());

    /// <summary>Gets the keys that reached the output host, where none belongs; empty when none did.</summary>
    public IReadOnlyList<string> KeysSeenOnOutputHost =>
        [.. Requests.Where(request => request.Host == SimulatorHost.Output).Select(request => request.Key).OfType<string>()];

    /// <summary>Returns the kept requests of one phase, and of one provider when it is given.</summary>
    public IReadOnlyList<RecordedRequest> RequestsTo(RequestPhase phase, SimulatedProvider? provider = null) =>
        [.. Requests.Where(request => request.Phase == phase && (provider is null || request.Provider == provider))];

    /// <summary>Returns the kept requests that created, read or canceled the job <paramref name="jobId"/>.</summary>
    public IReadOnlyList<RecordedRequest> RequestsFor(string jobId) => [.. Requests.Where(request => request.JobId == jobId)];

    /// <summary>Returns the kept jobs that were created for exactly <paramref name="prompt"/>: more than one for a request that was
    /// submitted twice, or to several providers.</summary>
    public IReadOnlyList<RecordedJob> JobsFor(string prompt) => [.. Jobs.Where(job => job.Prompt == prompt)];

    /// <summary>Returns the current state of the job <paramref name="id"/>; null when it is unknown.</summary>
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
