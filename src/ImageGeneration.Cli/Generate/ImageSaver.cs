using ImageGeneration.Outputs;

namespace ImageGeneration.Cli.Generate;

/// <summary>An image and the file it is in.</summary>
/// <param name="Image">As described by its own bytes, when they came.</param>
/// <param name="File">The full path; null when there is none.</param>
/// <param name="Problem">Why there is none; null when there is one, and for an image that the provider withheld.</param>
internal sealed record SavedImage(GeneratedImage Image, string? File, string? Problem);

/// <summary>Writes images to files: under a temporary name first, so that a name never stands for half a picture.</summary>
internal sealed class ImageSaver(IImageReader reader, OutputTarget target)
{
    /// <summary>Saves one; whatever goes wrong is told in the result, because the picture is paid for and its link still counts.</summary>
    public async Task<SavedImage> SaveAsync(GeneratedImage image, string name, CancellationToken cancellationToken)
    {
        if (image.Outcome == ImageOutcome.Filtered)
        {
            return new(image, null, null);
        }

        var temporary = target.TemporaryFile();
        try
        {
            var described = await CopyAsync(image, temporary, cancellationToken);
            return new(described, target.Keep(temporary, name, described.MediaType), null);
        }
        catch (OperationCanceledException)
        {
            return new(image, null, "interrupted before the image was fetched");
        }
        catch (Exception e) when (e is ImageGenerationException or IOException or UnauthorizedAccessException)
        {
            return new(image, null, e.Message);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    private async Task<GeneratedImage> CopyAsync(GeneratedImage image, string temporary, CancellationToken cancellationToken)
    {
        await using var file = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.Asynchronous);
        return await reader.CopyToAsync(image, file, cancellationToken);
    }
}
