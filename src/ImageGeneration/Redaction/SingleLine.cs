using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace ImageGeneration.Redaction;

/// <summary>Formats the texts of others for output: one line, without control characters, terminal sequences, bidirectional marks and
/// zero-width characters, and no longer than a limit.</summary>
internal static partial class SingleLine
{
    /// <summary>The maximum length of a name: an id, a model, a media type, a host.</summary>
    public const int MaxName = 200;

    /// <summary>The maximum length of a sentence, with what it quotes.</summary>
    public const int MaxSentence = 1000;

    /// <summary>The maximum length of several sentences, such as those of all providers.</summary>
    public const int MaxText = 8 * 1024;

    private static readonly SearchValues<char> Plain = SearchValues.Create(
        " !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~…");

    /// <summary>Formats a text as one line; returns the same instance when it is one.</summary>
    public static string Format(string text, int maxLength = MaxSentence)
    {
        if (text.Length <= maxLength && !text.AsSpan().ContainsAnyExcept(Plain) && !text.Contains("  ", StringComparison.Ordinal))
        {
            return text.Trim();
        }

        text = text.Contains('\e') || text.Contains('\u009b') ? TerminalSequence().Replace(text, "") : text;
        var line = new StringBuilder(Math.Min(text.Length, maxLength));
        foreach (var rune in text.EnumerateRunes())
        {
            if (IsBlank(rune))
            {
                if (line.Length > 0 && line[^1] != ' ')
                {
                    line.Append(' ');
                }
            }
            else if (line.Length + rune.Utf16SequenceLength >= maxLength)
            {
                line.Length -= line.Length > 0 && line[^1] == ' ' ? 1 : 0;
                return line.Append('…').ToString();
            }
            else
            {
                line.Append(rune.ToString());
            }
        }

        return line.ToString().TrimEnd();
    }

    /// <summary>Formats a name as one line; null stays null.</summary>
    [return: NotNullIfNotNull(nameof(text))]
    public static string? FormatName(string? text) => text is null ? null : Format(text, MaxName);

    /// <summary>Formats a sentence as one line; null stays null.</summary>
    [return: NotNullIfNotNull(nameof(text))]
    public static string? FormatSentence(string? text) => text is null ? null : Format(text);

    private static bool IsBlank(Rune rune) =>
        Rune.IsWhiteSpace(rune) || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format
            // Rendered as nothing, though letters by their category.
            || rune.Value is 0x115F or 0x1160 or 0x3164 or 0xFFA0 or 0x2800;

    [GeneratedRegex(
        @"\x1B(?:\[[0-?]{0,64}[ -/]{0,8}[@-~]|[\]PX^_][^\x07\x1B]{0,2048}(?:\x07|\x1B\\)|[@-Z\\-_a-z])|\x9B[0-?]{0,64}[ -/]{0,8}[@-~]",
        RegexOptions.CultureInvariant, 1000)]
    private static partial Regex TerminalSequence();
}
