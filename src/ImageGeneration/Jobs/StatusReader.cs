using ImageGeneration.Providers;
using ImageGeneration.Timing;

namespace ImageGeneration.Jobs;

/// <summary>Reads the status of a job, once. Never throws: a read that fails is a job of unknown status.</summary>
internal sealed class StatusReader(IImageProvider provider, JobOptions options, ReadScheduler scheduler, TimeProvider time)
{
    // Other reads wait behind an unmetered one.
    private static readonly TimeSpan _maxUnmeteredRead = TimeSpan.FromSeconds(3);

    /// <summary>Reads a job.</summary>
    /// <param name="reference">The reference of the job.</param>
    /// <param name="hold">How long the provider may hold back the answer; zero or less for an answer at once.</param>
    /// <param name="limit">How long the answer is awaited, for the message.</param>
    /// <param name="cancellationToken">The token that ends the wait for the answer.</param>
    public async ValueTask<ProviderJob> ReadAsync(
        JobReference reference, TimeSpan hold, TimeSpan limit, CancellationToken cancellationToken)
    {
        try
        {
            var call = hold > TimeSpan.Zero
                ? provider.WaitForJobAsync(reference, hold, cancellationToken)
                : provider.GetJobAsync(reference, cancellationToken);
            return await ProviderCall.WaitAsync(call, time, cancellationToken).ConfigureAwait(false)
                ?? Unread($"{provider.Name}: a status read returned nothing.");
        }
        catch (OperationCanceledException)
        {
            return Unread($"{provider.Name}: no answer to a status read within {limit.TotalSeconds:0.###} s.");
        }
#pragma warning disable CA1031 // a read that throws is a read that failed; the job itself goes on
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return Unread($"{provider.Name}: a status read failed with {exception.GetType().Name}.");
        }

        ProviderJob Unread(string message) => ProviderJob.Unread(new(FailureKind.Unavailable, message), reference);
    }

    /// <summary>Reads a job at once, without waiting for a token, and with a short timeout.</summary>
    public async ValueTask<ProviderJob> ReadUnmeteredAsync(JobReference reference, CancellationToken cancellationToken)
    {
        var limit = Clock.Shorter(options.ReadTimeout, _maxUnmeteredRead);
        using var clock = new GuardedTimeout(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(clock.Token, cancellationToken);
        scheduler.RecordUnmetered();
        return await ReadAsync(reference, TimeSpan.Zero, limit, either.Token).ConfigureAwait(false);
    }
}
