using System.Text.RegularExpressions;

namespace ImageGeneration.Tests.Docs;

public sealed partial class ArchitecturePageTests
{
    private static readonly Page _page = Page.Load("docs/architecture.md");
    private static readonly string _library = Path.Combine(Repository.Root, "src", "ImageGeneration");

    [Fact]
    public void Rooms_EachFolder_HasItsRow()
    {
        var folders = Directory.EnumerateDirectories(_library).Select(folder => Path.GetFileName(folder)).Where(folder => folder is not ("bin" or "obj"));

        var rows = _page.Rows("## The rooms and their order").SelectMany(row => Page.Quoted(row[0])).Where(name => !name.Contains('/', StringComparison.Ordinal));

        Assert.Equal(folders.Order(), rows.Distinct().Order());
    }

    [Fact]
    public void Map_EachType_StandsInItsFolder()
    {
        var places = Place().Matches(_page.Section("## One request, top to bottom")).Select(match => match.Groups[1].Value).ToList();

        Assert.True(places.Count > 30, $"{places.Count} places.");
        Assert.DoesNotContain(places, place => !File.Exists(Path.Combine(_library, place + ".cs")));
    }

    [Fact]
    public void Decisions_OfEachRoom_AreNumberedInOrder()
    {
        var numbers = Decision().Matches(_page.Text).Select(match => (Room: match.Groups[1].Value, Number: int.Parse(match.Groups[2].Value, null))).ToList();

        Assert.True(numbers.Count > 50, $"{numbers.Count} decisions.");
        Assert.All(numbers.GroupBy(number => number.Room), room => Assert.Equal(Enumerable.Range(1, room.Count()), room.Select(number => number.Number)));
    }

    [Fact]
    public void Decisions_ThatCommentsName_Exist()
    {
        var decisions = Decision().Matches(_page.Text).Select(match => $"{match.Groups[1].Value}-{match.Groups[2].Value}").ToHashSet();
        var references = Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(file => Reference().Matches(File.ReadAllText(file)).Select(match => match.Groups[1].Value));

        Assert.All(references, reference => Assert.Contains(reference, decisions));
    }

    [GeneratedRegex(@"^ *([A-Z][A-Za-z]+/[A-Z][A-Za-z]+) ", RegexOptions.Multiline)]
    private static partial Regex Place();

    [GeneratedRegex(@"^- \*\*([A-Z]+)-(\d+)\. ", RegexOptions.Multiline)]
    private static partial Regex Decision();

    [GeneratedRegex(@"// .*see ([A-Z]+-\d+)")]
    private static partial Regex Reference();
}
