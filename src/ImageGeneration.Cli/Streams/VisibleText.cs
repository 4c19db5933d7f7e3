using System.Globalization;
using System.Text;

namespace ImageGeneration.Cli.Streams;

/// <summary>Makes all characters of a text visible: those that would control a terminal, reverse the order of words or be invisible are
/// written as escapes of JSON, so that a document keeps its meaning.</summary>
internal static class VisibleText
{
    public static string Create(string text)
    {
        StringBuilder? visible = null;
        for (var i = 0; i < text.Length; i++)
        {
            if (IsHidden(text[i]) && !text.AsSpan(i).StartsWith("\r\n"))
            {
                visible ??= new StringBuilder(text, 0, i, text.Length + 16);
                visible.Append(CultureInfo.InvariantCulture, $"\\u{(int)text[i]:x4}");
            }
            else
            {
                visible?.Append(text[i]);
            }
        }

        return visible?.ToString() ?? text;
    }

    private static bool IsHidden(char character) => character is < ' ' and not ('\n' or '\t')
        or (>= '\u007f' and <= '\u009f') or '\u00ad' or '\u061c' or '\u200b' or '\u200e' or '\u200f'
        or (>= '\u2028' and <= '\u202e') or (>= '\u2060' and <= '\u206f') or '\ufeff';
}
