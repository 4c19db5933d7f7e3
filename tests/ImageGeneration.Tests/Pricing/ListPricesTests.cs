using System.Globalization;
using ImageGeneration.DependencyInjection;
using ImageGeneration.Pricing;
using ImageGeneration.Providers.Replicate;

namespace ImageGeneration.Tests.Pricing;

public sealed class ListPricesTests
{
    private static readonly List<Price> _all = [.. BuiltInProviders.All.SelectMany(module => module.Tariff.Prices)];

    private const string Listing =
        """
        replicate black-forest-labs/flux-schnell: 0.003/image, 2026-05-01 https://replicate.com/black-forest-labs/flux-schnell
        replicate black-forest-labs/flux-1-schnell: 0.003/image, 2026-05-01 https://replicate.com/black-forest-labs/flux-schnell
        replicate black-forest-labs/flux-dev: 0.025/image, 2026-11-22 https://replicate.com/black-forest-labs/flux-dev
        replicate black-forest-labs/flux-1.1-pro: 0.04/image, 2026-11-22 https://replicate.com/black-forest-labs/flux-1.1-pro
        replicate black-forest-labs/flux-1.1-pro-ultra: 0.06/image, 2026-11-22 https://replicate.com/black-forest-labs/flux-1.1-pro-ultra
        replicate black-forest-labs/flux-pro: 0.055/image, 2026-11-22 https://replicate.com/black-forest-labs/flux-pro
        replicate black-forest-labs/flux-kontext-pro: 0.04/image, 2026-11-22 https://replicate.com/black-forest-labs/flux-kontext-pro
        replicate black-forest-labs/flux-kontext-max: 0.08/image, 2026-11-22 https://replicate.com/black-forest-labs/flux-kontext-max
        replicate black-forest-labs/flux-kontext-dev: 0.025/image, 2026-11-22 https://replicate.com/black-forest-labs/flux-kontext-dev
        replicate stability-ai/sdxl: 0.0063/image, 2026-11-22 https://replicate.com/stability-ai/sdxl
        replicate nightmareai/real-esrgan: 0.000225/second, 2026-07-01 https://replicate.com/pricing
        replicate ostris/flux-dev-lora-trainer: 0.001525/second, 2026-07-01 https://replicate.com/pricing
        runpod black-forest-labs-flux-1-schnell: 0.0024/megapixel, 2026-08-20 https://docs.runpod.io/public-endpoints/models/flux-schnell
        runpod black-forest-labs-flux-1-dev: 0.02/megapixel, 2026-08-20 https://docs.runpod.io/public-endpoints/models/flux-dev
        runpod black-forest-labs-flux-1-kontext-dev: 0.025/image, 2026-08-20 https://docs.runpod.io/public-endpoints/models/flux-kontext-dev
        runpod qwen-image-t2i: 0.02/image, 2026-08-20 https://docs.runpod.io/public-endpoints/models/qwen-image
        runpod qwen-image-t2i-lora: 0.025/image, 2026-08-20 https://docs.runpod.io/public-endpoints/models/qwen-image-lora
        runpod qwen-image-edit: 0.02/image, 2026-08-20 https://docs.runpod.io/public-endpoints/models/qwen-image-edit
        runpod qwen-image-edit-2511: 0.02/image, 2026-08-20 https://docs.runpod.io/public-endpoints/models/qwen-image-edit-2511
        runpod qwen-image-edit-2511-lora: 0.025/image, 2026-08-20 https://docs.runpod.io/public-endpoints/models/qwen-image-edit-2511-lora
        runpod z-image-turbo: 0.005/image, 2026-08-20 https://docs.runpod.io/public-endpoints/models/z-image-turbo
        runpod p-image-t2i: 0.005/image, 2026-08-20 https://docs.runpod.io/public-endpoints/models/p-image-t2i
        runpod p-image-edit: 0.01/image, 2026-08-20 https://docs.runpod.io/public-endpoints/models/p-image-edit
        runpod seedream-v4-t2i: 0.027/image, 2026-08-20 https://docs.runpod.io/public-endpoints/models/seedream-4-t2i
        runpod seedream-v4-edit: 0.027/image, 2026-08-20 https://docs.runpod.io/public-endpoints/models/seedream-4-edit
        runpod wan-2-6-t2i: 0.03/image, 2026-08-20 https://docs.runpod.io/public-endpoints/models/wan-2-6-t2i
        runpod nano-banana-edit: 0.038/image, 2026-08-20 https://docs.runpod.io/public-endpoints/models/nano-banana-edit
        """;

    [Fact]
    public void All_EachRow_HasExactlyOneAmount() =>
        Assert.All(
            _all,
            price => Assert.Single([price.PerImageUsd, price.PerMegapixelUsd, price.PerSecondUsd], amount => amount is > 0 and < 1));

    [Fact]
    public void All_EachProvidersRow_HasSourceOfThatProviderAndDate() =>
        Assert.All(
            _all.Where(price => price.Provider is not null),
            price =>
            {
                Assert.Contains(price.Provider!, price.Source!.Host, StringComparison.Ordinal);
                Assert.Equal("https", price.Source.Scheme);
                Assert.InRange(price.AsOf!.Value, new DateOnly(2026, 1, 1), new DateOnly(2026, 11, 22));
            });

    [Fact]
    public void All_NoTwoRowsShareProviderAndModel() =>
        Assert.Distinct(_all.Select(price => price.ToString()), StringComparer.OrdinalIgnoreCase);

    // Each change of a price is to show in a diff.
    [Fact]
    public void All_Listed() =>
        Assert.Equal(Listing.ReplaceLineEndings("\n"), string.Join('\n', _all.Select(Line)));

    // Whoever rents the worker knows its price; a list would invent one.
    [Fact]
    public void All_EachRow_NamesAProvider() =>
        Assert.All(_all, price => Assert.NotNull(price.Provider));

    [Fact]
    public void ReplicateHardware_IsMoreExpensiveTheStronger()
    {
        var rates = ReplicateTariff.Hardware;

        Assert.Equal(0.000225m, rates["gpu-t4"]);
        Assert.True(rates["cpu-small"] < rates["cpu"] && rates["cpu"] < rates["gpu-t4"]);
        Assert.True(rates["gpu-l40s"] < rates["gpu-a100-80gb"] && rates["gpu-a100-80gb"] < rates["gpu-h100"]);
        Assert.Equal(8 * rates["gpu-l40s"], rates["gpu-l40s-8x"]);
    }

    private static string Line(Price price)
    {
        var (amount, unit) = price switch
        {
            { PerImageUsd: { } usd } => (usd, "image"),
            { PerMegapixelUsd: { } usd } => (usd, "megapixel"),
            _ => (price.PerSecondUsd, "second"),
        };
        var line = string.Create(CultureInfo.InvariantCulture, $"{price}: {amount}/{unit}, {price.AsOf:yyyy-MM-dd} {price.Source}");
        return line.TrimEnd(' ', ',');
    }
}
