using System.Text.RegularExpressions;

namespace ImageGeneration.Tests.Docs;

/// <summary>A page of the documentation, as the tests read it.</summary>
internal sealed partial class Page
{
    private Page(string path)
    {
        Path = path;
        Text = File.ReadAllText(System.IO.Path.Combine(Repository.Root, path));
    }

    /// <summary>From the root of the repository.</summary>
    public string Path { get; }

    public string Text { get; }

    /// <summary>Every page that people read: those at the root, in <c>docs</c>, and the packages' own.</summary>
    public static IReadOnlyList<Page> All { get; } =
    [
        .. Directory.EnumerateFiles(Repository.Root, "*.md")
            .Concat(Directory.EnumerateFiles(System.IO.Path.Combine(Repository.Root, "docs"), "*.md", SearchOption.AllDirectories))
            .Concat(Directory.EnumerateDirectories(System.IO.Path.Combine(Repository.Root, "src")).SelectMany(folder => Directory.EnumerateFiles(folder, "*.md")))
            .Select(file => new Page(System.IO.Path.GetRelativePath(Repository.Root, file)))
            .OrderBy(page => page.Path, StringComparer.Ordinal),
    ];

    public static Page Load(string path) => new(path);

    /// <summary>The text without its code blocks.</summary>
    public string Prose => CodeBlock().Replace(Text, "");

    /// <summary>The words in which links name the headings.</summary>
    public IReadOnlySet<string> Anchors => Heading().Matches(Prose)
        .Select(match => match.Groups[1].Value)
        .Select(heading => NoPunctuation().Replace(heading.ToLowerInvariant(), "").Replace(' ', '-'))
        .ToHashSet(StringComparer.Ordinal);

    /// <summary>What stands below a heading, up to the next one of its level or above.</summary>
    public string Section(string heading)
    {
        var start = $"\n{Text}".IndexOf($"\n{heading}\n", StringComparison.Ordinal);
        Assert.True(start >= 0, $"{Path} has no '{heading}'.");
        var level = heading.TakeWhile(c => c == '#').Count();
        var text = Text[(start + heading.Length + 1)..];
        var end = Regex.Match(text, $"^#{{1,{level}}} ", RegexOptions.Multiline);
        return end.Success ? text[..end.Index] : text;
    }

    /// <summary>The cells of each row of the tables below a heading, without the heads.</summary>
    public IReadOnlyList<string[]> Rows(string heading)
    {
        var lines = Section(heading).Split('\n');
        return
        [
            .. lines.Where((line, i) => line.StartsWith("| ", StringComparison.Ordinal) && !IsRule(line) && (i + 1 == lines.Length || !IsRule(lines[i + 1])))
                .Select(line => line.Trim()[2..^2].Split(" | ").Select(cell => cell.Trim(' ', '|')).ToArray()),
        ];

        static bool IsRule(string line) => line.StartsWith("| ---", StringComparison.Ordinal);
    }

    /// <summary>The words in code quotes.</summary>
    public static IEnumerable<string> Quoted(string text) => Quotes().Matches(text).Select(match => match.Groups[1].Value);

    [GeneratedRegex("^```.*?^```", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex CodeBlock();

    [GeneratedRegex("^#+ (.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NoPunctuation();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Quotes();
}
