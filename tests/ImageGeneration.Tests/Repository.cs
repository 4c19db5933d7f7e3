namespace ImageGeneration.Tests;

/// <summary>Where the sources are, found from the test's own place.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "ImageGeneration.sln")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException("ImageGeneration.sln is in no folder above the tests.");
    }
}
