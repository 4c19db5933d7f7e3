using System.Collections.Concurrent;

namespace ImageGeneration.Simulator.Jobs;

/// <summary>Holds the jobs, in order of creation; the oldest are dropped for new ones, but their cost is kept.</summary>
internal sealed class JobStore(int capacity, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, SimulatedJob> _byId = new(StringComparer.Ordinal);
    private readonly LinkedList<SimulatedJob> _inOrder = new();
    private readonly Lock _gate = new();
    private long _created;
    private decimal _forgottenUsd;

    public long Created => Interlocked.Read(ref _created);

    public void Add(SimulatedJob job)
    {
        _byId[job.Id] = job;
        lock (_gate)
        {
            job.Number = ++_created;
            _inOrder.AddLast(job);
            if (_inOrder.Count > capacity && _inOrder.First is { } oldest)
            {
                _inOrder.RemoveFirst();
                _byId.TryRemove(oldest.Value.Id, out _);
                _forgottenUsd += oldest.Value.Bill(time.GetUtcNow());
            }
        }
    }

    public SimulatedJob? Find(string id) => _byId.GetValueOrDefault(id);

    public List<SimulatedJob> OldestFirst()
    {
        lock (_gate)
        {
            return [.. _inOrder];
        }
    }

    /// <summary>Returns up to <paramref name="limit"/> matching jobs, newest first.</summary>
    public List<SimulatedJob> NewestFirst(Func<SimulatedJob, bool> matches, int limit)
    {
        var found = new List<SimulatedJob>();
        lock (_gate)
        {
            for (var node = _inOrder.Last; node is not null && found.Count < limit; node = node.Previous)
            {
                if (matches(node.Value))
                {
                    found.Add(node.Value);
                }
            }
        }

        return found;
    }

    public decimal BilledUsd(DateTimeOffset now)
    {
        lock (_gate)
        {
            return _forgottenUsd + _inOrder.Sum(job => job.Bill(now));
        }
    }
}
