using System.Text.Json.Serialization;
using ImageGeneration.Configuration;
using ImageGeneration.Failures;
using ImageGeneration.Json;
using ImageGeneration.Providers;
using Microsoft.Extensions.Options;

namespace ImageGeneration.Routing;

/// <summary>Specifies how the default selector orders the providers.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<RoutingStrategy>))]
public enum RoutingStrategy
{
    /// <summary>The highest quality first for FLUX with quality enhancers or the realistic style, otherwise the lowest cost first; of
    /// equals, the shortest expected time first.</summary>
    Balanced,

    /// <summary>The lowest estimated cost first. An endpoint of your own without a price is ranked as hardware of the usual kind
    /// (<see cref="CostEstimate.RankingUsd"/>); a provider of unknown cost comes last.</summary>
    LowestCost,

    /// <summary>The highest <c>Quality</c> setting first.</summary>
    HighestQuality,

    /// <summary>The shortest expected time first: this process's queue, the provider's, the chance of a cold start by its usual boot time,
    /// and the run (<see cref="ExpectedLatency"/>).</summary>
    LowestLatency,

    /// <summary>The lowest fraction of its concurrent jobs in use first.</summary>
    LeastBusy,

    /// <summary>The order in which the providers were added.</summary>
    RegistrationOrder,
}

/// <summary>Provides the options of routing and failover.</summary>
public sealed class RoutingOptions
{
    private static readonly TimeSpan _minWorkerCountInterval = TimeSpan.FromSeconds(1);

    /// <summary>Gets or sets how the default selector orders the providers; default <see cref="RoutingStrategy.Balanced"/>.</summary>
    public RoutingStrategy Strategy { get; set; } = RoutingStrategy.Balanced;

    /// <summary>Gets or sets a value indicating whether the next provider is tried after a content filter refused; default false: a
    /// refusal is an answer, not an outage.</summary>
    public bool FailoverOnContentRejected { get; set; }

    /// <summary>Gets or sets a value indicating whether the next provider is tried when the answer to a submit was lost for good; default
    /// true. When false, failover stops there, so that an image is never bought twice, and the request fails with
    /// <see cref="FailureKind.UnknownOutcome"/>; a second job that hedging has started by then is awaited, and may deliver.</summary>
    public bool FailoverOnUnknownOutcome { get; set; } = true;

    /// <summary>Gets or sets the models, by the application's names, whose filters may refuse without saying so, as those of closed models
    /// do. When a job of such a model fails without a known cause or delivers no image, that counts as a refusal: no other provider is
    /// tried, unless <see cref="FailoverOnContentRejected"/> is set. Empty by default.</summary>
    public IList<string> ClosedModels { get; set; } = [];

    /// <summary>Gets or sets how long a request waits in total for the first provider that recovers, when every circuit is open or every
    /// provider is throttled: 0 (fail at once) to 24 hours; default 1 minute, and never beyond the deadline.</summary>
    [TimeSpanRange("00:00:00", "1.00:00:00")]
    public TimeSpan MaxRecoveryWait { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Gets or sets how often the workers of an endpoint are counted at most, in the background and free of charge, where its
    /// provider reports them and a route depends on the expected time: 0 (never), or 1 second to 1 hour; default 5 seconds. Counts are used
    /// for three such intervals.</summary>
    [TimeSpanRange("00:00:00", "01:00:00")]
    public TimeSpan WorkerCountInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Gets or sets the options of hedging; by default it is off.</summary>
    [ValidateObjectMembers]
    public HedgingOptions Hedging { get; set; } = new();

    /// <summary>The interval that is kept; null when workers are not counted.</summary>
    internal TimeSpan? EffectiveWorkerCountInterval =>
        WorkerCountInterval <= TimeSpan.Zero ? null
        : WorkerCountInterval < _minWorkerCountInterval ? _minWorkerCountInterval
        : WorkerCountInterval;

    /// <summary>Determines whether the next provider may be asked after a failure.</summary>
    internal bool MayMoveOn(ProviderFailure? failure, ImageModel model) =>
        failure is null || (IsSilentRefusal(failure, model) ? FailoverOnContentRejected : failure.Rule.Next switch
        {
            NextProvider.Yes => true,
            NextProvider.IfContentMayMoveOn => FailoverOnContentRejected,
            NextProvider.IfUnknownMayMoveOn => FailoverOnUnknownOutcome,
            _ => false,
        });

    /// <summary>Determines whether a closed model failed without a known cause.</summary>
    internal bool IsSilentRefusal(ProviderFailure failure, ImageModel model) =>
        failure.IsUnexplained && ClosedModels.Any(closed => string.Equals(closed?.Trim(), model.Name, StringComparison.OrdinalIgnoreCase));
}
