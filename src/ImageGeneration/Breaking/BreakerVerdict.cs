using ImageGeneration.Failures;
using ImageGeneration.Jobs;
using ImageGeneration.Providers;

namespace ImageGeneration.Breaking;

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
        { Failure.IsLocal: true } or { Failure.Kind: FailureKind.Canceled } or { Failure.Timeout: TimeoutKind.Total } => BreakerVerdict.None,
        { Failure: { } failure } =>
            FailureTable.For(failure.Kind).Breaker == BreakerEffect.None ? BreakerVerdict.Alive : BreakerVerdict.Broken,
    };

    /// <summary>How fresh a sign of life says that prompts are to blame and not an outage. For as long as the rest where whoever is asked in
    /// vain loses a moment; a tenth of it after an unknown outcome, with which each further request may be lost. Silence is no answer to a
    /// prompt.</summary>
    public static TimeSpan LifeThatBlamesPrompts(ProviderFailure failure, TimeSpan rest) => failure switch
    {
        { StatusCode: null } => TimeSpan.Zero,
        { Scope: FailureScope.Model } or { Kind: FailureKind.Unavailable } => rest,
        { Kind: FailureKind.UnknownOutcome } => rest / 10,
        _ => TimeSpan.Zero,
    };
}
