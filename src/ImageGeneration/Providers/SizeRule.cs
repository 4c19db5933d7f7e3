using System.Globalization;

namespace ImageGeneration.Providers;

/// <summary>Which sizes a model makes.</summary>
public abstract record SizeRule
{
    /// <summary>The size it makes that comes nearest to the one asked for.</summary>
    /// <param name="width">Pixels.</param>
    /// <param name="height">Pixels.</param>
    /// <returns>The size that will come back.</returns>
    public abstract FittedSize Fit(int width, int height);
}

/// <summary>A size a model makes.</summary>
/// <param name="Width">Pixels.</param>
/// <param name="Height">Pixels.</param>
/// <param name="AspectRatio">Its name, for models that take a ratio; else null.</param>
/// <param name="Megapixels">As the model spells it, for models that take a ratio; else null.</param>
public readonly record struct FittedSize(int Width, int Height, string? AspectRatio = null, string? Megapixels = null);

/// <summary>Width and height in pixels, each within a range and a multiple of a step.</summary>
/// <param name="Min">The least side.</param>
/// <param name="Max">The greatest side.</param>
/// <param name="Multiple">Each side is a multiple of this.</param>
public sealed record PixelSizes(int Min, int Max, int Multiple) : SizeRule
{
    /// <inheritdoc/>
    public override FittedSize Fit(int width, int height) => new(FitSide(width), FitSide(height));

    private int FitSide(int side)
    {
        var rounded = (int)Math.Round(side / (double)Multiple, MidpointRounding.AwayFromZero) * Multiple;
        return Math.Clamp(rounded, Min, Max);
    }
}

/// <summary>Named aspect ratios, each at one or more areas: the way of FLUX on Replicate, which has no width and height.</summary>
/// <param name="Ratios">Name and size at one megapixel.</param>
/// <param name="Megapixels">The areas it makes, as the model spells them and as a factor on each side.</param>
public sealed record AspectRatioSizes(IReadOnlyList<FittedSize> Ratios, IReadOnlyList<KeyValuePair<string, double>> Megapixels) : SizeRule
{
    /// <inheritdoc/>
    public override FittedSize Fit(int width, int height)
    {
        var best = default(FittedSize);
        var bestDistance = double.MaxValue;
        for (var i = 0; i < Ratios.Count; i++)
        {
            for (var j = 0; j < Megapixels.Count; j++)
            {
                var (ratio, (area, factor)) = (Ratios[i], Megapixels[j]);
                var candidate = new FittedSize((int)(ratio.Width * factor), (int)(ratio.Height * factor), ratio.AspectRatio, area);
                if (candidate.Width == width && candidate.Height == height)
                {
                    return candidate;
                }

                var distance = Distance(candidate, width, height);
                if (distance < bestDistance)
                {
                    (best, bestDistance) = (candidate, distance);
                }
            }
        }

        return best;
    }

    /// <summary>The same ratios, with the pixels that another table has for them.</summary>
    internal AspectRatioSizes WithSizesOf(AspectRatioSizes other) => this with
    {
        Ratios = [.. Ratios.Select(ratio => other.Ratios.FirstOrDefault(known => known.AspectRatio == ratio.AspectRatio) is { Width: > 0 } known
            ? known
            : ratio)],
    };

    // The shape matters more than the area: a square asked for must not come back as a banner.
    private static double Distance(FittedSize size, double width, double height)
    {
        var shape = Math.Abs(Math.Log(size.Width / (double)size.Height * (height / width)));
        var area = Math.Abs(Math.Log(size.Width * (double)size.Height / (width * height)));
        return (shape * 10) + area;
    }

    /// <summary>The table in words.</summary>
    public override string ToString() =>
        string.Join(", ", Ratios.Select(r => string.Create(CultureInfo.InvariantCulture, $"{r.AspectRatio} {r.Width}x{r.Height}")));
}
