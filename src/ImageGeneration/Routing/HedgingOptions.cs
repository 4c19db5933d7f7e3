using System.ComponentModel.DataAnnotations;

namespace ImageGeneration.Routing;

/// <summary>Provides the options of hedging: when a job takes longer than its model usually needs, the next provider is started beside it;
/// the first to finish wins and the other is canceled. Both may be billed, so hedging is off until a price for it is set. A request for
/// one provider only is never hedged.</summary>
public sealed class HedgingOptions
{
    /// <summary>Gets or sets the highest expected cost of the second job, in US dollars: 0 to 1000; null (default) turns hedging off. A
    /// provider whose price is unknown is not started.</summary>
    [Range(0d, 1000d)]
    public decimal? MaxExtraCostUsd { get; set; }

    /// <summary>Gets or sets the share of a model's jobs, as seen in this process, that end within the time after which the second job is
    /// started: 0.5 to 0.99; default 0.95. Until 10 jobs of a model were seen, none is hedged.</summary>
    [Range(0.5d, 0.99d)]
    public double Percentile { get; set; } = 0.95;
}
