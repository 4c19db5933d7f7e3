using System.Globalization;
using ImageGeneration.Providers;

namespace ImageGeneration.Extras;

/// <summary>Calculates the effect of the extras on a job.</summary>
internal static class ExtrasEffects
{
    // Between a turbo model's 4 and SDXL's 50: the usual number when nothing is known.
    private const double UsualSteps = 30;
    private const double MaxWork = 10_000;
    private const int MaxImages = 8;

    // Above this an image is of another class ("2K") with a price of its own.
    private const double OneMegapixelClass = 1_200_000;

    /// <summary>Gets the effect; null when there are no extras, and the settings fix no number of images.</summary>
    public static ExtrasEffect? For(ProviderRequest request, ModelCapabilities model)
    {
        if (request.Extras is not { } extras)
        {
            return model.FixedImagesPerJob is { } each ? new(request.Width, request.Height, each, 1, 1, null, null) : null;
        }

        var reading = ExtrasReading.Read(extras);
        var (width, height) = Size(request, reading, model);
        var area = width * (double)height / (request.Width * (double)request.Height);
        var steps = reading.Steps is { } asked ? asked / (request.Steps ?? UsualSteps) : 1;
        var images = reading.Images is { Count: var count }
            ? (int)Math.Clamp(Math.Ceiling(count), 1, MaxImages)
            : model.FixedImagesPerJob;
        var work = Math.Round(Math.Clamp(Math.Max(1, area) * Math.Max(1, steps), 1, MaxWork), 2);
        var unpriced = reading.Unpriced ?? (reading.Area > OneMegapixelClass && reading.Width is null ? reading.AreaMember : null);
        var imagesOfAJob = Math.Max(1, (images ?? 1) / (double)Math.Max(1, model.MaxImagesPerJob));
        return new(width, height, images, work, work * imagesOfAJob, reading.Seed, unpriced);
    }

    private static (int Width, int Height) Size(ProviderRequest request, ExtrasReading reading, ModelCapabilities model)
    {
        double width = reading.Width ?? request.Width, height = reading.Height ?? request.Height;
        if (reading.AspectRatio is { } ratio && reading.Width is null && reading.Height is null)
        {
            var area = width * height;
            if (model.Sizes is AspectRatioSizes { Ratios: var ratios }
                && ratios.FirstOrDefault(known => known.AspectRatio == ratio) is { Width: > 0 } size)
            {
                (width, height) = (size.Width, size.Height);
                // A quarter megapixel stays one.
                var scale = Math.Sqrt(area / (width * height)) < 0.75 ? 0.5 : 1;
                (width, height) = (width * scale, height * scale);
            }
            else if (ratio.Split(':') is [var w, var h] && Part(w) is { } across && Part(h) is { } up)
            {
                (width, height) = (Math.Sqrt(area * across / up), Math.Sqrt(area * up / across));
            }
        }

        if (reading.Area is { } pixels && reading.Width is null && reading.Height is null)
        {
            var scale = Math.Sqrt(pixels / (width * height));
            (width, height) = (width * scale, height * scale);
        }

        return (Whole(width * reading.Scale), Whole(height * reading.Scale));

        static double? Part(string text) =>
            double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var part) && part is > 0 and < 1000
                ? part
                : null;

        static int Whole(double side) => (int)Math.Clamp(Math.Round(side), 1, 100_000);
    }
}
