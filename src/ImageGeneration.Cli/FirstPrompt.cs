using System.CommandLine;

namespace ImageGeneration.Cli;

/// <summary>A prompt that comes first and that the parser would swallow: one in brackets as a directive of its own, one that is the name
/// of the program as that.</summary>
internal static class FirstPrompt
{
    /// <returns>The arguments with the command spelled out before such a prompt.</returns>
    public static IReadOnlyList<string> Named(string[] args, RootCommand root) =>
        args is [var first, ..] && (first is ['[', .., ']'] || IsName(first, root)) ? ["generate", .. args] : args;

    private static bool IsName(string first, RootCommand root) =>
        first == root.Name
        || string.Equals(Path.GetFileNameWithoutExtension(first), RootCommand.ExecutableName, StringComparison.OrdinalIgnoreCase);
}
