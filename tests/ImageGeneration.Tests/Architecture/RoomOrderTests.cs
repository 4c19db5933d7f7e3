using ArchUnitNET.Domain;
using ImageGeneration.Tests.Docs;

namespace ImageGeneration.Tests.Architecture;

/// <summary>The rooms of the library stand in one order, and each refers only to those before it. Read from the compiled assembly, method
/// bodies included.</summary>
public sealed class RoomOrderTests
{
    private const string Library = "ImageGeneration";

    // From low to high. The nouns that a caller meets are the root itself.
    private static readonly string[] _rooms =
    [
        "Transport",
        "Imaging",
        "Json",
        "Redaction",
        "",
        "Telemetry",
        "Timing",
        "Configuration",
        "Shutdown",
        "Failures",
        "Providers",
        "Providers.Kit.Reading",
        "Providers.Kit",
        "Breaking",
        "Pricing",
        "Extras",
        "Prompts",
        "Budgets",
        "Jobs",
        "Limiting",
        "Lanes",
        "Providers.Modules",
        "Outputs",
        "Providers.Replicate",
        "Providers.RunPod",
        "Providers.Modal",
        "Routing",
        "Failover",
        "Generation",
        "DependencyInjection",
    ];

    // The root options hold the options of every room, as the section of a configuration does, and every room reads its own there.
    private const string Options = "ImageGeneration.ImageGenerationServiceOptions";

    [Fact]
    public void Types_ReferToTheirOwnRoomAndThoseBeforeIt()
    {
        var upward = LibraryTypes.Loaded.Types
            .Where(IsOurs)
            .SelectMany(type => type.Dependencies.Select(dependency => (Type: type, dependency.Target)))
            .Where(reference => IsOurs(reference.Target) && RankOf(reference.Target) > RankOf(reference.Type))
            .Select(reference => $"{reference.Type.FullName} -> {reference.Target.FullName}")
            .Distinct()
            .Order(StringComparer.Ordinal)
            .ToList();

        Assert.True(LibraryTypes.Loaded.Types.Count(IsOurs) > 200);
        Assert.True(upward.Count == 0, string.Join(Environment.NewLine, upward));
    }

    [Fact]
    public void Rooms_EachNamespace_HasItsPlaceInTheOrder()
    {
        var rooms = typeof(IImageGenerationService).Assembly.GetTypes()
            .Where(type => type.Namespace?.StartsWith(Library, StringComparison.Ordinal) == true)
            .Select(type => RoomOf(type.Namespace!))
            .Distinct();

        Assert.Equal(_rooms.Order(StringComparer.Ordinal), rooms.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Rooms_OfThePage_StandInThisOrder()
    {
        var rows = Page.Load("docs/architecture.md").Rows("## The rooms and their order").Select(row => row[0].Trim('`', ' '));

        Assert.Equal(_rooms.Reverse(), rows.Select(row => row == "(root)" ? "" : row.Replace('/', '.')));
    }

    // A type parameter is no type of its own, and equal names of two are taken for one.
    private static bool IsOurs(IType type) =>
        type is not GenericParameter
        && type.FullName.StartsWith(Library + ".", StringComparison.Ordinal)
        && !type.FullName.StartsWith(Library + ".Tests.", StringComparison.Ordinal)
        && type.FullName != Options
        && !type.FullName.StartsWith(Options + "+", StringComparison.Ordinal);

    private static int RankOf(IType type) => Array.IndexOf(_rooms, RoomOf(type.Namespace.FullName));

    private static string RoomOf(string space) => space.Length == Library.Length ? "" : space[(Library.Length + 1)..];
}
