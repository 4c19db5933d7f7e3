namespace ImageGeneration.Timing;

/// <summary>Awaits code of the application that may block, hang or not listen to its token.</summary>
internal static class BoundedCall
{
    /// <summary>Runs a call on the thread pool, since it may block or compute for long, and waits for it no longer than a limit.</summary>
    /// <exception cref="TimeoutException">It has not ended within the limit.</exception>
    /// <exception cref="OperationCanceledException">It has not ended with the token.</exception>
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

    /// <summary>Waits for a call no longer than its token lasts.</summary>
    public static Task<T> WaitAsync<T>(Task<T> call, CancellationToken cancellationToken)
    {
        // Once nobody waits for it, nobody would look at its exception.
        _ = call.ContinueWith(
            static ended => _ = ended.Exception,
            CancellationToken.None,
            TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
        return call.WaitAsync(cancellationToken);
    }

    /// <summary>What an exception says about a call, without its message: that may hold anything.</summary>
    public static string Words(Exception exception) => exception switch
    {
        TimeoutException => "did not answer in time",
        OperationCanceledException => "had not answered when the request ended",
        _ => $"threw a {exception.GetType().Name}",
    };
}
