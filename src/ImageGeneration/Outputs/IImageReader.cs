namespace ImageGeneration.Outputs;

/// <summary>Gets the bytes of a generated image, wherever they are: in the response, or at a URL that soon expires. No key is ever sent to
/// such a URL, private networks are out of bounds unless allowed, and size and type are checked.</summary>
public interface IImageReader
{
    /// <summary>Reads the whole image.</summary>
    /// <param name="image">A delivered image.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The image with its bytes, and media type, width and height as the bytes tell.</returns>
    /// <exception cref="ImageGenerationException">It could not be fetched, is too large or is no image.</exception>
    Task<GeneratedImage> ReadAsync(GeneratedImage image, CancellationToken cancellationToken = default);

    /// <summary>Copies the file to a stream without holding it in memory.</summary>
    /// <param name="image">A delivered image.</param>
    /// <param name="destination">Gets the bytes; the caller disposes it. After a failure it may hold a part of the file.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The image with media type, width and height as the first bytes tell.</returns>
    /// <exception cref="ImageGenerationException">It could not be fetched, is too large or is no image.</exception>
    Task<GeneratedImage> CopyToAsync(GeneratedImage image, Stream destination, CancellationToken cancellationToken = default);
}
