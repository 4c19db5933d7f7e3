using System.Collections.Frozen;

namespace ImageGeneration.Pricing;

/// <summary>How each provider bills, by its name in any case, and what its workers cost as set (<c>WorkerUsdPerSecond</c>).</summary>
internal sealed class TariffTable
{
    private readonly FrozenDictionary<string, Tariff> _byProvider;
    private readonly FrozenDictionary<string, Price> _workers;
    private readonly FrozenDictionary<Tariff, Price> _usual;

    /// <param name="kinds">All that are known, each for a provider of its own name too.</param>
    /// <param name="providers">The providers of one of these kinds, with the rate of their workers.</param>
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

    /// <summary>Null for a provider of which nothing is known.</summary>
    public Tariff? Find(string provider) => _byProvider.GetValueOrDefault(provider);

    /// <summary>The rate of the settings; null where none is set, and for what is billed otherwise.</summary>
    public Price? FindWorkerRate(string provider, string modelId) =>
        Find(provider)?.IsBilledByTime(modelId) == true ? _workers.GetValueOrDefault(provider) : null;

    /// <summary>For the order of providers alone; null where nothing is known about the hardware.</summary>
    public Price? FindUsualRate(string provider, string modelId) =>
        Find(provider) is { } tariff && tariff.IsBilledByTime(modelId) ? _usual.GetValueOrDefault(tariff) : null;

    /// <summary>The id that is sent for one of old tutorials; null for one that is no alias.</summary>
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
