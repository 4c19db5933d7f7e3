namespace ImageGeneration.Simulator.Catalog;

internal enum PriceUnit
{
    Image,
    Megapixel,
    Second,
}

/// <summary>What a model costs, in US dollars per unit.</summary>
internal readonly record struct Price(PriceUnit Unit, decimal Usd)
{
    /// <summary>The bill of a job: images for what they are, time also when nothing came of it.</summary>
    public decimal Bill(int images, int width, int height, TimeSpan ran) => Unit switch
    {
        PriceUnit.Image => images * Usd,
        PriceUnit.Megapixel => images * Usd * width * height / 1_000_000m,
        _ => Usd * ran.Ticks / TimeSpan.TicksPerSecond,
    };
}
