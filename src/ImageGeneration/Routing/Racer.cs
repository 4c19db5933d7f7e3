using ImageGeneration.Jobs;

namespace ImageGeneration.Routing;

/// <summary>One of two jobs that make the same images. Disposed before its end it is ended, and cleans up by itself.</summary>
internal sealed class Racer : IDisposable
{
    // The image is there: its caller does not wait longer for the other job's bill. What is left of the cancellation goes on by itself.
    private static readonly TimeSpan _settling = TimeSpan.FromSeconds(3);

    private readonly AttemptRunner _attempts;
    private readonly ProviderChoice _choice;
    private readonly TimeProvider _time;
    private readonly JobStop _stop;
    private readonly JobRun _run;
    private readonly long _started;

    public Racer(AttemptRunner attempts, in RouteStep step, ProviderChoice choice, TimeSpan? usual, TimeProvider time)
    {
        (_attempts, _choice, _time, _started) = (attempts, choice, time, time.GetTimestamp());
        _stop = new JobStop(step.Scope, usual);
        _run = step.Run(choice, _stop);
        Running = attempts.RunAsync(choice, _run).AsTask();
    }

    public Task<AttemptResult> Running { get; }

    public string Name => _choice.Lane.Provider.Name;

    public async ValueTask<bool> EndsWithinAsync(TimeSpan patience)
    {
        await ((Task)Running).WaitAsync(patience, _time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return Running.IsCompleted;
    }

    /// <summary>Ends it, and waits a little for its bill.</summary>
    public async ValueTask<AttemptResult> StopAsync(string reason)
    {
        _stop.Stop(reason);
        return await EndsWithinAsync(_settling).ConfigureAwait(false)
            ? await Running.ConfigureAwait(false)
            : _attempts.Unsettled(_choice, _run, _started);
    }

    public void Dispose()
    {
        if (Running.IsCompleted)
        {
            _stop.Dispose();
            return;
        }

        _stop.Stop("the request has ended");
        Running.ContinueWith(
            static (ended, stop) =>
            {
                _ = ended.Exception; // nobody is left to hear it
                ((JobStop)stop!).Dispose();
            },
            _stop,
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
    }
}
