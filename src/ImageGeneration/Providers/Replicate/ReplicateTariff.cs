using ImageGeneration.Pricing;

namespace ImageGeneration.Providers.Replicate;

/// <summary>Provides Replicate's prices: for official models a price per image made, for all others the run time of their
/// hardware.</summary>
internal static class ReplicateTariff
{
    // Dates are those of the reading on which a figure rests; where only the month is known, its first day.
    private static readonly DateOnly May2026 = new(2026, 5, 1);
    private static readonly DateOnly July2026 = new(2026, 7, 1);
    private static readonly DateOnly November2026 = new(2026, 11, 22);

    /// <summary>Gets the price of a second of hardware, in US dollars (https://replicate.com/pricing, read in July 2026), for the models
    /// that are billed by time.</summary>
    public static IReadOnlyDictionary<string, decimal> Hardware { get; } = new Dictionary<string, decimal>
    {
        ["cpu-small"] = 0.000025m,
        ["cpu"] = 0.0001m,
        ["gpu-t4"] = 0.000225m,
        ["gpu-l40s"] = 0.000975m,
        ["gpu-l40s-8x"] = 0.0078m,
        ["gpu-a100-80gb"] = 0.0014m,
        ["gpu-h100"] = 0.001525m,
    };

    public static Tariff Tariff { get; } = new()
    {
        Kind = ProviderNames.Replicate,
        Aliases = ReplicateModels.Aliases,
        UsualUsdPerSecond = Hardware["gpu-l40s"],
        TellsBilledTime = true,
        IsBilledByTime = IsBilledByTime,
        Prices =
        [
            // flux-dev-lora is missing: no page names its price.
            Image("black-forest-labs/flux-schnell", 0.003m, May2026),
            // The name that RunPod and others use; accepted here as an alias.
            Image("black-forest-labs/flux-1-schnell", 0.003m, May2026, page: "black-forest-labs/flux-schnell"),
            Image("black-forest-labs/flux-dev", 0.025m),
            Image("black-forest-labs/flux-1.1-pro", 0.04m),
            Image("black-forest-labs/flux-1.1-pro-ultra", 0.06m),
            Image("black-forest-labs/flux-pro", 0.055m),
            Image("black-forest-labs/flux-kontext-pro", 0.04m),
            Image("black-forest-labs/flux-kontext-max", 0.08m),
            Image("black-forest-labs/flux-kontext-dev", 0.025m),
            // Billed by time in truth: a third party's figure for one image at the default settings.
            Image("stability-ai/sdxl", 0.0063m, isAverage: true),
            Second("nightmareai/real-esrgan", "gpu-t4"),
            Second("ostris/flux-dev-lora-trainer", "gpu-h100"),
        ],
    };

    // Official models have a name and no version, and are billed by the image.
    private static bool IsBilledByTime(string modelId) =>
        modelId.Contains(':', StringComparison.Ordinal)
        || modelId.StartsWith("deployments/", StringComparison.OrdinalIgnoreCase) || !modelId.Contains('/', StringComparison.Ordinal);

    private static Price Image(string model, decimal usd, DateOnly? asOf = null, string? page = null, bool isAverage = false) =>
        new()
        {
            Provider = ProviderNames.Replicate,
            Model = model,
            PerImageUsd = usd,
            IsAverage = isAverage,
            IsListed = true,
            Source = new Uri($"https://replicate.com/{page ?? model}"),
            AsOf = asOf ?? November2026,
        };

    private static Price Second(string model, string hardware) =>
        new()
        {
            Provider = ProviderNames.Replicate,
            Model = model,
            PerSecondUsd = Hardware[hardware],
            Source = new Uri("https://replicate.com/pricing"),
            AsOf = July2026,
        };
}
