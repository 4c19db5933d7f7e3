namespace ImageGeneration.Simulator;

/// <summary>Makes the pictures of finished jobs. It is called from many threads at once, each time somebody fetches a picture.</summary>
public interface IImageRenderer
{
    /// <summary>Makes one picture.</summary>
    /// <param name="request">What was asked for.</param>
    /// <returns>The file. The same request should give the same bytes: a link may be fetched more than once.</returns>
    RenderedImage Render(RenderRequest request);
}

/// <summary>What a picture is made from.</summary>
/// <param name="Prompt">The prompt of the job.</param>
/// <param name="Seed">The seed of this image.</param>
/// <param name="Width">Pixels.</param>
/// <param name="Height">Pixels.</param>
/// <param name="Format">The file format as the job names it: <c>png</c>, <c>jpg</c>, <c>jpeg</c> or <c>webp</c>.</param>
public sealed record RenderRequest(string Prompt, long Seed, int Width, int Height, string Format)
{
    /// <summary>Size and format: never the prompt.</summary>
    public override string ToString() => $"{Width}x{Height} {Format}";
}

/// <summary>A picture as a file.</summary>
/// <param name="Bytes">The content of the file.</param>
/// <param name="MediaType">What it is, such as <c>image/png</c>; a renderer may make another format than the one asked for.</param>
public sealed record RenderedImage(ReadOnlyMemory<byte> Bytes, string MediaType);
