using System.Globalization;

namespace ImageGeneration.Providers;

/// <summary>Represents the sizes that a model makes.</summary>
public abstract record SizeRule
{
    /// <summary>Returns the nearest size that the model makes.</summary>
    /// <param name="width">The requested width in pixels.</param>
    /// <param name="height">The requested height in pixels.</param>
    /// <returns>The size of the images.</returns>
    public abstract FittedSize Fit(int width, int height);
}

/// <summary>Represents a size that a model makes.</summary>
/// <param name="Width">The width in pixels.</param>
/// <param name="Height">The height in pixels.</param>
/// <param name="AspectRatio">The name of the aspect ratio, for models that take one; otherwise null.</param>
/// <param name="Megapixels">The megapixels as the model spells them, for models that take a ratio; otherwise null.</param>
public readonly record struct FittedSize(int Width, int Height, string? AspectRatio = null, string? Megapixels = null);

/// <summary>Represents sizes in pixels, with each side within a range and a multiple of a step.</summary>
/// <param name="Min">The minimum of a side.</param>
/// <param name="Max">The maximum of a side.</param>
/// <param name="Multiple">The number that each side is a multiple of.</param>
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

/// <summary>Represents named aspect ratios, each at one or more areas, as for FLUX on Replicate, which takes no width and
/// height.</summary>
/// <param name="Ratios">The ratios, each with its size at one megapixel.</param>
/// <param name="Megapixels">The areas, as the model spells them and as a factor on each side.</param>
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

    /// <summary>Returns the same ratios, with the pixels that another table has for them.</summary>
    internal AspectRatioSizes WithSizesOf(AspectRatioSizes other) => this with
    {
        Ratios = [.. Ratios.Select(ratio => other.Ratios.FirstOrDefault(known => known.AspectRatio == ratio.AspectRatio) is { Width: > 0 } known
            ? known
            : ratio)],
    };

    // The shape matters more than the area: a request for a square must not return a banner.
    private static double Distance(FittedSize size, double width, double height)
    {
        var shape = Math.Abs(Math.Log(size.Width / (double)size.Height * (height / width)));
        var area = Math.Abs(Math.Log(size.Width * (double)size.Height / (width * height)));
        return (shape * 10) + area;
    }

    /// <summary>Returns the table in words.</summary>
    public override string ToString() =>
        string.Join(", ", Ratios.Select(r => string.Create(CultureInfo.InvariantCulture, $"{r.AspectRatio} {r.Width}x{r.Height}")));
}
