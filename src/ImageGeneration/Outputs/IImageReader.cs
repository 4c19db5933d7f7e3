namespace ImageGeneration.Outputs;

/// <summary>Reads the bytes of a generated image, wherever they are: in the response, or at a URL that soon expires. No key is ever sent
/// to such a URL, private networks are blocked unless allowed, and size and type are checked.</summary>
public interface IImageReader
{
    /// <summary>Reads the whole image.</summary>
    /// <param name="image">A delivered image.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <returns>The image with its bytes, and with media type, width and height as read from the bytes.</returns>
    /// <exception cref="ImageGenerationException">The image could not be downloaded, is too large or is no image.</exception>
    Task<GeneratedImage> ReadAsync(GeneratedImage image, CancellationToken cancellationToken = default);

    /// <summary>Copies the file to a stream without holding it in memory.</summary>
    /// <param name="image">A delivered image.</param>
    /// <param name="destination">The stream that receives the bytes; the caller disposes it. After a failure it may contain a part of the
    /// file.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <returns>The image with media type, width and height as read from the first bytes.</returns>
    /// <exception cref="ImageGenerationException">The image could not be downloaded, is too large or is no image.</exception>
    Task<GeneratedImage> CopyToAsync(GeneratedImage image, Stream destination, CancellationToken cancellationToken = default);
}
