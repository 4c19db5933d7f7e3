namespace ImageGeneration.Simulator;

/// <summary>Renders the images of finished jobs. It is called from many threads at once, each time an image is downloaded.</summary>
public interface IImageRenderer
{
    /// <summary>Renders one image.</summary>
    /// <param name="request">What the image is made from.</param>
    /// <returns>The file. The same request should return the same bytes, as a link may be downloaded more than once.</returns>
    RenderedImage Render(RenderRequest request);
}

/// <summary>Represents what an image is made from.</summary>
/// <param name="Prompt">The prompt of the job.</param>
/// <param name="Seed">The seed of this image.</param>
/// <param name="Width">The width in pixels.</param>
/// <param name="Height">The height in pixels.</param>
/// <param name="Format">The file format as the job names it: <c>png</c>, <c>jpg</c>, <c>jpeg</c> or <c>webp</c>.</param>
public sealed record RenderRequest(string Prompt, long Seed, int Width, int Height, string Format)
{
    /// <summary>Returns size and format, never the prompt.</summary>
    public override string ToString() => $"{Width}x{Height} {Format}";
}

/// <summary>Represents an image as a file.</summary>
/// <param name="Bytes">The content of the file.</param>
/// <param name="MediaType">The media type, such as <c>image/png</c>; a renderer may return another format than the requested one.</param>
public sealed record RenderedImage(ReadOnlyMemory<byte> Bytes, string MediaType);
