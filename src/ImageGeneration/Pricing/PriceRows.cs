using System.Collections.Frozen;

namespace ImageGeneration.Pricing;

/// <summary>Holds prices by provider and model; a later one replaces an earlier one.</summary>
internal sealed class PriceRows
{
    public const string AnyProvider = "";

    private readonly FrozenDictionary<string, FrozenDictionary<string, Price>> _byProvider;

    public PriceRows(IEnumerable<Price> prices, TariffTable tariffs)
    {
        var byProvider = new Dictionary<string, Dictionary<string, Price>>(StringComparer.OrdinalIgnoreCase);
        foreach (var price in prices)
        {
            var provider = price.Provider?.Trim() ?? AnyProvider;
            if (!byProvider.TryGetValue(provider, out var models))
            {
                byProvider[provider] = models = new(StringComparer.OrdinalIgnoreCase);
            }

            foreach (var id in PriceTable.IdsOf(price, tariffs))
            {
                models[id] = price;
            }
        }

        _byProvider = byProvider.ToFrozenDictionary(
            entry => entry.Key,
            entry => entry.Value.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase),
            StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Finds the price under the provider's id, or the application's name, of a model.</summary>
    public Price? Find(string provider, ReadOnlySpan<char> id, ImageModel model) =>
        !_byProvider.TryGetValue(provider, out var models) ? null
        : models.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(id, out var price) ? price
        : models.GetValueOrDefault(model.Name);
}
