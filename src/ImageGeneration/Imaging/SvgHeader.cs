using System.Buffers;
using System.Buffers.Text;

namespace ImageGeneration.Imaging;

/// <summary>Reads SVG: a text whose first element is <c>svg</c>. It is examined and never run: a script in it stays text.</summary>
internal static class SvgHeader
{
    private const string Type = "image/svg+xml";

    private static readonly SearchValues<byte> NameEnds = SearchValues.Create(" \t\r\n/>"u8);

    public static ImageSignature? Read(ReadOnlySpan<byte> bytes)
    {
        if (Root(bytes) is not { Length: > 0 } tag)
        {
            return null;
        }

        var (width, height) = (Pixels(Attribute(tag, "width"u8)), Pixels(Attribute(tag, "height"u8)));
        return width is not null && height is not null ? new(Type, width, height) : Box(Attribute(tag, "viewBox"u8));
    }

    /// <summary>Gets the first tag after what may precede it; empty when it is not that of an SVG.</summary>
    private static ReadOnlySpan<byte> Root(ReadOnlySpan<byte> bytes)
    {
        var text = bytes.StartsWith("\uFEFF"u8) ? bytes[3..] : bytes;
        for (text = text.TrimStart(" \t\r\n"u8); text is [(byte)'<', ..]; text = text.TrimStart(" \t\r\n"u8))
        {
            var end = text.StartsWith("<?"u8) ? "?>"u8
                : text.StartsWith("<!--"u8) ? "-->"u8
                : !text.StartsWith("<!DOCTYPE"u8) ? default
                : text[..(text.IndexOf((byte)'>') + 1)].Contains((byte)'[') ? "]>"u8
                : ">"u8;
            if (end.IsEmpty)
            {
                return IsSvg(text[1..]) ? text[..(text.IndexOf((byte)'>') is >= 0 and var close ? close : text.Length)] : default;
            }

            var at = text.IndexOf(end);
            text = at < 0 ? default : text[(at + end.Length)..];
        }

        return default;
    }

    private static bool IsSvg(ReadOnlySpan<byte> tag)
    {
        var end = tag.IndexOfAny(NameEnds);
        var name = end < 0 ? default : tag[..end];
        return name[(name.IndexOf((byte)':') + 1)..].SequenceEqual("svg"u8);
    }

    private static ReadOnlySpan<byte> Attribute(ReadOnlySpan<byte> tag, ReadOnlySpan<byte> name)
    {
        for (var at = tag.IndexOf(name); at > 0; at = tag.IndexOf(name))
        {
            var isWhole = tag[at - 1] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n';
            tag = tag[(at + name.Length)..];
            var value = tag.TrimStart(" \t\r\n"u8);
            value = value is [(byte)'=', ..] ? value[1..].TrimStart(" \t\r\n"u8) : default;
            if (isWhole && value is [var quote and ((byte)'"' or (byte)'\''), .. var rest])
            {
                return rest.IndexOf(quote) is >= 0 and var end ? rest[..end] : default;
            }
        }

        return default;
    }

    private static int? Pixels(ReadOnlySpan<byte> value) =>
        Utf8Parser.TryParse(value, out double size, out var used) && size is >= 1 and < int.MaxValue
        && (used == value.Length || value[used..].SequenceEqual("px"u8))
            ? (int)size
            : null;

    private static ImageSignature Box(ReadOnlySpan<byte> box)
    {
        Span<double> numbers = stackalloc double[4];
        for (var i = 0; i < numbers.Length; i++)
        {
            box = box.TrimStart(" \t\r\n,"u8);
            if (!Utf8Parser.TryParse(box, out numbers[i], out var used))
            {
                return new(Type, null, null);
            }

            box = box[used..];
        }

        return numbers[2] is >= 1 and < int.MaxValue && numbers[3] is >= 1 and < int.MaxValue
            ? new(Type, (int)numbers[2], (int)numbers[3])
            : new(Type, null, null);
    }
}
