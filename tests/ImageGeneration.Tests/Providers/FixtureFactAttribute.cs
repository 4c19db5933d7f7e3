using System.Text.Json;

namespace ImageGeneration.Tests.Providers;

/// <summary>A fact that needs a recording; skipped, saying so, where the recordings are not.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class FixtureFactAttribute : FactAttribute
{
    public FixtureFactAttribute()
    {
        if (Fixtures.Folder is null)
        {
            Skip = "The recorded traffic (../shared/fixtures beside the checkout) is not here.";
        }
    }
}

internal static class Fixtures
{
    public static string? Folder { get; } = Find();

    public static JsonDocument Read(string name) => JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder!, name)));

    private static string? Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "ImageGeneration.sln")))
        {
            folder = folder.Parent;
        }

        var fixtures = folder?.Parent is null ? null : Path.Combine(folder.Parent.FullName, "shared", "fixtures");
        return Directory.Exists(fixtures) ? fixtures : null;
    }
}
