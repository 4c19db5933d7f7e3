using System.Text.RegularExpressions;
using ArchUnitNET.Domain;
using ArchUnitNET.Domain.Dependencies;
using ImageGeneration.Tests.Architecture;
using ImageGeneration.Tests.Providers.Example;

namespace ImageGeneration.Tests.Docs;

public sealed partial class WritingAProviderPageTests
{
    [Fact]
    public void Example_CodeOfThePage_IsTheCodeThatIsTested()
    {
        var folder = Path.Combine(Repository.Root, "tests", "ImageGeneration.Tests", "Providers", "Example");
        var provider = File.ReadAllText(Path.Combine(folder, "EaselImageProvider.cs"));
        var sources = string.Concat(Directory.EnumerateFiles(folder, "*.cs").Select(file => Flat(File.ReadAllText(file))));

        var blocks = CodeBlock().Matches(Page.Load("docs/writing-a-provider.md").Text).Select(match => Flat(match.Groups[1].Value)).ToList();

        Assert.True(blocks.Count >= 3);
        Assert.All(blocks, block => Assert.Contains(block, sources, StringComparison.Ordinal));
        Assert.InRange(provider.Split('\n').Length, 50, 150);
    }

    [Fact]
    public void Example_OfTheLibrary_UsesWhatIsPublicOnly()
    {
        var internals = typeof(IImageGenerationService).Assembly.GetTypes()
            .Where(type => !type.IsVisible)
            .Select(type => type.FullName)
            .ToHashSet();

        var used = LibraryTypes.Loaded.Types.Single(type => type.FullName == typeof(EaselImageProvider).FullName).Dependencies.ToList();

        Assert.DoesNotContain(used, dependency => internals.Contains(dependency.Target.FullName));
        var calls = used.OfType<MethodCallDependency>()
            .Where(call => call.Target.FullName.StartsWith("ImageGeneration.Providers.", StringComparison.Ordinal))
            .ToList();
        Assert.Contains(calls, call => call.TargetMember.Name.StartsWith("SendAsync(", StringComparison.Ordinal));
        Assert.All(calls, call => Assert.Equal(Visibility.Public, call.TargetMember.Visibility));
    }

    private static string Flat(string code) => string.Join(' ', code.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex CodeBlock();
}
