using System.Text.Json.Serialization;
using ImageGeneration.Configuration;
using ImageGeneration.Failures;
using ImageGeneration.Json;
using ImageGeneration.Providers;
using Microsoft.Extensions.Options;

namespace ImageGeneration.Routing;

/// <summary>How the default selector orders the providers.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<RoutingStrategy>))]
public enum RoutingStrategy
{
    /// <summary>Quality first for FLUX with quality enhancers or the realistic style, else cost first; of equals the shortest expected time
    /// first.</summary>
    Balanced,

    /// <summary>The least estimated cost first. An endpoint of your own without a price has the place of usual hardware
    /// (<see cref="CostEstimate.RankingUsd"/>); of what nothing is known goes last.</summary>
    LowestCost,

    /// <summary>The highest <c>Quality</c> setting first.</summary>
    HighestQuality,

    /// <summary>The shortest expected time first: this process's queue, the provider's, the chance of a cold start by its usual boot time,
    /// and the run (<see cref="ExpectedLatency"/>).</summary>
    LowestLatency,

    /// <summary>The least share of its concurrent jobs in use first.</summary>
    LeastBusy,

    /// <summary>The order in which the providers were added.</summary>
    RegistrationOrder,
}

/// <summary>The settings of routing and failover.</summary>
public sealed class RoutingOptions
{
    private static readonly TimeSpan _minWorkerCountInterval = TimeSpan.FromSeconds(1);

    /// <summary>How the default selector orders the providers; default <see cref="RoutingStrategy.Balanced"/>.</summary>
    public RoutingStrategy Strategy { get; set; } = RoutingStrategy.Balanced;

    /// <summary>Try the next provider when a content filter refused; default false: a refusal is an answer, not an outage.</summary>
    public bool FailoverOnContentRejected { get; set; }

    /// <summary>Try the next provider when the answer to a submit got lost for good; default true. False stops there, so that an image is
    /// never bought twice, and the request fails with <see cref="FailureKind.UnknownOutcome"/>; a second job that hedging has started by
    /// then is waited for, and may deliver.</summary>
    public bool FailoverOnUnknownOutcome { get; set; } = true;

    /// <summary>Models, by the application's names, whose filters may refuse without saying so, as closed ones' do. Where a job of such a
    /// model fails without a known cause or brings no image, that is taken for a refusal: nobody else is asked, unless
    /// <see cref="FailoverOnContentRejected"/> is set. Empty by default.</summary>
    public IList<string> ClosedModels { get; set; } = [];

    /// <summary>How long a request waits in all, when every circuit is open or every provider has asked for a pause, for the first that recovers: 0 (fail
    /// at once) to 24 hours; default 1 minute, and never beyond the deadline.</summary>
    [TimeSpanRange("00:00:00", "1.00:00:00")]
    public TimeSpan RecoveryPatience { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How often the workers of an endpoint are counted at most, in the background and free of charge, where its provider tells
    /// them and a route depends on the expected time: 0 (never), or 1 second to 1 hour; default 5 seconds. Counts are used for three
    /// such intervals.</summary>
    [TimeSpanRange("00:00:00", "01:00:00")]
    public TimeSpan WorkerCountInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>When the next provider is started beside a slow one; by default never.</summary>
    [ValidateObjectMembers]
    public HedgingOptions Hedging { get; set; } = new();

    /// <summary>The interval that is kept; null where workers are not counted.</summary>
    internal TimeSpan? EffectiveWorkerCountInterval =>
        WorkerCountInterval <= TimeSpan.Zero ? null
        : WorkerCountInterval < _minWorkerCountInterval ? _minWorkerCountInterval
        : WorkerCountInterval;

    /// <summary>Whether the next provider may be asked after this.</summary>
    internal bool MayMoveOn(ProviderFailure? failure, ImageModel model) =>
        failure is null || (IsSilentRefusal(failure, model) ? FailoverOnContentRejected : failure.Rule.Next switch
        {
            NextProvider.Yes => true,
            NextProvider.IfContentMayMoveOn => FailoverOnContentRejected,
            NextProvider.IfUnknownMayMoveOn => FailoverOnUnknownOutcome,
            _ => false,
        });

    /// <summary>A closed model failed, and nothing says why.</summary>
    internal bool IsSilentRefusal(ProviderFailure failure, ImageModel model) =>
        failure.IsUnexplained && ClosedModels.Any(closed => string.Equals(closed?.Trim(), model.Name, StringComparison.OrdinalIgnoreCase));
}
