using ImageGeneration.Outputs;

namespace ImageGeneration.Cli.Generate;

/// <summary>Represents an image and its file.</summary>
/// <param name="Image">The image as described by its own bytes, when they were read; without the bytes.</param>
/// <param name="File">The full path; null when there is none.</param>
/// <param name="Problem">The reason why there is none, or why it is not at the requested path; null when all is well, and for an image
/// that the provider withheld.</param>
internal sealed record SavedImage(GeneratedImage Image, string? File, string? Problem);

/// <summary>Writes images to files. A failure is part of the result, because an image is paid for, its link is still useful, and so are
/// the others.</summary>
/// <param name="reader">The reader of the bytes.</param>
/// <param name="target">The target of the files.</param>
/// <param name="refuges">The directories that are tried, in order, when the target fails.</param>
internal sealed class ImageSaver(IImageReader reader, OutputTarget target, IReadOnlyList<Func<string>> refuges)
{
    /// <param name="image">An image, delivered or withheld.</param>
    /// <param name="name">Its name when the option gave none, without an extension.</param>
    public async Task<SavedImage> SaveAsync(GeneratedImage image, string name)
    {
        if (image.Outcome == ImageOutcome.Filtered)
        {
            return new(image, null, null);
        }

        try
        {
            // Not ended by a signal: the image is paid for, and nobody reads a link on a closed terminal.
            return Save(await reader.ReadAsync(image, CancellationToken.None), name);
        }
#pragma warning disable CA1031 // the next image must not suffer from it
        catch (Exception e)
#pragma warning restore CA1031
        {
            return new(image, null, e.Message);
        }
    }

    private SavedImage Save(GeneratedImage image, string name)
    {
        var (bytes, described) = (image.Bytes.GetValueOrDefault(), image with { Bytes = null });
        if (!TrySave(() => target, bytes, name, image.MediaType, out var file, out var problem))
        {
            // The given name may be what went wrong.
            var refuge = refuges.FirstOrDefault(folder =>
                TrySave(() => OutputTarget.Folder(folder()), bytes, name, image.MediaType, out file, out _));
            problem = refuge is null ? problem : $"{problem} It is in {file} instead.";
        }

        return new(described, file, problem);
    }

    private static bool TrySave(
        Func<OutputTarget> place, ReadOnlyMemory<byte> bytes, string name, string? mediaType, out string? file, out string? problem)
    {
        try
        {
            (file, problem) = (place().Save(bytes, name, mediaType), null);
            return true;
        }
#pragma warning disable CA1031 // there are other directories
        catch (Exception e)
#pragma warning restore CA1031
        {
            (file, problem) = (null, e.Message);
            return false;
        }
    }
}
