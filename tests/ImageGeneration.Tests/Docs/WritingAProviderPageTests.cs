using System.Text.RegularExpressions;

namespace ImageGeneration.Tests.Docs;

public sealed partial class WritingAProviderPageTests
{
    [Fact]
    public void Example_CodeOfThePage_IsTheCodeThatIsTested()
    {
        var folder = Path.Combine(Repository.Root, "tests", "ImageGeneration.Tests", "Providers", "Example");
        var provider = File.ReadAllText(Path.Combine(folder, "EaselImageProvider.cs"));
        var sources = Flat(provider) + Flat(File.ReadAllText(Path.Combine(folder, "EaselImageProviderTests.cs")));

        var blocks = CodeBlock().Matches(Page.Of("docs/writing-a-provider.md").Text).Select(match => Flat(match.Groups[1].Value)).ToList();

        Assert.True(blocks.Count >= 3);
        Assert.All(blocks, block => Assert.Contains(block, sources, StringComparison.Ordinal));
        Assert.InRange(provider.Split('\n').Length, 50, 200);
        Assert.DoesNotContain("Providers.Http", provider, StringComparison.Ordinal);
        Assert.DoesNotContain("Providers.Wire", provider, StringComparison.Ordinal);
    }

    private static string Flat(string code) => string.Join(' ', code.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex CodeBlock();
}
