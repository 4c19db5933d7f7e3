using System.Reflection;
using System.Text.RegularExpressions;

namespace ImageGeneration.Tests.Providers;

public sealed partial class ProvidersReadmeTests
{
    private static readonly string _readme = File.ReadAllText(
        Path.Combine(Repository.Root, "src", "ImageGeneration", "Providers", "README.md"));

    [Fact]
    public void Traps_EachRow_NamesTestsThatExist()
    {
        var tests = typeof(ProvidersReadmeTests).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance)
                .Where(method => method.GetCustomAttributes<FactAttribute>().Any())
                .Select(method => $"{type.Name}.{method.Name}"))
            .ToHashSet(StringComparer.Ordinal);
        var rows = _readme.Split('\n').Where(line => line.StartsWith("| ", StringComparison.Ordinal) && !line.StartsWith("| trap", StringComparison.Ordinal) && !line.StartsWith("| ---", StringComparison.Ordinal)).ToList();

        Assert.InRange(rows.Count, 60, 200);
        foreach (var row in rows)
        {
            var cells = row.Trim('|', ' ').Split(" | ");
            Assert.True(cells.Length == 3, row);
            var named = TestName().Matches(cells[2]).Select(match => match.Groups[1].Value).ToList();
            Assert.True(named.Count > 0, $"no test: {row}");
            Assert.All(named, name => Assert.Contains(name, tests));
        }
    }

    [Fact]
    public void Example_CodeInTheReadme_IsTheCodeThatIsTested()
    {
        var folder = Path.Combine(Repository.Root, "tests", "ImageGeneration.Tests", "Providers", "Example");
        var provider = File.ReadAllText(Path.Combine(folder, "EaselImageProvider.cs"));
        var sources = Flat(provider) + Flat(File.ReadAllText(Path.Combine(folder, "EaselImageProviderTests.cs")));

        foreach (Match block in CodeBlock().Matches(_readme))
        {
            Assert.Contains(Flat(block.Groups[1].Value), sources, StringComparison.Ordinal);
        }

        Assert.InRange(provider.Split('\n').Length, 50, 200);
        Assert.DoesNotContain("Providers.Http", provider, StringComparison.Ordinal);
        Assert.DoesNotContain("Providers.Wire", provider, StringComparison.Ordinal);
    }

    private static string Flat(string code) => string.Join(' ', code.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    [GeneratedRegex("`([A-Za-z]+Tests\\.[A-Za-z0-9_]+)`")]
    private static partial Regex TestName();

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex CodeBlock();
}
