using System.Text.Json.Nodes;
using ImageGeneration.Simulator.Catalog;
using ImageGeneration.Simulator.Webhooks;

namespace ImageGeneration.Simulator.Jobs;

/// <summary>Represents an accepted job: its order, and a timeline that a cancellation or a retry replaces.</summary>
internal sealed class SimulatedJob(JobRequest request, JobPlan plan, JobTimeline timeline, long seed, string? workerId)
{
    private static readonly TimeSpan MaxTimer = TimeSpan.FromDays(1);
    private readonly Lock _gate = new();
    private volatile JobTimeline _timeline = timeline;
    private readonly DateTimeOffset _submittedAt = timeline.CreatedAt;
    private TimeSpan _kept = TimeSpan.MaxValue;
    private bool _streamed;
    private int _hops = plan.Hops;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public SimulatedProvider Provider => request.Provider;

    public string Id => request.Id;

    public SimulatedModel Model => request.Model;

    public string Target => request.Target;

    public string Version => request.Version;

    public ImageOrder Order => request.Order;

    public ReadOnlyMemory<byte> Input => request.Input;

    public JobPlan Plan => plan;

    public WebhookTarget? Webhook => request.Webhook;

    public TrainingOrder? Training => request.Training;

    public JobTimeline Timeline => _timeline;

    /// <summary>Gets or sets the order of creation, from 1, which the store sets.</summary>
    public long Number { get; set; }

    public long Seed => seed;

    public string? WorkerId => workerId;

    /// <summary>Gets or sets the workers it shares; null when each job has one of its own.</summary>
    public WorkerPool? Pool { get; set; }

    public bool CancelRequested { get; private set; }

    public int Retries { get; private set; } = plan.Retries;

    public DateTimeOffset? Deadline => request.CancelAfter is { } after ? _timeline.CreatedAt + after : null;

    public int Images(DateTimeOffset now) => State(now) == SimulatedJobState.Succeeded ? plan.Images : 0;

    public SimulatedJobState State(DateTimeOffset now) => _timeline.State(now);

    /// <summary>Gets the status to report in a state, when it is not the provider's own word.</summary>
    public string? Word(SimulatedJobState state, DateTimeOffset now) => plan.Word(state, now - _timeline.CreatedAt);

    /// <summary>Gets the error as JSON: a text, unless a fault or a worker made it another value; null for none.</summary>
    public JsonNode? Error =>
        _timeline.Error is not { } error ? null : plan.ErrorIsJson && error == plan.Error ? JsonNode.Parse(error) : error;

    public decimal Bill(DateTimeOffset now)
    {
        var timeline = _timeline;
        return timeline.Over(now) ? Model.Price.Bill(Images(now), Order.Width, Order.Height, timeline.Ran(now)) : 0;
    }

    /// <summary>Whether output and input have been deleted.</summary>
    public bool Expired(DateTimeOffset now) => Removed(now, request.Retention);

    public bool OutputExpired(DateTimeOffset now) => Removed(now, request.OutputRetention);

    /// <summary>Whether its time to live is over.</summary>
    public bool Vanished(DateTimeOffset now) => request.TimeToLive is { } life && now - _submittedAt >= life;

    /// <summary>Sets how long the finished job is kept.</summary>
    public void KeepFor(TimeSpan retention) => _kept = retention;

    /// <summary>Takes one of the immediate redirects of a call; returns <see langword="false"/> when none is left.</summary>
    public bool TakeHop() => _hops > 0 && Interlocked.Decrement(ref _hops) >= 0;

    /// <summary>Cancels the job; returns <see langword="false"/> when it was over.</summary>
    public bool Cancel(DateTimeOffset now)
    {
        lock (_gate)
        {
            if (_timeline.Over(now))
            {
                return false;
            }

            CancelRequested = true;
            Replace(_timeline.CutAt(now, JobEnding.Canceled, JobEnding.Canceled));
        }

        Pool?.Arrange();
        return true;
    }

    /// <summary>Lets a waiting job start at another time; not one that has started or is over.</summary>
    public void Shift(DateTimeOffset startsAt, DateTimeOffset now)
    {
        lock (_gate)
        {
            var shifted = JobTimeline.CreateFor(request, plan, _timeline.CreatedAt, startsAt);
            if (!_timeline.Over(now) && !_timeline.Started(now) && shifted != _timeline)
            {
                Replace(shifted);
            }
        }
    }

    /// <summary>Runs a failed or expired job again; returns <see langword="false"/> when it is in another state.</summary>
    public bool Retry(DateTimeOffset now)
    {
        lock (_gate)
        {
            if (_timeline.State(now) is not (SimulatedJobState.Failed or SimulatedJobState.Aborted))
            {
                return false;
            }

            Retries++;
            Replace(JobTimeline.CreateFor(request, plan, now));
        }

        Pool?.Add(this, request.MaxWorkers!.Value, now);
        return true;
    }

    /// <summary>Returns whether the stream still has the result, which is handed out once.</summary>
    public bool TakeStream() => !Interlocked.Exchange(ref _streamed, true);

    /// <summary>Waits until the job is over or <paramref name="limit"/> has passed.</summary>
    public async Task WaitAsync(TimeSpan limit, TimeProvider time, CancellationToken cancellationToken)
    {
        var until = time.GetUtcNow() + limit;
        await UntilAsync(timeline => timeline.EndsAt < until ? timeline.EndsAt : until, time, cancellationToken);
    }

    /// <summary>Waits for a moment of the job's life, which a cancellation or a retry may shift meanwhile.</summary>
    public async Task UntilAsync(Func<JobTimeline, DateTimeOffset> moment, TimeProvider time, CancellationToken cancellationToken)
    {
        while (true)
        {
            var now = time.GetUtcNow();
            var changed = Volatile.Read(ref _changed).Task;
            var end = moment(_timeline);
            if (now >= end)
            {
                return;
            }

            // Rounded up: timers count whole milliseconds, and one that fires early would run again for nothing.
            var wait = end - now < MaxTimer ? end - now : MaxTimer;
            var delay = TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds));
            using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            await Task.WhenAny(changed, Task.Delay(delay, time, over.Token));
            await over.CancelAsync();
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    public RecordedJob Record(DateTimeOffset now)
    {
        var timeline = _timeline;
        return new RecordedJob
        {
            Provider = Provider,
            Id = Id,
            Model = Model.Id,
            Prompt = Order.Prompt,
            Input = System.Text.Encoding.UTF8.GetString(Input.Span),
            State = timeline.State(now),
            CreatedAt = timeline.CreatedAt,
            StartedAt = timeline.Started(now) ? timeline.StartsAt : null,
            CompletedAt = timeline.Over(now) ? timeline.EndsAt : null,
            Seed = Seed,
            Images = Images(now),
            BilledUsd = Bill(now),
            CancelRequested = CancelRequested,
        };
    }

    private bool Removed(DateTimeOffset now, TimeSpan retention) =>
        _timeline.Over(now) && (plan.ExpiresAtOnce || now - _timeline.EndsAt >= (retention < _kept ? retention : _kept));

    private void Replace(JobTimeline timeline)
    {
        _timeline = timeline;
        Interlocked.Exchange(ref _changed, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
    }
}
