using ImageGeneration.Jobs;
using ImageGeneration.Providers;

namespace ImageGeneration.Resilience;

/// <summary>What the end of a job says about the one whose circuit it is.</summary>
internal enum BreakerVerdict
{
    None,
    Alive,
    Broken,
}

internal static class BreakerVerdicts
{
    /// <summary>Of a job; null where nothing came of it.</summary>
    public static BreakerVerdict Of(ProviderJob? job) => job switch
    {
        null => BreakerVerdict.None,
        { Failure: null } => BreakerVerdict.Alive,
        // A caller's own deadline, its cancellation and this process's own refusals say nothing about the provider.
        { Failure.IsLocal: true } or { Failure.Kind: FailureKind.Canceled } or { Failure.Clock: JobClock.Total } => BreakerVerdict.None,
        { Failure: { } failure } =>
            FailureTable.For(failure.Kind).Breaker == BreakerEffect.None ? BreakerVerdict.Alive : BreakerVerdict.Broken,
    };

    /// <summary>A prompt may have brought it about, and whoever is asked in vain loses a moment. After an unknown outcome each further
    /// request may be lost, so several prompts are an outage at once; the same holds for silence, which is no answer to a prompt.</summary>
    public static bool MayBeOfAPrompt(ProviderFailure failure) =>
        failure.StatusCode is not null && (failure.Scope == FailureScope.Model || failure.Kind == FailureKind.Unavailable);
}
