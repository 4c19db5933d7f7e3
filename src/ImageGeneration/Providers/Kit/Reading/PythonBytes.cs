using System.Globalization;

namespace ImageGeneration.Providers.Kit.Reading;

/// <summary>Decodes bytes as Python's <c>repr</c> shows them: <c>\x89PNG\r\n\x1a\n</c>.</summary>
internal static class PythonBytes
{
    /// <summary>Decodes what fits.</summary>
    /// <returns>The number of bytes.</returns>
    public static int Decode(ReadOnlySpan<byte> text, Span<byte> bytes)
    {
        var length = 0;
        for (var i = 0; i < text.Length && length < bytes.Length; i++)
        {
            if (text[i] != '\\' || i + 1 == text.Length)
            {
                bytes[length++] = text[i];
                continue;
            }

            i++;
            if (text[i] == 'x' && i + 2 < text.Length
                && byte.TryParse(text.Slice(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
            {
                bytes[length++] = value;
                i += 2;
                continue;
            }

            bytes[length++] = text[i] switch
            {
                (byte)'n' => (byte)'\n',
                (byte)'r' => (byte)'\r',
                (byte)'t' => (byte)'\t',
                var plain => plain,
            };
        }

        return length;
    }
}
