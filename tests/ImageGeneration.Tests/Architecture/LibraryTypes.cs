using ArchUnitNET.Loader;
using ImageGeneration.Tests.Providers.Example;

namespace ImageGeneration.Tests.Architecture;

/// <summary>The compiled library and the example of a provider of one's own, method bodies included; read once, as that takes
/// seconds.</summary>
internal static class LibraryTypes
{
    public static ArchUnitNET.Domain.Architecture Loaded { get; } = new ArchLoader()
        .LoadAssembly(typeof(IImageGenerationService).Assembly)
        .LoadNamespacesWithinAssembly(typeof(EaselImageProvider).Assembly, typeof(EaselImageProvider).Namespace!)
        .Build();
}
