using ImageGeneration.Timing;

namespace ImageGeneration.Providers.Replicate;

/// <summary>What a sync answer comes too early for: the time the model ran, by which it may be billed, and the log that tells the
/// seed.</summary>
internal static class ReplicateFigures
{
    // They follow the files within a moment; what is not there by then stays unknown.
    private static readonly TimeSpan[] Pauses =
        [TimeSpan.Zero, TimeSpan.FromSeconds(0.25), TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(1)];

    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(3);

    /// <summary>Reads the job once more for them. The images are those of the sync answer, whatever comes of it.</summary>
    /// <param name="done">The job as the sync answer has it.</param>
    /// <param name="read">Asks for the job.</param>
    /// <param name="time">The clock of the pauses.</param>
    /// <param name="cancellationToken">Ends the reading, without an exception.</param>
    public static async Task<ProviderJob> AddAsync(
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
            // A paid picture must not be lost over a figure.
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
