using ImageGeneration.Pricing;
using ImageGeneration.Providers;
using ImageGeneration.Providers.Replicate;
using ImageGeneration.Providers.RunPod;
using ImageGeneration.Registration;

namespace ImageGeneration.Validation;

/// <summary>The rules of the prices: each has one amount, and a model to which it applies.</summary>
internal static class PriceRules
{
    public static void Check(string path, ImageGenerationServiceOptions options, ProviderRegistry registry, List<string> failures)
    {
        var models = options.Prices.Count == 0 ? null : new PricedModels(options, registry);
        for (var i = 0; i < options.Prices.Count; i++)
        {
            if (options.Prices[i] is not { } price)
            {
                failures.Add($"{path}:{i} must not be null.");
                continue;
            }

            var amounts =
                (price.PerImageUsd is null ? 0 : 1) + (price.PerMegapixelUsd is null ? 0 : 1) + (price.PerSecondUsd is null ? 0 : 1);
            if (amounts != 1)
            {
                failures.Add(
                    $"{path}:{i} ({price}) must set exactly one of PerImageUsd, PerMegapixelUsd and PerSecondUsd, "
                    + $"in US dollars; {amounts} are set.");
            }

            if (models!.WhyNot(price) is { } why)
            {
                failures.Add($"{path}:{i} ({price}) has no effect: {why}.");
            }
        }
    }

    /// <summary>What a price may be for, by the settings of the providers.</summary>
    private sealed class PricedModels(ImageGenerationServiceOptions options, ProviderRegistry registry)
    {
        private readonly HashSet<string> _replicate = Names(options.Replicate);
        private readonly HashSet<string> _runPod = Names(options.RunPod);
        private readonly HashSet<string> _modal = Names(options.Modal);

        // What further accounts and providers of the application's own have cannot be known here.
        private readonly bool _areKnown = registry.InOrder.All(provider => IsBuiltIn(provider.Name));

        /// <summary>Null for a price that may apply.</summary>
        public string? WhyNot(Price price)
        {
            var provider = price.Provider?.Trim() ?? "";
            if (provider.Length == 0)
            {
                return !_areKnown || Array.Exists([_replicate, _runPod, _modal], names => Has(names, price))
                    ? null
                    : "no provider has such a model; it takes a model name or id of a provider's Models or LoraModels";
            }

            var known = registry.InOrder.Select(candidate => candidate.Name).ToList();
            if (!known.Exists(name => Same(name, provider) || Same(ProviderKind.Of(name), provider)))
            {
                return $"'{provider}' is no provider; those are {string.Join(", ", known)}";
            }

            // Where another account may be meant its models are not known.
            var isOneOfMany = known.Exists(name => Same(ProviderKind.Of(name), provider) && !IsBuiltIn(name));
            var names = isOneOfMany ? null
                : Same(provider, BuiltInProviders.Replicate) ? _replicate
                : Same(provider, BuiltInProviders.RunPod) ? _runPod
                : Same(provider, BuiltInProviders.Modal) ? _modal : null;
            return names is null || Has(names, price)
                ? null
                : $"{provider} has no such model; it takes a model name or id of the provider's Models or LoraModels";
        }

        private static bool Has(HashSet<string> names, Price price) =>
            string.IsNullOrWhiteSpace(price.Model) || PriceTable.IdsOf(price).Any(names.Contains);

        private static HashSet<string> Names(ProviderOptions options)
        {
            var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
            foreach (var (name, id) in options.Models.Concat(options.LoraModels))
            {
                var given = id?.Trim() ?? "";
                names.Add(name);
                names.Add(ReplicateModels.Aliases.GetValueOrDefault(given) ?? RunPodModels.Aliases.GetValueOrDefault(given) ?? IdOf(given));
            }

            return names;

            string IdOf(string given) => options is RunPodOptions
                ? RunPodEndpoint.Parse(given, options.BaseUrl?.GetLeftPart(UriPartial.Path).TrimEnd('/') ?? "").Id
                : PriceTable.Undecorated(given).ToString();
        }

        private static bool IsBuiltIn(string name) => BuiltInProviders.Names.Any(builtIn => Same(builtIn, name));

        private static bool Same(string? left, string right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);
    }
}
