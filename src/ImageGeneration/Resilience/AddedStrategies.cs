using ImageGeneration.Jobs;
using ImageGeneration.Providers;
using Polly;

namespace ImageGeneration.Resilience;

/// <summary>The application's own strategies, around each job of a provider.</summary>
/// <param name="pipeline">What the application has added.</param>
/// <param name="provider">The provider's name.</param>
/// <param name="runJob">The job inside.</param>
internal sealed class AddedStrategies(
    ResiliencePipeline<ProviderJob> pipeline, string provider, Func<JobRun, CancellationToken, ValueTask<ProviderJob>> runJob)
{
    /// <summary>Null where the application has added nothing: then nothing stands there.</summary>
    public static AddedStrategies? Around(
        string provider,
        IEnumerable<Action<ResiliencePipelineBuilder<ProviderJob>>> additions,
        TimeProvider time,
        Func<JobRun, CancellationToken, ValueTask<ProviderJob>> runJob)
    {
        Action<ResiliencePipelineBuilder<ProviderJob>>[] all = [.. additions];
        if (all.Length == 0)
        {
            return null;
        }

        var builder = new ResiliencePipelineBuilder<ProviderJob> { Name = provider, TimeProvider = time };
        Array.ForEach(all, addition => addition(builder));
        return new(builder.Build(), provider, runJob);
    }

    public async ValueTask<ProviderJob> RunAsync(JobRun run)
    {
        var context = ResilienceContextPool.Shared.Get(continueOnCapturedContext: false, run.Token);
        try
        {
            var outcome = await pipeline
                .ExecuteOutcomeAsync(
                    static async (context, state) =>
                        Outcome.FromResult(await state.RunJob(state.Run, context.CancellationToken).ConfigureAwait(false)),
                    context,
                    (RunJob: runJob, Run: run))
                .ConfigureAwait(false);
            return outcome.Result ?? run.EndWith(outcome.Exception, provider);
        }
#pragma warning disable CA1031 // a strategy that does not keep to outcomes
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return run.EndWith(exception, provider);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }
}
