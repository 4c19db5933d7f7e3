using System.Collections.Frozen;

namespace ImageGeneration.Pricing;

/// <summary>How the providers of one kind bill: the built-in prices, and what holds for models without one.</summary>
internal sealed class Tariff
{
    /// <summary>The name under which prices for every account of this kind are found.</summary>
    public required string Kind { get; init; }

    /// <summary>The built-in prices, in US dollars. No two rows share a model. They change without notice: <c>ImageGeneration:Prices</c>
    /// overrides each of them.</summary>
    public IReadOnlyList<Price> Prices { get; init; } = [];

    /// <summary>Names that others give a model, and its real one here.</summary>
    public FrozenDictionary<string, string> Aliases { get; init; } = FrozenDictionary<string, string>.Empty;

    /// <summary>What a second of rented hardware usually costs where images are made: it puts an endpoint of unknown price into its place
    /// among the others, and is never told as a price. Null where nothing is known.</summary>
    public decimal? UsualUsdPerSecond { get; init; }

    /// <summary>Whether a model runs on hardware that is billed by the second.</summary>
    public Func<string, bool> IsBilledByTime { get; init; } = static _ => true;

    /// <summary>A model without a price is an endpoint of one's own: what it costs depends on the worker behind it.</summary>
    public bool RunsOwnEndpoints { get; init; }

    /// <summary>The run time that a job tells is the one that is billed; else starting and idling are billed too.</summary>
    public bool TellsBilledTime { get; init; }

    /// <summary>Run times are rounded up to a multiple of this; zero where fractions are billed.</summary>
    public TimeSpan Increment { get; init; }

    public TimeSpan Billed(TimeSpan runTime)
    {
        var rest = Increment > TimeSpan.Zero ? runTime.Ticks % Increment.Ticks : 0;
        return rest > 0 ? runTime + Increment - TimeSpan.FromTicks(rest) : runTime;
    }
}
