using System.Text.RegularExpressions;

namespace ImageGeneration.Tests.Docs;

/// <summary>What a page puts in code quotes and writes like a name of the code is one: a page that a rename has passed by shows up here.</summary>
public sealed partial class NamesTests
{
    // Of other libraries and tools.
    private static readonly string[] _foreign = ["ApplicationStopping", "FullyQualifiedName", "PublicAPI"];

    [Fact]
    public void Names_InCodeQuotes_OccurInTheSources()
    {
        var known = Directory.EnumerateFiles(Repository.Root, "*.cs", SearchOption.AllDirectories)
            .Concat(Directory.EnumerateFiles(Repository.Root, "*.csproj", SearchOption.AllDirectories))
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .SelectMany(file => Word().Matches(File.ReadAllText(file)).Select(match => match.Value))
            .Concat(_foreign)
            .ToHashSet(StringComparer.Ordinal);

        var unknown = Page.All
            .SelectMany(page => Page.Quoted(page.Prose).SelectMany(quoted => Name().Matches(quoted).Select(match => (page.Path, match.Value))))
            .Where(name => !known.Contains(name.Value))
            .Distinct();

        Assert.Empty(unknown);
    }

    [GeneratedRegex(@"\w+")]
    private static partial Regex Word();

    // Two humps at least: one alone may be a word of anything.
    [GeneratedRegex(@"\b[A-Z][a-z]+[A-Z]\w+")]
    private static partial Regex Name();
}
