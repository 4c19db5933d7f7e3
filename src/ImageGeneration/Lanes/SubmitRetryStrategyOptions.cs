using ImageGeneration.Providers;
using Polly;

namespace ImageGeneration.Lanes;

/// <summary>What Polly asks to know of a strategy; its settings are <see cref="RetryOptions"/>.</summary>
internal sealed class SubmitRetryStrategyOptions : ResilienceStrategyOptions
{
    public SubmitRetryStrategyOptions() => Name = "SubmitRetry";
}
