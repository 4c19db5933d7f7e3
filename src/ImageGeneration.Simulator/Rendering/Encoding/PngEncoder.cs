using System.IO.Compression;
using System.Runtime.InteropServices;

namespace ImageGeneration.Simulator.Rendering.Encoding;

/// <summary>Writes eight-bit RGB as PNG: one IDAT, each row filtered by its neighbour to the left or above.</summary>
internal static class PngEncoder
{
    private const int BytesPerPixel = 3;

    public static byte[] Encode(Canvas canvas)
    {
        var output = new MemoryStream(canvas.Width * canvas.Height);
        PngChunks.Start(output, canvas.Width, canvas.Height, bitDepth: 8, colourType: 2);
        WriteData(output, canvas);
        PngChunks.Write(output, "IEND"u8, []);
        return output.ToArray();
    }

    private static void WriteData(MemoryStream output, Canvas canvas)
    {
        var compressed = new MemoryStream(canvas.Width * canvas.Height);
        using (var zlib = new ZLibStream(compressed, CompressionLevel.Fastest, leaveOpen: true))
        {
            var stride = canvas.Width * BytesPerPixel;
            var line = new byte[stride + 1];
            ReadOnlySpan<byte> above = [];
            for (var y = 0; y < canvas.Height; y++)
            {
                var row = MemoryMarshal.AsBytes(canvas.Row(y));
                Filter(row, above, line);
                zlib.Write(line);
                above = row;
            }
        }

        PngChunks.Write(output, "IDAT"u8, compressed.GetBuffer().AsSpan(0, (int)compressed.Length));
    }

    private static void Filter(ReadOnlySpan<byte> row, ReadOnlySpan<byte> above, Span<byte> line)
    {
        const byte Sub = 1;
        const byte Up = 2;
        var filtered = line[1..];
        if (above.IsEmpty)
        {
            line[0] = Sub;
            row[..BytesPerPixel].CopyTo(filtered);
            Subtract(row[BytesPerPixel..], row[..^BytesPerPixel], filtered[BytesPerPixel..]);
        }
        else
        {
            line[0] = Up;
            Subtract(row, above, filtered);
        }
    }

    private static void Subtract(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right, Span<byte> result)
    {
        var vector = System.Numerics.Vector<byte>.Count;
        var i = 0;
        for (; i <= left.Length - vector; i += vector)
        {
            (new System.Numerics.Vector<byte>(left[i..]) - new System.Numerics.Vector<byte>(right[i..])).CopyTo(result[i..]);
        }

        for (; i < left.Length; i++)
        {
            result[i] = (byte)(left[i] - right[i]);
        }
    }
}
