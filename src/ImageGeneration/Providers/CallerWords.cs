using System.Text.RegularExpressions;
using ImageGeneration.Redaction;

namespace ImageGeneration.Providers;

/// <summary>Holds the caller's prompts, which services repeat in their errors and which say nothing about what went wrong. They take no
/// part in equality and are never serialized.</summary>
internal readonly partial struct CallerWords(string? prompt, string? negativePrompt = null) : IEquatable<CallerWords>
{
    // A shorter one may be a word of the service's own.
    private const int MinPrompt = 12;

    /// <summary>Gets the prompt; null when it is not known.</summary>
    public string? Prompt { get; } = prompt;

    public string? NegativePrompt { get; } = negativePrompt;

    public static CallerWords From(ProviderRequest request) => new(request.Prompt, request.NegativePrompt);

    /// <summary>Returns the prompts, supplemented by a service's echo of the input where the request itself is no longer known.</summary>
    public CallerWords Or(string? prompt, string? negativePrompt) => new(Prompt ?? prompt, NegativePrompt ?? negativePrompt);

    /// <summary>Removes the prompts from a text that is to be judged.</summary>
    public string TakenOutOf(string text) => Named().Replace(Without(Without(text, Prompt), NegativePrompt), " ");

    public bool Equals(CallerWords other) => true;

    public override bool Equals(object? obj) => obj is CallerWords;

    public override int GetHashCode() => 0;

    public override string ToString() => "";

    private static string Without(string text, string? words)
    {
        if (words is { Length: >= MinPrompt })
        {
            return PromptRedactor.Redact(text, words, "");
        }

        foreach (var quote in string.IsNullOrWhiteSpace(words) ? "" : "'\"`")
        {
            text = text.Replace($"{quote}{words}{quote}", " ", StringComparison.OrdinalIgnoreCase);
        }

        return text;
    }

    [GeneratedRegex(
        """(?:prompt|caption)s?_?\d?\\?["']?\s{0,3}[:=]\s{0,3}(?:\\?"[^"\n]*"?|'[^'\n]*'?)""",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Named();
}
