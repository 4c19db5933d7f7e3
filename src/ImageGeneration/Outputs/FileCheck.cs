using ImageGeneration.Imaging;

namespace ImageGeneration.Outputs;

/// <summary>Checks that a file is a whole image. A file of an unknown format is kept as it came.</summary>
internal sealed class FileCheck : IOutputCheck
{
    public string Name => "the check of files";

    public ValueTask<OutputVerdict> CheckAsync(OutputCheckContext context, CancellationToken cancellationToken) =>
        new(Check(context.Image));

    private static OutputVerdict Check(GeneratedImage image)
    {
        var file = image.Bytes.GetValueOrDefault().Span;
        return file.IsEmpty ? OutputVerdict.Reject("is an empty file.")
            : ForeignFile.Identify(file, image.MediaType) is null
                ? OutputVerdict.Reject($"is not an image ({image.MediaType ?? "no media type"}).")
            : ImageSignature.Read(file) is null
                ? OutputVerdict.Warn(
                    $"is of an unknown format ({image.MediaType ?? "no media type"}); it is kept as it came.")
            : ContainerWalk.IsCut(file)
                ? OutputVerdict.Reject("is truncated: the file was cut off in transit, or was made so.")
            : OutputVerdict.Accept;
    }
}
