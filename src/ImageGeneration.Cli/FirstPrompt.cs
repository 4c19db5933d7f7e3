using System.CommandLine;

namespace ImageGeneration.Cli;

/// <summary>Recognizes a prompt that the parser would swallow: one in brackets that comes first as a directive, one that is the name of
/// the program as that; and one such as <c>--width: a story</c> as an option, since a colon separates options from values too.</summary>
internal static class FirstPrompt
{
    /// <returns>The arguments with the command spelled out before such a prompt, or with <c>--</c>.</returns>
    public static IReadOnlyList<string> Named(string[] args, RootCommand root) =>
        args is [var first, ..] && (first is ['[', .., ']'] || IsName(first, root)) ? ["generate", .. args]
        : Array.FindIndex(args, IsTitle) is >= 0 and var title && !args.Contains("--")
            ? [.. args[..title], .. args[(title + 1)..], "--", args[title]]
            : args;

    // An option's value does not begin with a space.
    private static bool IsTitle(string text) =>
        text.StartsWith("--", StringComparison.Ordinal)
        && text.AsSpan().IndexOfAny(':', '=') is > 0 and var end
        && text[end] == ':'
        && end + 1 < text.Length
        && char.IsWhiteSpace(text[end + 1]);

    private static bool IsName(string first, RootCommand root) =>
        first == root.Name
        || string.Equals(Path.GetFileNameWithoutExtension(first), RootCommand.ExecutableName, StringComparison.OrdinalIgnoreCase);
}
