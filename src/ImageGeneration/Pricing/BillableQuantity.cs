using ImageGeneration.Providers;

namespace ImageGeneration.Pricing;

/// <summary>Represents what an estimate depends on under a price; everything else is left at its default, so that equal estimates have
/// equal quantities.</summary>
internal readonly record struct BillableQuantity(
    string Provider,
    string ModelId,
    ImageModel Model,
    int Images,
    Price? Price = null,
    int Width = 0,
    int Height = 0,
    TimeSpan BilledTime = default,
    int Jobs = 0,
    double Work = 1,
    string? Unpriced = null)
{
    public decimal Megapixels => MegapixelsOf(Width, Height);

    public decimal Seconds => SecondsOf(BilledTime);

    public static BillableQuantity Calculate(
        Price price, string provider, Tariff? tariff, ProviderRequest request, int images, TimeSpan expectedRunTime)
    {
        var effect = request.Effect;
        var quantity = new BillableQuantity(provider, request.ModelId, request.Model, images, price)
        {
            Unpriced = price.IsListed ? effect?.Unpriced : null,
        };
        if (price.PerImageUsd is not null)
        {
            return price.IsAverage && effect is not null ? quantity with { Work = effect.WorkPerImage } : quantity;
        }

        if (price.PerMegapixelUsd is not null)
        {
            return quantity with { Width = effect?.Width ?? request.Width, Height = effect?.Height ?? request.Height };
        }

        var imagesPerJob = Math.Max(1, request.Count);
        return quantity with
        {
            BilledTime = Billed(tariff, expectedRunTime * (effect?.WorkPerJob ?? 1)),
            Jobs = (images + imagesPerJob - 1) / imagesPerJob,
        };
    }

    public static decimal MegapixelsOf(int width, int height) => (decimal)width * height / 1_000_000m;

    public static decimal SecondsOf(TimeSpan time) => (decimal)time.Ticks / TimeSpan.TicksPerSecond;

    /// <summary>Gets the time that a run is billed for; fractions of a second count when nothing else is known.</summary>
    public static TimeSpan Billed(Tariff? tariff, TimeSpan runTime) => tariff?.Billed(runTime) ?? runTime;
}
