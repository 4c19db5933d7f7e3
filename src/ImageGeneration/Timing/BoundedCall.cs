namespace ImageGeneration.Timing;

/// <summary>Awaits code of the application that may block, hang or not observe its token.</summary>
internal static class BoundedCall
{
    /// <summary>Runs a call on the thread pool, since it may block or compute for long, and waits for it no longer than a limit.</summary>
    /// <exception cref="TimeoutException">The call did not end within the limit.</exception>
    /// <exception cref="OperationCanceledException">The token was canceled before the call ended.</exception>
    public static async Task<T> RunAsync<T>(
        Func<CancellationToken, ValueTask<T>> call, TimeSpan limit, TimeProvider time, CancellationToken cancellationToken)
    {
        using var timeout = new GuardedTimeout(limit, time);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        var token = ended.Token;
        try
        {
            return await WaitAsync(Task.Run(() => call(token).AsTask(), CancellationToken.None), token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException(FormattableString.Invariant($"The call did not end within {limit.TotalSeconds:0.###} s."));
        }
    }

    /// <summary>Waits for a call until its token is canceled.</summary>
    public static Task<T> WaitAsync<T>(Task<T> call, CancellationToken cancellationToken)
    {
        // Once it is no longer awaited, its exception would not be observed.
        _ = call.ContinueWith(
            static ended => _ = ended.Exception,
            CancellationToken.None,
            TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
        return call.WaitAsync(cancellationToken);
    }

    /// <summary>Describes the failure of a call without the exception's message, which may contain anything.</summary>
    public static string Words(Exception exception) => exception switch
    {
        TimeoutException => "did not answer in time",
        OperationCanceledException => "had not answered when the request ended",
        _ => $"threw a {exception.GetType().Name}",
    };
}
