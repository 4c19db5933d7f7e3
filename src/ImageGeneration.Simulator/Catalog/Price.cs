namespace ImageGeneration.Simulator.Catalog;

internal enum PriceUnit
{
    Image,
    Megapixel,
    Second,
}

/// <summary>Represents the price of a model, in US dollars per unit.</summary>
internal readonly record struct Price(PriceUnit Unit, decimal Usd)
{
    /// <summary>Calculates the bill of a job: images for what they are, time even when there is no result.</summary>
    public decimal Bill(int images, int width, int height, TimeSpan ran) => Unit switch
    {
        PriceUnit.Image => images * Usd,
        PriceUnit.Megapixel => images * Usd * width * height / 1_000_000m,
        _ => Usd * ran.Ticks / TimeSpan.TicksPerSecond,
    };
}
