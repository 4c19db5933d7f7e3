using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace ImageGeneration.Providers.Http;

/// <summary>Makes a provider's words fit for messages and logs: short, one line, without keys, prompts and data.</summary>
internal sealed partial class SafeText
{
    public const int MaxLength = 300;

    // Longer texts are a page or a dump; their beginning says what there is to say.
    private const int MaxRead = 8 * 1024;

    // A header that is shorter is a name or a switch, and its words may stand in any message.
    private const int LeastHeaderSecret = 16;

    private readonly List<string> _secrets = [];

    public SafeText(string? apiKey, IEnumerable<KeyValuePair<string, string>>? headers = null, IEnumerable<string>? others = null)
    {
        foreach (var other in others ?? [])
        {
            AddSecret(other);
        }

        foreach (var (_, value) in headers ?? [])
        {
            AddSecret(value.Length >= LeastHeaderSecret ? value : null);
        }

        AddSecret(apiKey);
        foreach (var part in apiKey?.Split(':') ?? [])
        {
            AddSecret(part);
        }
    }

    /// <summary>The key, or a part of it, is in there.</summary>
    public bool HoldsSecret(string text) => _secrets.Exists(secret => text.Contains(secret, StringComparison.Ordinal));

    /// <summary>The text as it may be shown; empty when there is nothing to show.</summary>
    public string Clean(string? text, string? prompt = null)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return "";
        }

        foreach (var secret in _secrets)
        {
            text = text.Replace(secret, "[redacted]", StringComparison.Ordinal);
        }

        text = PromptText.Without(text, prompt);
        return AsLine(text.Length > MaxRead ? text[..MaxRead] : text, MaxLength);
    }

    /// <summary>The text in one line, without data and what looks like a key.</summary>
    public static string AsLine(string text, int most = int.MaxValue)
    {
        text = DataUri().Replace(text, "[data]");
        text = LooksLikeKey().Replace(text, "[redacted]");
        return Shorten(LongRun().Replace(text, "[data]"), most);
    }

    private void AddSecret(string? secret)
    {
        if (secret?.Trim() is { Length: >= 4 } trimmed && !_secrets.Contains(trimmed))
        {
            _secrets.Add(trimmed);
        }
    }

    private static string Shorten(string text, int most)
    {
        var line = new StringBuilder(Math.Min(text.Length, MaxLength + 1));
        foreach (var rune in text.EnumerateRunes())
        {
            var blank = Rune.IsWhiteSpace(rune) || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format;
            if (blank)
            {
                if (line.Length > 0 && line[^1] != ' ')
                {
                    line.Append(' ');
                }
            }
            else if (line.Length + rune.Utf16SequenceLength >= most)
            {
                return line.Append('…').ToString();
            }
            else
            {
                line.Append(rune.ToString());
            }
        }

        return line.ToString().Trim();
    }

    [GeneratedRegex("""data:[^\s"',;]*[;,][^\s"'<>]*""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex DataUri();

    [GeneratedRegex(
        @"\bBearer\s+\S+|[?&](?i:[\w-]*(?:token|key|secret|signature|password)|sig)=[^\s&""'<>]+"
            + @"|\b(?:r8_|rpa_|hf_|whsec_)[A-Za-z0-9+/=_-]+|\b(?:wk|ws|ak|as)-(?=[A-Za-z0-9]*[0-9A-Z])[A-Za-z0-9]{4,}",
        RegexOptions.CultureInvariant,
        1000)]
    private static partial Regex LooksLikeKey();

    [GeneratedRegex(@"[A-Za-z0-9+/=_-]{80,}", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex LongRun();
}
