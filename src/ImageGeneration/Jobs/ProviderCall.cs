namespace ImageGeneration.Jobs;

/// <summary>Awaits a call of a provider that may not listen to its token.</summary>
internal static class ProviderCall
{
    /// <summary>Awaits a call, and a moment longer than its token lasts.</summary>
    /// <param name="call">The call.</param>
    /// <param name="time">The clock.</param>
    /// <param name="token">The token it was given.</param>
    /// <exception cref="OperationCanceledException">The call did not end with its token: it may still be under way.</exception>
    public static async ValueTask<T> WaitAsync<T>(Task<T> call, TimeProvider time, CancellationToken token)
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

        Observe(call);
        throw new OperationCanceledException(token);
    }

    private static void Observe(Task call) => _ = call.ContinueWith(
        static ended => _ = ended.Exception, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);

    /// <summary>Ends a moment after it was begun. Nearly no call needs it, so that only then there is a timer.</summary>
    private sealed class Grace(TimeProvider time) : TaskCompletionSource, IDisposable
    {
        // What a provider that listens needs to put its answer together.
        private static readonly TimeSpan _length = TimeSpan.FromSeconds(1);

        private ITimer? _timer;

        public void Begin() =>
            _timer = time.CreateTimer(static grace => ((Grace)grace!).TrySetResult(), this, _length, Timeout.InfiniteTimeSpan);

        public void Dispose() => _timer?.Dispose();
    }
}
