using ImageGeneration.Providers;

namespace ImageGeneration.Costs;

/// <summary>What an estimate depends on under a price; all else is left at its default, so that equal estimates have equal
/// quantities.</summary>
internal readonly record struct CostQuantity(
    string Provider, string ModelId, ImageModel Model, int Images, decimal Megapixels = 0, decimal Seconds = 0, int Jobs = 0)
{
    public static CostQuantity Of(Price price, string provider, ProviderRequest request, int images, TimeSpan expectedRunTime)
    {
        var quantity = new CostQuantity(provider, request.ModelId, request.Model, images);
        if (price.PerImageUsd is not null)
        {
            return quantity;
        }

        if (price.PerMegapixelUsd is not null)
        {
            return quantity with { Megapixels = MegapixelsOf(request.Width, request.Height) };
        }

        var imagesPerJob = Math.Max(1, request.Count);
        return quantity with { Seconds = BilledSeconds(provider, expectedRunTime) ?? 0, Jobs = (images + imagesPerJob - 1) / imagesPerJob };
    }

    public static decimal MegapixelsOf(int width, int height) => (decimal)width * height / 1_000_000m;

    /// <summary>The seconds that a run is billed for. RunPod rounds up to a full one (https://docs.runpod.io/serverless/pricing, read
    /// 2026-11-22); the others bill fractions.</summary>
    public static decimal? BilledSeconds(string provider, TimeSpan? runTime)
    {
        var seconds = (decimal?)runTime?.Ticks / TimeSpan.TicksPerSecond;
        return seconds is { } run && ProviderKind.Of(provider) == ProviderKind.RunPod ? decimal.Ceiling(run) : seconds;
    }
}
