using System.Globalization;
using ImageGeneration.Failures;
using ImageGeneration.Pricing;

namespace ImageGeneration.Tests;

public sealed class ReadmeTests
{
    private static readonly string _readme = File.ReadAllText(Path.Combine(Repository.Root, "README.md"));

    [Fact]
    public void FailureTable_EachKind_StandsInTheReadmeAsInCode()
    {
        foreach (var kind in Enum.GetValues<FailureKind>())
        {
            var cells = Row($"| `{kind}` |");
            var rule = FailureTable.For(kind);

            Assert.True(
                rule.Same switch
                {
                    SameProvider.Never => cells[1].StartsWith("no", StringComparison.Ordinal) || cells[1] == "never",
                    SameProvider.IfNotSent => cells[1].StartsWith("yes", StringComparison.Ordinal) || cells[1].StartsWith("after", StringComparison.Ordinal),
                    _ => cells[1].StartsWith("as often", StringComparison.Ordinal),
                },
                $"{kind}: {cells[1]}");
            Assert.Equal(rule.Next is NextProvider.Yes or NextProvider.IfUnknownMayMoveOn, cells[2].StartsWith("yes", StringComparison.Ordinal));
            Assert.StartsWith(
                rule.Breaker switch
                {
                    BreakerEffect.Counts => "counts",
                    BreakerEffect.OpensLong => "opens",
                    _ => "–",
                },
                cells[3],
                StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Pains_EachOf25_IsClosedByTestsThatExistOrSaysThatItIsNot()
    {
        var tests = Directory.EnumerateFiles(Path.Combine(Repository.Root, "tests"), "*Tests.cs", SearchOption.AllDirectories)
            .Select(Path.GetFileNameWithoutExtension)
            .ToHashSet();

        var section = _readme.Split("## What users of other libraries suffer from")[1].Split("\n## ")[0];
        var rows = section.Split('\n').Where(line => line.Length > 2 && char.IsDigit(line[2])).ToList();

        Assert.Equal(25, rows.Count);
        foreach (var row in rows)
        {
            var cells = row.Trim('|', ' ').Split(" | ");
            var named = cells[3].Split('`').Where(word => word.EndsWith("Tests", StringComparison.Ordinal)).ToList();

            Assert.True(named.Count > 0 || cells[2].StartsWith("**not closed**", StringComparison.Ordinal), cells[1]);
            Assert.All(named, name => Assert.Contains(name, tests));
        }
    }

    [Fact]
    public void Prices_OfTheModelsNamedInTheReadme_AreThoseOfTheList()
    {
        foreach (var price in ListPrices.All.Where(price => _readme.Contains($"| `{price.Model}` |", StringComparison.Ordinal)))
        {
            var amount = price.PerImageUsd ?? price.PerMegapixelUsd ?? price.PerSecondUsd;

            Assert.StartsWith(amount!.Value.ToString(CultureInfo.InvariantCulture), Row($"| `{price.Model}` |")[2], StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("Promises", "## What it promises")]
    [InlineData("Settings", "### Settings")]
    public void Tests_NamedInTheReadme_Exist(string _, string heading)
    {
        var section = _readme[_readme.IndexOf(heading, StringComparison.Ordinal)..];
        var sources = Directory.EnumerateFiles(Path.Combine(Repository.Root, "tests"), "*Tests.cs", SearchOption.AllDirectories)
            .Select(Path.GetFileNameWithoutExtension)
            .ToHashSet(StringComparer.Ordinal);

        foreach (var word in section.Split('`').Where(word => word.EndsWith("Tests", StringComparison.Ordinal) && !word.Contains('*', StringComparison.Ordinal)))
        {
            Assert.Contains(word.Split('/')[^1], sources);
        }
    }

    private static string[] Row(string start)
    {
        var line = Assert.Single(_readme.Split('\n'), line => line.Contains(start, StringComparison.Ordinal));
        return [.. line.Trim('|', ' ').Split(" | ").Select(cell => cell.Trim())];
    }
}
