using ImageGeneration.Jobs;
using ImageGeneration.Routing;

namespace ImageGeneration.Failover;

/// <summary>One of two attempts at the same images. Disposed before its end it is canceled, and cleans up by itself.</summary>
internal sealed class HedgedAttempt : IDisposable
{
    // The image is there: its caller does not wait longer for the other job's bill. What is left of the cancellation goes on by itself.
    private static readonly TimeSpan _billGracePeriod = TimeSpan.FromSeconds(3);

    private readonly Attempt _attempt;
    private readonly AttemptCancellation _cancellation;
    private readonly TaskCompletionSource _jobEnded = new();
    private readonly TimeProvider _time;

    public HedgedAttempt(AttemptServices services, in AttemptPlan plan, RouteCandidate choice, TimeSpan? hedgeDelay)
    {
        (_time, _cancellation) = (services.Time, new(plan.Scope, hedgeDelay));
        _attempt = new(services, plan, choice, _cancellation, _jobEnded);
        Running = _attempt.RunAsync();
    }

    public Task<AttemptResult> Running { get; }

    public string Provider => _attempt.Provider;

    /// <summary>Waits for the end of the job: while its images are fetched, another job would only cost.</summary>
    public ValueTask<bool> JobEndsWithinAsync(TimeSpan limit) => EndsWithinAsync(_jobEnded.Task, limit);

    /// <summary>Cancels it, and waits a little for its bill.</summary>
    public async ValueTask<AttemptResult> CancelAsync(string reason)
    {
        _cancellation.Cancel(reason);
        return await EndsWithinAsync(Running, _billGracePeriod).ConfigureAwait(false)
            ? await Running.ConfigureAwait(false)
            : _attempt.Unsettled();
    }

    public void Dispose()
    {
        if (!Running.IsCompleted)
        {
            _cancellation.Cancel("the request has ended");
        }

        _ = DisposeAfterwardsAsync();
    }

    private async ValueTask<bool> EndsWithinAsync(Task task, TimeSpan limit)
    {
        await task.WaitAsync(limit, _time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return task.IsCompleted;
    }

    private async Task DisposeAfterwardsAsync()
    {
        await ((Task)Running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // nobody is left to hear how it went
        _cancellation.Dispose();
    }
}
