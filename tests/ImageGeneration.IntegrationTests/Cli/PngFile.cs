using SkiaSharp;

namespace ImageGeneration.IntegrationTests.Cli;

/// <summary>Reads a PNG file to its last pixel, so that a file that merely begins like one does not pass.</summary>
internal static class PngFile
{
    public static (int Width, int Height) Read(string path)
    {
        using var codec = SKCodec.Create(path);
        using var bitmap = new SKBitmap(codec.Info);
        Assert.Equal(SKEncodedImageFormat.Png, codec.EncodedFormat);
        Assert.Equal(SKCodecResult.Success, codec.GetPixels(bitmap.Info, bitmap.GetPixels()));
        return (bitmap.Width, bitmap.Height);
    }
}
