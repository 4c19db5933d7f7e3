using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;
using ImageGeneration.Imaging;
using Microsoft.Extensions.Options;

namespace ImageGeneration.Outputs;

/// <summary>Finds images that are black in every pixel, which some content filters return instead of what they withhold. PNG files without
/// an alpha channel only, as the framework reads no other format.</summary>
internal sealed class BlackImageCheck(IOptions<ImageGenerationServiceOptions> options) : IOutputCheck
{
    private const string Reason = "is black in every pixel; this is a typical content-filter placeholder.";

    private const int HeaderEnd = 33;

    // Nothing but zeros shrinks to a thousandth; larger files are not examined.
    private const int MinShrinkage = 200;

    private const long MaxBytes = 256L * 1024 * 1024;

    public string Name => "the check for black images";

    public ValueTask<OutputVerdict> CheckAsync(OutputCheckContext context, CancellationToken cancellationToken) =>
        new(options.Value.Outputs.BlackImages switch
        {
            OutputDecision.Accept => OutputVerdict.Accept,
            _ when !IsBlack(context.Image.Bytes.GetValueOrDefault().Span) => OutputVerdict.Accept,
            OutputDecision.Warn => OutputVerdict.Warn(Reason),
            _ => OutputVerdict.Reject(Reason) with { MayBeRefusal = true },
        });

    public static bool IsBlack(ReadOnlySpan<byte> file)
    {
        if (file.Length < HeaderEnd || ImageSignature.Read(file) is not { MediaType: "image/png", Width: { } width, Height: { } height }
            || Channels(file) is not { } channels)
        {
            return false;
        }

        var row = 1 + ((long)width * channels);
        var size = row * height;
        return size <= MaxBytes && size / file.Length >= MinShrinkage && IsZero(Packed(file), row, size);
    }

    // 8 bits a channel, not interlaced: gray or red, green and blue.
    private static int? Channels(ReadOnlySpan<byte> file) => (file[24], file[25], file[28]) switch
    {
        (8, 0, 0) => 1,
        (8, 2, 0) => 3,
        _ => null,
    };

    /// <summary>Concatenates the compressed pixels: the data of all IDAT chunks.</summary>
    private static MemoryStream Packed(ReadOnlySpan<byte> file)
    {
        var packed = new MemoryStream(file.Length);
        for (var rest = file[8..]; rest.Length >= 12;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(rest);
            if (length < 0 || length > rest.Length - 12)
            {
                break;
            }

            if (rest[4..8].SequenceEqual("IDAT"u8))
            {
                packed.Write(rest.Slice(8, length));
            }

            rest = rest[(12 + length)..];
        }

        packed.Position = 0;
        return packed;
    }

    // Each row begins with the type of its filter; whatever that is, black stays zero.
    private static bool IsZero(MemoryStream packed, long row, long size)
    {
        using var pixels = new ZLibStream(packed, CompressionMode.Decompress);
        var buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
        try
        {
            for (var at = 0L; at < size;)
            {
                var read = pixels.Read(buffer);
                if (read == 0)
                {
                    return false;
                }

                var bytes = buffer.AsSpan(0, read);
                for (var filter = (row - (at % row)) % row; filter < read; filter += row)
                {
                    bytes[(int)filter] = 0;
                }

                if (bytes.ContainsAnyExcept((byte)0))
                {
                    return false;
                }

                at += read;
            }

            return true;
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            return false;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
