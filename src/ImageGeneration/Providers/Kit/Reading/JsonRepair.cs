using System.Buffers;
using System.Text;

namespace ImageGeneration.Providers.Kit.Reading;

/// <summary>Repairs what some writers take for JSON, in place: the numbers that JSON lacks (<c>NaN</c>, <c>-Infinity</c>) and the words of
/// Python become null, comments and raw line breaks become spaces.</summary>
internal static class JsonRepair
{
    private static readonly SearchValues<byte> WordBytes =
        SearchValues.Create("+-.0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"u8);

    // What begins a text, a comment or one of the words.
    private static readonly SearchValues<byte> Starts = SearchValues.Create("\"/+-NnIiTtFfUu"u8);

    private static readonly SearchValues<byte> TextStops = SearchValues.Create(
        [(byte)'"', (byte)'\\', .. Enumerable.Range(0, ' ').Select(control => (byte)control)]);

    /// <summary>Repairs a document.</summary>
    /// <param name="json">The document that a reader has refused.</param>
    /// <returns><see langword="false"/> if there was nothing to repair.</returns>
    public static bool TryRepair(Span<byte> json)
    {
        var isRepaired = false;
        for (var at = 0; at < json.Length;)
        {
            var step = json[at..].IndexOfAny(Starts);
            if (step < 0)
            {
                break;
            }

            at += step;
            at = json[at] switch
            {
                (byte)'"' => RepairText(json, at + 1, ref isRepaired),
                (byte)'/' => BlankComment(json, at, ref isRepaired),
                _ => RepairWord(json, at, ref isRepaired),
            };
        }

        return isRepaired;
    }

    private static int RepairText(Span<byte> json, int at, ref bool isRepaired)
    {
        while (at < json.Length)
        {
            var step = json[at..].IndexOfAny(TextStops);
            if (step < 0)
            {
                break;
            }

            at += step;
            if (json[at] == '"')
            {
                return at + 1;
            }

            if (json[at] == '\\' && (at + 1 >= json.Length || "\"\\/bfnrtu"u8.Contains(json[at + 1])))
            {
                at += 2;
            }
            else
            {
                (json[at], isRepaired) = ((byte)' ', true);
                at++;
            }
        }

        return json.Length;
    }

    private static int BlankComment(Span<byte> json, int at, ref bool isRepaired)
    {
        var rest = json[at..];
        var length = rest.StartsWith("//"u8) ? rest.IndexOfAny((byte)'\n', (byte)'\r')
            : rest.StartsWith("/*"u8) && rest[2..].IndexOf("*/"u8) is >= 0 and var end ? end + 4
            : 1;
        length = length < 0 ? rest.Length : length;
        if (length > 1)
        {
            rest[..length].Fill((byte)' ');
            isRepaired = true;
        }

        return at + length;
    }

    private static int RepairWord(Span<byte> json, int at, ref bool isRepaired)
    {
        var length = json[at..].IndexOfAnyExcept(WordBytes);
        var word = length < 0 ? json[at..] : json.Slice(at, length);
        if (word.Length < 3 || (at > 0 && WordBytes.Contains(json[at - 1])))
        {
            return at + word.Length;
        }

        var name = word[0] is (byte)'-' or (byte)'+' ? word[1..] : word;
        if (Is(name, "true"u8) || Is(name, "false"u8) || Is(name, "null"u8))
        {
            Ascii.ToLowerInPlace(word, out _);
            isRepaired = true;
        }
        else if (Is(name, "nan"u8) || Is(name, "infinity"u8) || Is(name, "inf"u8) || Is(name, "none"u8) || Is(name, "nat"u8)
            || Is(name, "undefined"u8))
        {
            // Three letters cannot hold null; an empty list says as little.
            word.Fill((byte)' ');
            (word.Length < 4 ? "[]"u8 : "null"u8).CopyTo(word);
            isRepaired = true;
        }

        return at + word.Length;
    }

    private static bool Is(ReadOnlySpan<byte> word, ReadOnlySpan<byte> name) => Ascii.EqualsIgnoreCase(word, name);
}
