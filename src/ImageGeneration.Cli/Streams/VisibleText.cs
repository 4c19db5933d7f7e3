using System.Globalization;
using System.Text;

namespace ImageGeneration.Cli.Streams;

/// <summary>A text whose characters can all be seen: what would steer a terminal, turn the order of words or stand there unseen is written
/// as an escape of JSON, so that a document stays what it was.</summary>
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
