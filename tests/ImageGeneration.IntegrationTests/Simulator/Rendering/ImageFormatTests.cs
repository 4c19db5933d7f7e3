using System.Buffers.Binary;
using System.Text;
using ImageGeneration.Simulator.Rendering;

namespace ImageGeneration.IntegrationTests.Simulator.Rendering;

public sealed class ImageFormatTests
{
    private const string Prompt = "a city, sketch";

    [Theory]
    [InlineData("jpg")]
    [InlineData("jpeg")]
    public void Render_AsJpeg_HasTheFrameOfOne(string format)
    {
        var image = ImageRenderer.Render(Prompt, 42, 121, 70, format);

        var bytes = image.Bytes.ToArray();
        Assert.Equal("image/jpeg", image.MediaType);
        Assert.Equal([0xFF, 0xD8, 0xFF, 0xE0], bytes[..4]);
        Assert.Equal([0xFF, 0xD9], bytes[^2..]);
        var frame = Segment(bytes, 0xC0);
        Assert.Equal((70, 121), (BinaryPrimitives.ReadInt16BigEndian(frame[1..]), BinaryPrimitives.ReadInt16BigEndian(frame[3..])));
    }

    [Fact]
    public void Render_AsJpeg_EscapesEachFullByteOfItsData()
    {
        var bytes = ImageRenderer.Render(Prompt, 42, 256, 256, "jpg").Bytes.ToArray();

        ReadOnlySpan<byte> scanMarker = [0xFF, 0xDA];
        var scan = bytes.AsSpan()[(bytes.AsSpan().IndexOf(scanMarker) + 14)..^2];

        for (var i = 0; i < scan.Length; i++)
        {
            Assert.False(scan[i] == 0xFF && (i + 1 == scan.Length || scan[i + 1] != 0), $"A bare 0xFF at {i}.");
        }
    }

    [Theory]
    [InlineData(121, 70)]
    [InlineData(1, 1)]
    public void Render_AsWebp_HasTheFrameOfOne(int width, int height)
    {
        var image = ImageRenderer.Render(Prompt, 42, width, height, "webp");

        var bytes = image.Bytes.Span;
        Assert.Equal("image/webp", image.MediaType);
        Assert.Equal("RIFF", Encoding.ASCII.GetString(bytes[..4]));
        Assert.Equal(bytes.Length - 8, BinaryPrimitives.ReadInt32LittleEndian(bytes[4..]));
        Assert.Equal("WEBPVP8L", Encoding.ASCII.GetString(bytes[8..16]));
        Assert.Equal(0x2F, bytes[20]);
        var size = BinaryPrimitives.ReadUInt32LittleEndian(bytes[21..]);
        Assert.Equal((width, height), ((int)(size & 0x3FFF) + 1, (int)((size >> 14) & 0x3FFF) + 1));
    }

    [Fact]
    public void RenderPlain_OfTwoSeeds_AreSmallPngsOfTwoColours()
    {
        var one = ImageRenderer.RenderPlain(Prompt, 1, 1024, 1000).Bytes;
        var other = ImageRenderer.RenderPlain(Prompt, 2, 1024, 1000).Bytes;

        var png = PngFile.Read(one.Span);
        Assert.Equal((1024, 1000, 1, 3), (png.Width, png.Height, png.BitDepth, png.ColourType));
        Assert.Equal(1000 * 129, png.Data.Length);
        Assert.InRange(one.Length, 1, 4096);
        Assert.NotEqual(one.ToArray(), other.ToArray());
    }

    private static ReadOnlySpan<byte> Segment(ReadOnlySpan<byte> file, byte marker)
    {
        for (var at = 2; file[at + 1] != 0xDA; at += 2 + BinaryPrimitives.ReadInt16BigEndian(file[(at + 2)..]))
        {
            if (file[at + 1] == marker)
            {
                return file[(at + 4)..];
            }
        }

        throw new InvalidDataException($"No segment {marker:X2}.");
    }
}
