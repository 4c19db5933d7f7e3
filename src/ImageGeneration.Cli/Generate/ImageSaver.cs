using ImageGeneration.Outputs;

namespace ImageGeneration.Cli.Generate;

/// <summary>An image and the file it is in.</summary>
/// <param name="Image">As described by its own bytes, when they came; without them.</param>
/// <param name="File">The full path; null when there is none.</param>
/// <param name="Problem">Why there is none, or why it is not where it was asked for; null when all is well, and for an image that the
/// provider withheld.</param>
internal sealed record SavedImage(GeneratedImage Image, string? File, string? Problem);

/// <summary>Writes images to files. Whatever goes wrong is told in the result, because a picture is paid for, its link still counts, and
/// so do the others.</summary>
/// <param name="reader">Brings the bytes.</param>
/// <param name="target">Where they are to go.</param>
/// <param name="refuges">Where they go when they cannot go there: the first folder that takes them.</param>
internal sealed class ImageSaver(IImageReader reader, OutputTarget target, IReadOnlyList<Func<string>> refuges)
{
    /// <param name="image">A delivered or withheld one.</param>
    /// <param name="name">Its name when the option gave none, without an extension.</param>
    public async Task<SavedImage> SaveAsync(GeneratedImage image, string name)
    {
        if (image.Outcome == ImageOutcome.Filtered)
        {
            return new(image, null, null);
        }

        try
        {
            // A signal does not end it: the image is paid, and of a closed terminal nobody reads a link.
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
            // A name that was given may be what went wrong.
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
#pragma warning disable CA1031 // there are other places
        catch (Exception e)
#pragma warning restore CA1031
        {
            (file, problem) = (null, e.Message);
            return false;
        }
    }
}
