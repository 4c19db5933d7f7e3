using System.Collections.Frozen;
using Microsoft.Extensions.Options;

namespace ImageGeneration.Costs;

/// <summary>Prices, found from exact to general: the provider's name and the model's id; the provider's kind (<see cref="ProviderKind"/>)
/// and the model's id; the application's name of the model; the rate of the worker (<see cref="WorkerRates"/>). At each step a configured
/// price wins over a built-in one, and a later one over an earlier.</summary>
internal sealed class PriceTable
{
    private const string Deployments = "deployments/";

    private readonly FrozenDictionary<string, FrozenDictionary<string, Price>> _byProvider;
    private readonly FrozenDictionary<string, Price> _byModel;

    private readonly WorkerRates _workers;

    public PriceTable(IOptions<ImageGenerationOptions> options, WorkerRates? workers = null)
    {
        _workers = workers ?? WorkerRates.None;
        var byProvider = new Dictionary<string, Dictionary<string, Price>>(StringComparer.OrdinalIgnoreCase);
        var byModel = new Dictionary<string, Price>(StringComparer.OrdinalIgnoreCase);
        foreach (var price in ListPrices.All.Concat(options.Value.Prices))
        {
            if (string.IsNullOrWhiteSpace(price.Provider))
            {
                byModel[price.Model.Trim()] = price;
                continue;
            }

            if (!byProvider.TryGetValue(price.Provider, out var models))
            {
                byProvider[price.Provider] = models = new(StringComparer.OrdinalIgnoreCase);
            }

            models[Undecorated(price.Model).ToString()] = price;
        }

        _byProvider = byProvider.ToFrozenDictionary(
            entry => entry.Key,
            entry => entry.Value.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase),
            StringComparer.OrdinalIgnoreCase);
        _byModel = byModel.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>The most exact price; null when there is none. Allocates nothing.</summary>
    public Price? Find(string provider, string modelId, ImageModel model)
    {
        var id = Undecorated(modelId);
        return Find(provider, id)
            ?? (ProviderKind.Of(provider) is { } kind ? Find(kind, id) : null)
            ?? _byModel.GetValueOrDefault(model.Name)
            ?? _workers.Find(provider, modelId);
    }

    private Price? Find(string provider, ReadOnlySpan<char> id) =>
        _byProvider.TryGetValue(provider, out var models)
        && models.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(id, out var price)
            ? price
            : null;

    // "deployments/acme/sdxl" and "acme/sdxl:39ed52f2…" are both priced as "acme/sdxl".
    private static ReadOnlySpan<char> Undecorated(ReadOnlySpan<char> id)
    {
        id = id.Trim();
        if (id.StartsWith(Deployments, StringComparison.OrdinalIgnoreCase))
        {
            id = id[Deployments.Length..];
        }

        // A colon before a slash is part of an address.
        var version = id.LastIndexOf(':');
        return version > id.LastIndexOf('/') ? id[..version] : id;
    }
}
