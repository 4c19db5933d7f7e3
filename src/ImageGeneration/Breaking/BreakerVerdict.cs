using ImageGeneration.Failures;
using ImageGeneration.Providers;

namespace ImageGeneration.Breaking;

/// <summary>Specifies what the end of a job says about the provider or model of a circuit.</summary>
internal enum BreakerVerdict
{
    None,
    Alive,
    Broken,
}

internal static class BreakerVerdicts
{
    /// <summary>Gets the verdict of a job; null stands for a job without a result.</summary>
    public static BreakerVerdict For(ProviderJob? job) => job switch
    {
        null => BreakerVerdict.None,
        { Failure: null } => BreakerVerdict.Alive,
        { Failure.Circuit: CircuitEffect.None } => BreakerVerdict.None,
        { Failure.Circuit: CircuitEffect.Success } => BreakerVerdict.Alive,
        _ => BreakerVerdict.Broken,
    };

    /// <summary>Gets how recent a success must be to blame the prompts rather than an outage. As long as the break when a failed request
    /// loses only a moment; a tenth of it after an unknown outcome, when each further request may be lost. No answer at all is no answer
    /// to a prompt.</summary>
    public static TimeSpan MaxSuccessAge(ProviderFailure failure, TimeSpan breakDuration) => failure switch
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
