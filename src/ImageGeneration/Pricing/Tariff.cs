using System.Collections.Frozen;

namespace ImageGeneration.Pricing;

/// <summary>Describes how the providers of one kind bill: the built-in prices, and what applies to models without one.</summary>
internal sealed class Tariff
{
    /// <summary>Gets the name under which prices for every account of this kind are found.</summary>
    public required string Kind { get; init; }

    /// <summary>Gets the built-in prices, in US dollars. No two rows share a model. They change without notice:
    /// <c>ImageGeneration:Prices</c> overrides each of them.</summary>
    public IReadOnlyList<Price> Prices { get; init; } = [];

    /// <summary>Gets the names that others give a model, each with its real name here.</summary>
    public FrozenDictionary<string, string> Aliases { get; init; } = FrozenDictionary<string, string>.Empty;

    /// <summary>Gets the usual cost of a second of rented hardware for images, in US dollars: it ranks an endpoint of unknown price among
    /// the others, and is never reported as a price. Null when it is not known.</summary>
    public decimal? UsualUsdPerSecond { get; init; }

    /// <summary>Gets a function that determines whether a model runs on hardware that is billed by the second.</summary>
    public Func<string, bool> IsBilledByTime { get; init; } = static _ => true;

    /// <summary>Whether a model without a price is an endpoint of one's own, whose cost depends on the worker behind it.</summary>
    public bool RunsOwnEndpoints { get; init; }

    /// <summary>Whether the run time that a job reports is the one that is billed; otherwise starting and idling are billed too.</summary>
    public bool TellsBilledTime { get; init; }

    /// <summary>Gets the time to whose multiple run times are rounded up; zero when fractions are billed.</summary>
    public TimeSpan Increment { get; init; }

    public TimeSpan Billed(TimeSpan runTime)
    {
        var rest = Increment > TimeSpan.Zero ? runTime.Ticks % Increment.Ticks : 0;
        return rest > 0 ? runTime + Increment - TimeSpan.FromTicks(rest) : runTime;
    }
}
