using ImageGeneration.Failures;
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
    public static BreakerVerdict For(ProviderJob? job) => job switch
    {
        null => BreakerVerdict.None,
        { Failure: null } => BreakerVerdict.Alive,
        { Failure.Circuit: CircuitEffect.None } => BreakerVerdict.None,
        { Failure.Circuit: CircuitEffect.SignOfLife } => BreakerVerdict.Alive,
        _ => BreakerVerdict.Broken,
    };

    /// <summary>How fresh a sign of life says that prompts are to blame and not an outage. For as long as the break where whoever is asked
    /// in vain loses a moment; a tenth of it after an unknown outcome, with which each further request may be lost. Silence is no answer to
    /// a prompt.</summary>
    public static TimeSpan LifeThatBlamesPrompts(ProviderFailure failure, TimeSpan breakDuration) => failure switch
    {
        { WasAnswered: false } => TimeSpan.Zero,
        { Scope: FailureScope.Model } => breakDuration,
        { IsOfKey: true } => TimeSpan.Zero,
        _ => failure.Rule.Acceptance switch
        {
            JobAcceptance.NotAccepted => breakDuration,
            JobAcceptance.Unknown => breakDuration / 10,
            _ => TimeSpan.Zero,
        },
    };
}
