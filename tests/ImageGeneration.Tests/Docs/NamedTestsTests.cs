using System.Reflection;

namespace ImageGeneration.Tests.Docs;

/// <summary>Where a page says that something is tested, the test exists.</summary>
public sealed class NamedTestsTests
{
    private static readonly HashSet<string> _classes = Directory
        .EnumerateFiles(Path.Combine(Repository.Root, "tests"), "*Tests.cs", SearchOption.AllDirectories)
        .Select(file => Path.GetFileNameWithoutExtension(file))
        .ToHashSet(StringComparer.Ordinal);

    [Fact]
    public void Comparison_EachOf25_IsClosedByTestsThatExistOrSaysThatItIsNot()
    {
        var rows = Page.Load("docs/comparison.md").Rows("# What users of other libraries suffer from");

        Assert.Equal(25, rows.Count);
        foreach (var cells in rows)
        {
            var named = Page.Quoted(cells[3]).Where(word => word.EndsWith("Tests", StringComparison.Ordinal)).ToList();

            Assert.True(named.Count > 0 || cells[2].StartsWith("**not closed**", StringComparison.Ordinal), cells[1]);
            Assert.All(named, name => Assert.Contains(name, _classes));
        }
    }

    [Fact]
    public void Reliability_EachPromise_NamesTestsThatExist()
    {
        var rows = Page.Load("docs/reliability.md").Rows("## The promises");

        Assert.InRange(rows.Count, 7, 20);
        Assert.All(rows, cells => Assert.Contains(Page.Quoted(cells[2]), word => word.EndsWith("Tests", StringComparison.Ordinal)));
        Assert.All(
            rows.SelectMany(cells => Page.Quoted(cells[2])).Where(word => word.EndsWith("Tests", StringComparison.Ordinal)),
            name => Assert.Contains(name.Split('/')[^1], _classes));
    }

    [Theory]
    [InlineData("## All providers")]
    [InlineData("## Replicate")]
    [InlineData("## RunPod")]
    [InlineData("## Modal")]
    public void Providers_EachProblem_NamesTestsThatExist(string heading)
    {
        var tests = typeof(NamedTestsTests).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance)
                .Where(method => method.GetCustomAttributes<FactAttribute>().Any())
                .Select(method => $"{type.Name}.{method.Name}"))
            .ToHashSet(StringComparer.Ordinal);

        var rows = Page.Load("docs/providers.md").Rows(heading);

        Assert.InRange(rows.Count, 15, 100);
        foreach (var cells in rows)
        {
            var named = Page.Quoted(cells[2]).ToList();

            Assert.True(named.Count > 0, $"no test: {cells[0]}");
            Assert.All(named, name => Assert.Contains(name, tests));
        }
    }
}
