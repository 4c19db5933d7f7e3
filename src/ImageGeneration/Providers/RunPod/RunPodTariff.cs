using ImageGeneration.Pricing;

namespace ImageGeneration.Providers.RunPod;

/// <summary>Provides RunPod's prices: for public endpoints a price per image or megapixel, for endpoints of one's own the run time of
/// their workers.</summary>
internal static class RunPodTariff
{
    private static readonly DateOnly AsOf = new(2026, 8, 20);

    public static Tariff Tariff { get; } = new()
    {
        Kind = ProviderNames.RunPod,
        Aliases = RunPodModels.Aliases,
        // A flex worker with 24 GB (https://docs.runpod.io/serverless/pricing, read 2026-11-28).
        UsualUsdPerSecond = 0.00019m,
        RunsOwnEndpoints = true,
        IsBilledByTime = static modelId => RunPodModels.FindPublic(modelId) is null,
        // The same page, read 2026-11-22: rounded up to a full second.
        Increment = TimeSpan.FromSeconds(1),
        Prices =
        [
            Megapixel("black-forest-labs-flux-1-schnell", 0.0024m, "flux-schnell"),
            Megapixel("black-forest-labs-flux-1-dev", 0.02m, "flux-dev"),
            Image("black-forest-labs-flux-1-kontext-dev", 0.025m, "flux-kontext-dev"),
            Image("qwen-image-t2i", 0.02m, "qwen-image"),
            Image("qwen-image-t2i-lora", 0.025m, "qwen-image-lora"),
            Image("qwen-image-edit", 0.02m, "qwen-image-edit"),
            Image("qwen-image-edit-2511", 0.02m, "qwen-image-edit-2511"),
            Image("qwen-image-edit-2511-lora", 0.025m, "qwen-image-edit-2511-lora"),
            Image("z-image-turbo", 0.005m, "z-image-turbo"),
            Image("p-image-t2i", 0.005m, "p-image-t2i"),
            Image("p-image-edit", 0.01m, "p-image-edit"),
            Image("seedream-v4-t2i", 0.027m, "seedream-4-t2i"),
            Image("seedream-v4-edit", 0.027m, "seedream-4-edit"),
            Image("wan-2-6-t2i", 0.03m, "wan-2-6-t2i"),
            Image("nano-banana-edit", 0.038m, "nano-banana-edit"),
        ],
    };

    private static Price Image(string model, decimal usd, string page) => Listed(new() { PerImageUsd = usd, IsListed = true }, model, page);

    private static Price Megapixel(string model, decimal usd, string page) =>
        Listed(new() { PerMegapixelUsd = usd, IsListed = true }, model, page);

    private static Price Listed(Price price, string model, string page)
    {
        var source = new Uri($"https://docs.runpod.io/public-endpoints/models/{page}");
        (price.Provider, price.Model, price.Source, price.AsOf) = (ProviderNames.RunPod, model, source, AsOf);
        return price;
    }
}
