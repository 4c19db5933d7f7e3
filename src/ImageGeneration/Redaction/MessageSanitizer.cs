using System.Text.RegularExpressions;

namespace ImageGeneration.Redaction;

/// <summary>Makes the words of others fit for messages and logs: short, one line, without keys, prompts and data.</summary>
internal sealed partial class MessageSanitizer
{
    public const int MaxLength = 300;
    public const string Redacted = "[redacted]";

    // Longer texts are a page or a dump; their beginning says what matters.
    private const int MaxRead = 8 * 1024;
    private const int MaxSearched = 256 * 1024;

    // After that many keys the first is long out of use.
    private const int MaxSecrets = 64;

    private string[] _secrets = [];
    private volatile Redactor _redactor = new([]);

    public MessageSanitizer(IEnumerable<string> secrets) => AddSecrets(secrets);

    /// <summary>Determines whether a text contains the key, or a part of it.</summary>
    public bool ContainsSecret(string text) => _redactor.IsIn(text);

    /// <summary>Sanitizes a text; empty when there is nothing to show.</summary>
    public string Sanitize(string? text, string? prompt = null)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return "";
        }

        return ToLine(PromptRedactor.Redact(WithoutSecrets(text), prompt), MaxLength);
    }

    /// <summary>Sanitizes a sentence, also from what another redactor knows.</summary>
    public string SanitizeSentence(string text, Redactor further) => ToLine(further.Redact(WithoutSecrets(text)), SingleLine.MaxSentence);

    /// <summary>Sanitizes a sentence of the library that quotes a provider.</summary>
    public string SanitizeSentence(string text) => ToLine(WithoutSecrets(text), SingleLine.MaxSentence);

    /// <summary>Returns a text as one line, without data and without what looks like a key.</summary>
    public static string ToLine(string text, int maxLength = SingleLine.MaxText)
    {
        text = text.Length > MaxRead ? text[..MaxRead] : text;
        text = DataUri().Replace(text, "[data]");
        text = UserInfo().Replace(text, "://" + Redacted + "@");
        text = LooksLikeKey().Replace(text, Redacted);
        return SingleLine.Format(LongRun().Replace(text, "[data]"), maxLength);
    }

    /// <summary>Adds further secrets; what is under way may still mention the former ones.</summary>
    public void AddSecrets(IEnumerable<string> secrets)
    {
        _secrets = [.. secrets.Concat(_secrets).Distinct(StringComparer.Ordinal).Take(MaxSecrets)];
        _redactor = new(_secrets.SelectMany(secret => SensitiveForm.FromSecret(secret, Redacted)));
    }

    private string WithoutSecrets(string text) => _redactor.Redact(text.Length > MaxSearched ? text[..MaxSearched] : text);

    [GeneratedRegex("""data:[^\s"',;]{0,200}[;,][^\s"'<>]*""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex DataUri();

    [GeneratedRegex(@"://[^\s/@""'<>]{1,512}@", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex UserInfo();

    // The prefixes that vendors give their keys, so that such keys can be found.
    [GeneratedRegex(
        @"\b(?i:Bearer|Basic)\s+[A-Za-z0-9+/=_.~-]{8,}"
            + @"|[?&](?i:[\w-]{0,64}(?:token|key|secret|signature|password|credential)|sig)=[^\s&""'<>]+"
            + @"|\b(?:r8_|rpa_|hf_|whsec_|ghp_|github_pat_|xai-|AIza|AKIA|sk[-_](?=[\w-]*[0-9A-Z]))[A-Za-z0-9+/=_-]{4,}"
            + @"|\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*"
            + @"|\b(?:wk|ws|ak|as)-(?=[A-Za-z0-9]*[0-9A-Z])[A-Za-z0-9]{4,}",
        RegexOptions.CultureInvariant,
        1000)]
    private static partial Regex LooksLikeKey();

    [GeneratedRegex(@"[A-Za-z0-9+/=_-]{80,}", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex LongRun();
}
