using ImageGeneration.Jobs;
using ImageGeneration.Routing;

namespace ImageGeneration.Failover;

/// <summary>Represents one of two attempts at the same images. Disposing it before its end cancels it; it then cleans up by
/// itself.</summary>
internal sealed class HedgedAttempt : IDisposable
{
    // Once the image is delivered, its caller does not wait longer for the bill of the other job. The cancellation goes on by itself.
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

    /// <summary>Waits for the end of the job only: while its images are being fetched, another job would only cost.</summary>
    public ValueTask<bool> JobEndsWithinAsync(TimeSpan limit) => EndsWithinAsync(_jobEnded.Task, limit);

    /// <summary>Cancels the attempt, and waits briefly for its bill.</summary>
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
        await ((Task)Running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // nobody awaits the result
        _cancellation.Dispose();
    }
}
