using ImageGeneration.Pricing;

namespace ImageGeneration.Providers.Modules;

/// <summary>Knows what a price may be for, by the settings of the providers.</summary>
internal sealed class PricedModels(ImageGenerationServiceOptions options, ProviderRegistry registry)
{
    private readonly Lazy<Dictionary<ProviderModule, HashSet<string>>> _models = new(() =>
        registry.Modules.ToDictionary(module => module, module => Names(module, module.OptionsIn(options))));

    private readonly TariffTable _tariffs = new([.. registry.Modules.Select(module => module.Tariff)], []);

    /// <summary>Returns the reason why a price cannot apply; null for a price that may.</summary>
    public string? WhyNot(Price price)
    {
        var provider = price.Provider?.Trim() ?? "";
        if (provider.Length == 0)
        {
            return !registry.AreAllInRoot || _models.Value.Values.Any(names => Has(names, price))
                ? null
                : "no provider has such a model; it takes a model name or id of a provider's Models or LoraModels";
        }

        var module = registry.Modules.FirstOrDefault(module => module.IsNamed(provider));
        var isAccount = registry.InOrder.Any(known => !known.IsInRoot && known.Module is not null && known.Module == module);
        if (!isAccount && !registry.InOrder.Any(known => string.Equals(known.Name, provider, StringComparison.OrdinalIgnoreCase)))
        {
            return $"'{provider}' is not a provider; the providers are {string.Join(", ", registry.InOrder.Select(known => known.Name))}";
        }

        // When another account may be meant, its models are not known.
        return module is null || isAccount || Has(_models.Value[module], price)
            ? null
            : $"{provider} has no such model; it takes a model name or id of the provider's Models or LoraModels";
    }

    private bool Has(HashSet<string> names, Price price) =>
        string.IsNullOrWhiteSpace(price.Model) || PriceTable.IdsOf(price, _tariffs).Any(names.Contains);

    private static HashSet<string> Names(ProviderModule module, ProviderOptions options)
    {
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, id) in options.Models.Concat(options.LoraModels))
        {
            names.Add(name);
            names.Add(module.PricedId(options, id?.Trim() ?? ""));
        }

        return names;
    }
}
