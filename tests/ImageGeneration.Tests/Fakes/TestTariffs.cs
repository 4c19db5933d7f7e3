using ImageGeneration.DependencyInjection;
using ImageGeneration.Pricing;
using Microsoft.Extensions.Options;

namespace ImageGeneration.Tests.Fakes;

/// <summary>Tables of prices for the built-in providers, and for further accounts of them.</summary>
internal static class TestTariffs
{
    public static TariffTable Table(params (string Provider, string Kind, decimal? UsdPerSecond)[] providers) =>
        new(
            [.. BuiltInProviders.All.Select(module => module.Tariff)],
            providers.Select(row => (row.Provider, BuiltInProviders.All.Single(module => module.Name == row.Kind).Tariff, row.UsdPerSecond)));

    public static PriceTable Prices(ImageGenerationServiceOptions? options = null, TariffTable? tariffs = null) =>
        new(Options.Create(options ?? new ImageGenerationServiceOptions()), tariffs ?? Table());
}
