namespace ImageGeneration.Jobs;

/// <summary>Awaits a call of a provider that may not listen to its token.</summary>
internal static class ProviderCall
{
    /// <summary>Awaits a call, and a moment longer than its token lasts.</summary>
    /// <param name="call">The call.</param>
    /// <param name="time">The clock.</param>
    /// <param name="token">The token it was given.</param>
    /// <exception cref="OperationCanceledException">The call did not end with its token: it may still be under way.</exception>
    public static Task<T> WaitAsync<T>(Task<T> call, TimeProvider time, CancellationToken token) =>
        call.IsCompleted ? call : new Wait<T>(call, time, token).Task;

    /// <summary>Ends with the call, or a moment after its token did. Nearly no call needs that moment, so that only then there is a
    /// timer.</summary>
    private sealed class Wait<T> : TaskCompletionSource<T>
    {
        // What a provider that listens needs to put its answer together.
        private static readonly TimeSpan _gracePeriod = TimeSpan.FromSeconds(1);

        private readonly TimeProvider _time;
        private readonly CancellationToken _token;
        private readonly CancellationTokenRegistration _registration;
        private ITimer? _timer;

        public Wait(Task<T> call, TimeProvider time, CancellationToken token)
        {
            (_time, _token) = (time, token);
            _registration = token.UnsafeRegister(static wait => ((Wait<T>)wait!).BeginGracePeriod(), this);
            _ = call.ContinueWith(
                static (ended, wait) => ((Wait<T>)wait!).End(ended),
                this,
                CancellationToken.None,
                TaskContinuationOptions.ExecuteSynchronously,
                TaskScheduler.Default);
        }

        private void BeginGracePeriod() => _timer = _time.CreateTimer(
            static wait => ((Wait<T>)wait!).GiveUp(), this, _gracePeriod, Timeout.InfiniteTimeSpan);

        private void GiveUp() => TrySetCanceled(_token);

        private void End(Task<T> call)
        {
            _registration.Dispose();
            _timer?.Dispose();
            if (!TrySetFromTask(call))
            {
                _ = call.Exception; // nobody waits for it any more
            }
        }
    }
}
