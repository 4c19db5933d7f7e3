using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;

namespace ImageGeneration.Providers.Http;

/// <summary>Takes the caller's prompt out of what a service said, in the forms in which services repeat it: as it is, on one line,
/// escaped as in JSON or Python, and cut.</summary>
internal static class PromptText
{
    // A shorter one may be a word of the service's own.
    private const int LeastPrompt = 4;
    private const int LeastPart = 8;

    // A text of nothing but dots must not be looked through at each of them.
    private const int MostCuts = 16;

    private static readonly string[] Cuts = ["…", "..."];

    public static string Without(string text, string? prompt, string instead = "[prompt]")
    {
        if (prompt is not { Length: >= LeastPrompt })
        {
            return text;
        }

        foreach (var form in Forms(prompt))
        {
            text = text.Replace(form, instead, StringComparison.OrdinalIgnoreCase);
            foreach (var cut in Cuts)
            {
                text = WithoutBeginning(text, form, cut, instead);
            }
        }

        return text;
    }

    private static IEnumerable<string> Forms(string prompt)
    {
        var escaped = JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(prompt);
        string[] forms = [prompt, escaped, Ascii(escaped)];
        return forms.Concat(forms.Select(form => SafeText.AsLine(form)))
            .Where(form => form.Length >= LeastPrompt)
            .Distinct(StringComparer.Ordinal);
    }

    private static string Ascii(string text)
    {
        var ascii = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            ascii = char.IsAscii(c) ? ascii.Append(c) : ascii.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
        }

        return ascii.ToString();
    }

    // What stands before a cut may be the beginning of a longer prompt.
    private static string WithoutBeginning(string text, string prompt, string cut, string instead)
    {
        var end = text.IndexOf(cut, StringComparison.Ordinal);
        for (var cuts = 0; end >= 0 && cuts < MostCuts; cuts++)
        {
            for (var start = Math.Max(0, end - prompt.Length); start <= end - LeastPart; start++)
            {
                if (prompt.AsSpan().StartsWith(text.AsSpan(start, end - start), StringComparison.OrdinalIgnoreCase))
                {
                    text = string.Concat(text.AsSpan(0, start), instead, text.AsSpan(end));
                    end = start + instead.Length;
                    break;
                }
            }

            var after = text.AsSpan(end).IndexOfAnyExcept(cut[0]);
            end = after < 0 ? -1 : text.IndexOf(cut, end + after, StringComparison.Ordinal);
        }

        return text;
    }
}
