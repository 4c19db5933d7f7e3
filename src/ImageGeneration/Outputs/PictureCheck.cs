using ImageGeneration.Imaging;
using ImageGeneration.Telemetry;

namespace ImageGeneration.Outputs;

/// <summary>What is strange about a picture that is delivered all the same: it is paid, and a check must not lose it.</summary>
internal static class PictureCheck
{
    /// <summary>In words that follow "Image 1"; null when nothing is.</summary>
    public static string? Of(GeneratedImage image) => Guarded.Ask(image, Look, out _);

    private static string? Look(GeneratedImage image) =>
        image.Bytes is not { } bytes ? null
        : ImageSignature.Read(bytes.Span) is null
            ? $"is of a format that is not known here ({image.MediaType ?? "no media type"}); it is kept as it came."
        : ContainerWalk.IsCut(bytes.Span) ? "ends before its own end: the file was cut off on its way, or was made so."
        : BlackPicture.Is(bytes.Span) ? "is black in every pixel, as what some content filters put in the place of a picture."
        : null;
}
