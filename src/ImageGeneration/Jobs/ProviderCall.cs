namespace ImageGeneration.Jobs;

/// <summary>Awaits a call to a provider that may not observe its token.</summary>
internal static class ProviderCall
{
    /// <summary>Awaits a call, and a moment longer than its token lasts.</summary>
    /// <param name="call">The call.</param>
    /// <param name="time">The clock.</param>
    /// <param name="token">The token that the call was given.</param>
    /// <exception cref="OperationCanceledException">The call did not end with its token: it may still be under way.</exception>
    public static Task<T> WaitAsync<T>(Task<T> call, TimeProvider time, CancellationToken token) =>
        call.IsCompleted ? call : new Wait<T>(call, time, token).Task;

    /// <summary>Completes with the call, or a moment after its token. The timer is created on demand, as hardly any call needs
    /// it.</summary>
    private sealed class Wait<T> : TaskCompletionSource<T>
    {
        // The time in which a provider that observes its token returns.
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
                _ = call.Exception; // observed: nobody awaits the call any longer
            }
        }
    }
}
