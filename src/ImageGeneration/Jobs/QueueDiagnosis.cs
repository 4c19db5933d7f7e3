using ImageGeneration.Providers;
using ImageGeneration.Timing;

namespace ImageGeneration.Jobs;

/// <summary>Adds to the failure of a job that never ran the reason why it still waited, where the provider can tell.</summary>
internal sealed class QueueDiagnosis(IImageProvider provider, TimeProvider time)
{
    private static readonly TimeSpan _budget = TimeSpan.FromSeconds(2);

    public async ValueTask<ProviderFailure> ExplainAsync(ProviderJob job, ProviderFailure failure)
    {
        if (!failure.IsTimeout || job is not { Status: JobStatus.Queued, Reference: { } reference })
        {
            return failure;
        }

        using var budget = new GuardedTimeout(_budget, time);
        try
        {
            var sentence = await provider.DescribeQueueAsync(reference, budget.Token).WaitAsync(budget.Token).ConfigureAwait(false);
            return string.IsNullOrWhiteSpace(sentence) ? failure : failure with { Message = $"{failure.Message} {sentence}" };
        }
#pragma warning disable CA1031 // the timeout is what matters; its reason is an extra
        catch (Exception)
#pragma warning restore CA1031
        {
            return failure;
        }
    }
}
