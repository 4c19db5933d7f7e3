using ImageGeneration.Timing;

namespace ImageGeneration.Providers.Replicate;

/// <summary>Completes a sync answer with what it comes too early for: the run time, by which the job may be billed, and the log that holds
/// the seed.</summary>
internal static class SyncMetricsBackfill
{
    // They follow the files within a moment; what is missing by then stays unknown.
    private static readonly TimeSpan[] Pauses =
        [TimeSpan.Zero, TimeSpan.FromSeconds(0.25), TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(1)];

    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(3);

    /// <summary>Reads the job again for its metrics. The images are those of the sync answer in any case.</summary>
    /// <param name="done">The job as the sync answer describes it.</param>
    /// <param name="read">The delegate that reads the job.</param>
    /// <param name="time">The clock of the delays.</param>
    /// <param name="cancellationToken">The token that ends the reading, without an exception.</param>
    public static async Task<ProviderJob> CompleteAsync(
        ProviderJob done, Func<CancellationToken, Task<ProviderJob>> read, TimeProvider time, CancellationToken cancellationToken)
    {
        using var budget = new GuardedTimeout(Budget, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(budget.Token, cancellationToken);
        try
        {
            foreach (var pause in Pauses)
            {
                await Task.Delay(pause, time, linked.Token).ConfigureAwait(false);
                var later = await read(linked.Token).ConfigureAwait(false);
                if (later.IsTerminal || later.Failure is not null)
                {
                    return With(done, later);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // A paid image must not be lost over a metric.
        }

        return done;
    }

    private static ProviderJob With(ProviderJob done, ProviderJob later)
    {
        var seed = later.Images.Count > 0 ? later.Images[0].Seed : null;
        return done with
        {
            RunTime = later.RunTime ?? done.RunTime,
            QueueTime = later.QueueTime ?? done.QueueTime,
            Images = seed is null ? done.Images : [.. done.Images.Select(image => image with { Seed = seed })],
        };
    }
}
