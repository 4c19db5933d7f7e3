namespace ImageGeneration.Pricing;

/// <summary>The built-in prices, in US dollars. They change without notice: <c>ImageGeneration:Prices</c> overrides each of them.</summary>
internal static class ListPrices
{
    // Dates are those of the reading on which a figure rests; where only the month is known, its first day.
    private static readonly DateOnly May2026 = new(2026, 5, 1);
    private static readonly DateOnly July2026 = new(2026, 7, 1);
    private static readonly DateOnly August2026 = new(2026, 8, 20);
    private static readonly DateOnly November2026 = new(2026, 11, 22);

    /// <summary>What a second of Replicate's hardware costs (https://replicate.com/pricing, read in July 2026): for the models that are
    /// billed by time.</summary>
    public static IReadOnlyDictionary<string, decimal> ReplicateHardware { get; } = new Dictionary<string, decimal>
    {
        ["cpu-small"] = 0.000025m,
        ["cpu"] = 0.0001m,
        ["gpu-t4"] = 0.000225m,
        ["gpu-l40s"] = 0.000975m,
        ["gpu-l40s-8x"] = 0.0078m,
        ["gpu-a100-80gb"] = 0.0014m,
        ["gpu-h100"] = 0.001525m,
    };

    /// <summary>What a second of rented hardware usually costs where images are made, by kind of provider: it puts an endpoint of unknown
    /// price into its place among the others, and is never told as a price. RunPod: a flex worker with 24 GB
    /// (https://docs.runpod.io/serverless/pricing, read 2026-11-28); Modal: about what an A10 costs; Replicate: an L40S, for models billed
    /// by time.</summary>
    public static IReadOnlyDictionary<string, decimal> UsualWorker { get; } = new Dictionary<string, decimal>
    {
        [ProviderKind.RunPod] = 0.00019m,
        [ProviderKind.Modal] = 0.000306m,
        [ProviderKind.Replicate] = ReplicateHardware["gpu-l40s"],
    };

    /// <summary>The table. No two rows share provider and model. An endpoint of one's own, on RunPod or Modal, has no list price: what it
    /// costs depends on the worker behind it.</summary>
    public static IReadOnlyList<Price> All { get; } =
    [
        // Official models are billed per image made. flux-dev-lora is missing: no page names its price.
        ReplicateImage("black-forest-labs/flux-schnell", 0.003m, May2026),
        // The name that RunPod and others use; accepted here as an alias.
        ReplicateImage("black-forest-labs/flux-1-schnell", 0.003m, May2026, page: "black-forest-labs/flux-schnell"),
        ReplicateImage("black-forest-labs/flux-dev", 0.025m),
        ReplicateImage("black-forest-labs/flux-1.1-pro", 0.04m),
        ReplicateImage("black-forest-labs/flux-1.1-pro-ultra", 0.06m),
        ReplicateImage("black-forest-labs/flux-pro", 0.055m),
        ReplicateImage("black-forest-labs/flux-kontext-pro", 0.04m),
        ReplicateImage("black-forest-labs/flux-kontext-max", 0.08m),
        ReplicateImage("black-forest-labs/flux-kontext-dev", 0.025m),
        // Billed by time in truth: a third party's figure for one image at the default settings.
        ReplicateImage("stability-ai/sdxl", 0.0063m, isAverage: true),
        ReplicateSecond("nightmareai/real-esrgan", "gpu-t4"),
        ReplicateSecond("ostris/flux-dev-lora-trainer", "gpu-h100"),

        RunPodMegapixel("black-forest-labs-flux-1-schnell", 0.0024m, "flux-schnell"),
        RunPodMegapixel("black-forest-labs-flux-1-dev", 0.02m, "flux-dev"),
        RunPodImage("black-forest-labs-flux-1-kontext-dev", 0.025m, "flux-kontext-dev"),
        RunPodImage("qwen-image-t2i", 0.02m, "qwen-image"),
        RunPodImage("qwen-image-t2i-lora", 0.025m, "qwen-image-lora"),
        RunPodImage("qwen-image-edit", 0.02m, "qwen-image-edit"),
        RunPodImage("qwen-image-edit-2511", 0.02m, "qwen-image-edit-2511"),
        RunPodImage("qwen-image-edit-2511-lora", 0.025m, "qwen-image-edit-2511-lora"),
        RunPodImage("z-image-turbo", 0.005m, "z-image-turbo"),
        RunPodImage("p-image-t2i", 0.005m, "p-image-t2i"),
        RunPodImage("p-image-edit", 0.01m, "p-image-edit"),
        RunPodImage("seedream-v4-t2i", 0.027m, "seedream-4-t2i"),
        RunPodImage("seedream-v4-edit", 0.027m, "seedream-4-edit"),
        RunPodImage("wan-2-6-t2i", 0.03m, "wan-2-6-t2i"),
        RunPodImage("nano-banana-edit", 0.038m, "nano-banana-edit"),
    ];

    private static Price ReplicateImage(string model, decimal usd, DateOnly? asOf = null, string? page = null, bool isAverage = false) =>
        new()
        {
            Provider = ProviderKind.Replicate,
            Model = model,
            PerImageUsd = usd,
            IsAverage = isAverage,
            IsListed = true,
            Source = new Uri($"https://replicate.com/{page ?? model}"),
            AsOf = asOf ?? November2026,
        };

    private static Price ReplicateSecond(string model, string hardware) =>
        new()
        {
            Provider = ProviderKind.Replicate,
            Model = model,
            PerSecondUsd = ReplicateHardware[hardware],
            Source = new Uri("https://replicate.com/pricing"),
            AsOf = July2026,
        };

    private static Price RunPodImage(string model, decimal usd, string page) =>
        RunPod(new() { PerImageUsd = usd, IsListed = true }, model, page);

    private static Price RunPodMegapixel(string model, decimal usd, string page) =>
        RunPod(new() { PerMegapixelUsd = usd, IsListed = true }, model, page);

    private static Price RunPod(Price price, string model, string page)
    {
        (price.Provider, price.Model, price.Source, price.AsOf) = (ProviderKind.RunPod, model, RunPodPage(page), August2026);
        return price;
    }

    private static Uri RunPodPage(string page) => new($"https://docs.runpod.io/public-endpoints/models/{page}");
}
