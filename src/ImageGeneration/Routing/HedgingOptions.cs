using System.ComponentModel.DataAnnotations;

namespace ImageGeneration.Routing;

/// <summary>Hedging: when a job takes longer than its model usually needs, the next provider is started beside it; the first to finish wins
/// and the other is canceled. Both may send a bill, so it is off until a price for it is set. Never for a request to one provider
/// only.</summary>
public sealed class HedgingOptions
{
    /// <summary>The most that the second job may be expected to cost, in US dollars: 0 to 1000; null (default): no hedging. A provider
    /// whose price is unknown is not started.</summary>
    [Range(0d, 1000d)]
    public decimal? MaxExtraCostUsd { get; set; }

    /// <summary>The share of a model's jobs that end within the time after which the second is started, as seen in this process: 0.5 to
    /// 0.99; default 0.95. Until 10 jobs of a model were seen, none is hedged.</summary>
    [Range(0.5d, 0.99d)]
    public double Percentile { get; set; } = 0.95;
}
