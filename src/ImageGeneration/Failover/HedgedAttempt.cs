using ImageGeneration.Jobs;
using ImageGeneration.Routing;

namespace ImageGeneration.Failover;

/// <summary>One of two attempts at the same images. Disposed before its end it is canceled, and cleans up by itself.</summary>
internal sealed class HedgedAttempt : IDisposable
{
    // The image is there: its caller does not wait longer for the other job's bill. What is left of the cancellation goes on by itself.
    private static readonly TimeSpan _billGracePeriod = TimeSpan.FromSeconds(3);

    private readonly AttemptRunner _attempts;
    private readonly Attempt _attempt;
    private readonly AttemptCancellation _cancellation;
    private readonly TimeProvider _time;

    public HedgedAttempt(AttemptRunner attempts, in AttemptPlan step, RouteCandidate choice, TimeSpan? hedgeDelay, TimeProvider time)
    {
        (_attempts, _time, _cancellation) = (attempts, time, new(step.Scope, hedgeDelay));
        _attempt = attempts.Create(step, choice, _cancellation);
        Running = attempts.RunAsync(_attempt);
    }

    public Task<AttemptResult> Running { get; }

    public string Name => _attempt.Provider;

    public async ValueTask<bool> CompletesWithinAsync(TimeSpan limit)
    {
        await ((Task)Running).WaitAsync(limit, _time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return Running.IsCompleted;
    }

    /// <summary>Cancels it, and waits a little for its bill.</summary>
    public async ValueTask<AttemptResult> CancelAsync(string reason)
    {
        _cancellation.Cancel(reason);
        return await CompletesWithinAsync(_billGracePeriod).ConfigureAwait(false)
            ? await Running.ConfigureAwait(false)
            : _attempts.Unsettled(_attempt);
    }

    public void Dispose()
    {
        if (!Running.IsCompleted)
        {
            _cancellation.Cancel("the request has ended");
        }

        _ = DisposeAfterwardsAsync();
    }

    private async Task DisposeAfterwardsAsync()
    {
        await ((Task)Running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // nobody is left to hear how it went
        _cancellation.Dispose();
    }
}
