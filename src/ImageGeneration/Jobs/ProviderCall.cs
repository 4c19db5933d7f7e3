namespace ImageGeneration.Jobs;

/// <summary>Awaits a call to a provider that may not observe its token.</summary>
internal static class ProviderCall
{
    /// <summary>Awaits a call, and a moment longer than its token lasts.</summary>
    /// <param name="call">The call.</param>
    /// <param name="time">The clock.</param>
    /// <param name="orphaned">Receives the call when it is no longer awaited; null when its result is of no use then.</param>
    /// <param name="token">The token that the call was given.</param>
    /// <exception cref="OperationCanceledException">The call did not end with its token.</exception>
    public static async ValueTask<T> WaitAsync<T>(
        Task<T> call, TimeProvider time, Action<Task<T>>? orphaned, CancellationToken token)
    {
        if (call.IsCompleted)
        {
            return await call.ConfigureAwait(false);
        }

        using var grace = new Grace(time);
        using var ended = token.UnsafeRegister(static grace => ((Grace)grace!).Begin(), grace);
        if (await Task.WhenAny(call, grace.Task).ConfigureAwait(false) == call)
        {
            return await call.ConfigureAwait(false);
        }

        (orphaned ?? Observe)(call);
        throw new OperationCanceledException(token);
    }

    private static void Observe(Task call) => _ = call.ContinueWith(
        static ended => _ = ended.Exception, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);

    /// <summary>Completes a moment after it was begun. The timer is created on demand, as hardly any call needs it.</summary>
    private sealed class Grace(TimeProvider time) : TaskCompletionSource, IDisposable
    {
        // The time in which a provider that observes its token returns.
        private static readonly TimeSpan _length = TimeSpan.FromSeconds(1);

        private ITimer? _timer;

        public void Begin() =>
            _timer = time.CreateTimer(static grace => ((Grace)grace!).TrySetResult(), this, _length, Timeout.InfiniteTimeSpan);

        public void Dispose() => _timer?.Dispose();
    }
}
