using Microsoft.Extensions.Options;

namespace ImageGeneration.Pricing;

/// <summary>Finds prices: the configured ones, then the built-in ones, then the rate of the worker. Each of these is searched from exact
/// to general: by the provider's name, by its kind (<see cref="Tariff"/>), for any provider; by the provider's id of the model, then by
/// the application's name of it. A later row overrides an earlier one.</summary>
internal sealed class PriceTable(IOptions<ImageGenerationServiceOptions> options, TariffTable tariffs)
{
    private const string Deployments = "deployments/";

    private readonly PriceRows _list = new(tariffs.Kinds.SelectMany(kind => kind.Prices), tariffs);
    private volatile OwnPrices? _own;

    /// <summary>Gets the tariffs of the providers.</summary>
    public TariffTable Tariffs => tariffs;

    /// <summary>Finds the price of a model; returns null when there is none. Allocates nothing.</summary>
    public Price? Find(string provider, string modelId, ImageModel model)
    {
        var id = Undecorated(modelId);
        return Find(Own, provider, id, model) ?? Find(_list, provider, id, model) ?? tariffs.FindWorkerRate(provider, modelId);
    }

    private Price? Find(PriceRows rows, string provider, ReadOnlySpan<char> id, ImageModel model) =>
        rows.Find(provider, id, model)
        ?? (tariffs.Find(provider) is { } tariff ? rows.Find(tariff.Kind, id, model) : null)
        ?? rows.Find(PriceRows.AnyProvider, id, model);

    /// <summary>Gets the ids under which a price is found. Unchanged, it may be the application's name of the model, which may have a
    /// colon too; and an alias stands for the id that is sent.</summary>
    internal static IEnumerable<string> IdsOf(Price price, TariffTable tariffs)
    {
        var id = Undecorated(price.Model).ToString();
        yield return price.Model.Trim();
        yield return id;
        if (tariffs.FindAlias(id) is { } real)
        {
            yield return real;
        }
    }

    // "deployments/acme/sdxl" and "acme/sdxl:39ed52f2…" are both priced as "acme/sdxl".
    internal static ReadOnlySpan<char> Undecorated(ReadOnlySpan<char> id)
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

    // Rebuilt when the settings have changed.
    private PriceRows Own
    {
        get
        {
            var (now, own) = (options.Value, _own);
            return (own?.Of == now ? own : _own = new(now, new(now.Prices, tariffs))).Rows;
        }
    }

    private sealed record OwnPrices(ImageGenerationServiceOptions Of, PriceRows Rows);
}
