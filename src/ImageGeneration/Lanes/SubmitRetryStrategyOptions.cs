using ImageGeneration.Providers;
using Polly;

namespace ImageGeneration.Lanes;

/// <summary>Provides the options that Polly requires of a strategy; the settings are in <see cref="RetryOptions"/>.</summary>
internal sealed class SubmitRetryStrategyOptions : ResilienceStrategyOptions
{
    public SubmitRetryStrategyOptions() => Name = "SubmitRetry";
}
