using System.Text.RegularExpressions;
using ImageGeneration.DependencyInjection;

namespace ImageGeneration.Tests.Architecture;

/// <summary>All of a provider stands in its folder: a fourth one is a folder, a property of the options and a line.</summary>
public sealed partial class ProviderScatterTests
{
    private static readonly string[] _projects = ["ImageGeneration", "ImageGeneration.Cli"];
    private static readonly string[] _allowed =
    [
        "ImageGeneration/ImageGenerationServiceOptions.cs: using ImageGeneration.Providers.{0};",
        "ImageGeneration/ImageGenerationServiceOptions.cs: public {0}Options {0} {{ get; set; }} = new();",
        "ImageGeneration/DependencyInjection/BuiltInProviders.cs: using ImageGeneration.Providers.{0};",
        "ImageGeneration/DependencyInjection/BuiltInProviders.cs: {0}Module.Row,",
    ];

    [Fact]
    public void Sources_OutsideAProvidersFolder_NameItInTheOptionsAndTheListOnly()
    {
        var allowed = BuiltInProviders.All.SelectMany(module => _allowed.Select(line => string.Format(null, line, module.Section))).ToHashSet();
        var names = new Regex(string.Join('|', BuiltInProviders.All.Select(module => module.Name)), RegexOptions.IgnoreCase);

        var strays = Files().SelectMany(file => Lines(file.Path).Where(line => names.IsMatch(line)).Select(line => $"{file.Name}: {line}"));

        Assert.DoesNotContain(strays, line => !allowed.Contains(line));
    }

    [Fact]
    public void Sources_OfOneProvider_DoNotNameAnother()
    {
        foreach (var module in BuiltInProviders.All)
        {
            var others = BuiltInProviders.All.Where(other => other != module).Select(other => $"{other.Section}|{other.Name}");
            var names = new Regex($@"\b\w*({string.Join('|', others)})");
            var folder = $"ImageGeneration/Providers/{module.Section}/";

            var lines = AllFiles().Where(file => file.Name.StartsWith(folder, StringComparison.Ordinal)).SelectMany(file => Lines(file.Path));

            Assert.DoesNotContain(lines, line => names.IsMatch(line));
        }
    }

    // The simulator is a simulator of these providers, and the command line's words about it name them.
    private static IEnumerable<(string Name, string Path)> Files() =>
        AllFiles().Where(file =>
            !file.Name.StartsWith("ImageGeneration.Cli/Simulate/", StringComparison.Ordinal)
            && !BuiltInProviders.All.Any(module => file.Name.StartsWith($"ImageGeneration/Providers/{module.Section}/", StringComparison.Ordinal)));

    private static IEnumerable<(string Name, string Path)> AllFiles()
    {
        var src = Path.Combine(Repository.Root, "src");
        return _projects
            .SelectMany(project => Directory.EnumerateFiles(Path.Combine(src, project), "*.cs", SearchOption.AllDirectories))
            .Select(path => (Name: Path.GetRelativePath(src, path).Replace('\\', '/'), path))
            .Where(file => !Build().IsMatch(file.Name));
    }

    // An example in a comment binds nobody.
    private static IEnumerable<string> Lines(string path) =>
        File.ReadLines(path).Select(line => line.Trim()).Where(line => !line.StartsWith("//", StringComparison.Ordinal));

    [GeneratedRegex("/(bin|obj)/")]
    private static partial Regex Build();
}
