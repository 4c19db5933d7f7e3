using System.Collections.Frozen;

namespace ImageGeneration.Pricing;

/// <summary>Finds the tariff of each provider, by its name in any case, and the rate of its workers as set
/// (<c>WorkerUsdPerSecond</c>).</summary>
internal sealed class TariffTable
{
    private readonly FrozenDictionary<string, Tariff> _byProvider;
    private readonly FrozenDictionary<string, Price> _workers;
    private readonly FrozenDictionary<Tariff, Price> _usual;

    /// <param name="kinds">All known tariffs, each for a provider of its own name too.</param>
    /// <param name="providers">The providers with one of these tariffs, and the rate of their workers.</param>
    public TariffTable(IReadOnlyCollection<Tariff> kinds, IEnumerable<(string Provider, Tariff Tariff, decimal? UsdPerSecond)> providers)
    {
        Kinds = kinds;
        var byProvider = kinds.ToDictionary(kind => kind.Kind, StringComparer.OrdinalIgnoreCase);
        var workers = new Dictionary<string, Price>(StringComparer.OrdinalIgnoreCase);
        foreach (var (provider, tariff, rate) in providers)
        {
            byProvider[provider] = tariff;
            if (rate is not null)
            {
                workers[provider] = PerSecond(provider, rate.Value);
            }
        }

        _byProvider = byProvider.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
        _workers = workers.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
        _usual = kinds.Where(kind => kind.UsualUsdPerSecond is not null)
            .ToFrozenDictionary(kind => kind, kind => PerSecond(kind.Kind, kind.UsualUsdPerSecond!.Value));
    }

    public IReadOnlyCollection<Tariff> Kinds { get; }

    /// <summary>Finds the tariff of a provider; returns null when none is known.</summary>
    public Tariff? Find(string provider) => _byProvider.GetValueOrDefault(provider);

    /// <summary>Finds the rate of the settings; returns null when none is set, or when the model is billed otherwise.</summary>
    public Price? FindWorkerRate(string provider, string modelId) =>
        Find(provider)?.IsBilledByTime(modelId) == true ? _workers.GetValueOrDefault(provider) : null;

    /// <summary>Finds the usual rate, which only orders the providers; returns null when nothing is known about the hardware.</summary>
    public Price? FindUsualRate(string provider, string modelId) =>
        Find(provider) is { } tariff && tariff.IsBilledByTime(modelId) ? _usual.GetValueOrDefault(tariff) : null;

    /// <summary>Finds the id that is sent instead of an old one; returns null for an id that is no alias.</summary>
    public string? FindAlias(string id)
    {
        foreach (var kind in Kinds)
        {
            if (kind.Aliases.TryGetValue(id, out var real))
            {
                return real;
            }
        }

        return null;
    }

    private static Price PerSecond(string provider, decimal usd) => new() { Provider = provider, Model = "", PerSecondUsd = usd };
}
