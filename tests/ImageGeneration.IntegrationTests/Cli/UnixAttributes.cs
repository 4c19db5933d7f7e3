using System.Diagnostics;

namespace ImageGeneration.IntegrationTests.Cli;

/// <summary>A test of signals and descriptors, which are those of Unix.</summary>
internal sealed class UnixFactAttribute : FactAttribute
{
    public UnixFactAttribute() => Skip = OperatingSystem.IsWindows() ? "Windows has neither these signals nor these streams." : null;
}

/// <summary>A test of signals and descriptors, which are those of Unix.</summary>
internal sealed class UnixTheoryAttribute : TheoryAttribute
{
    public UnixTheoryAttribute() => Skip = OperatingSystem.IsWindows() ? "Windows has neither these signals nor these streams." : null;
}

/// <summary>A test that fills a disk of its own.</summary>
internal sealed class SmallDiskFactAttribute : FactAttribute
{
    private static readonly string? _missing = FindMissing();

    public SmallDiskFactAttribute() => Skip = _missing;

    /// <summary>Makes a folder a disk of that many KiB.</summary>
    public static bool TryMount(string folder, int kilobytes) => Run("mount", "-t", "tmpfs", "-o", $"size={kilobytes}k", "tmpfs", folder);

    public static void Unmount(string folder) => Run("umount", folder);

    private static string? FindMissing()
    {
        var folder = Directory.CreateTempSubdirectory("imagegen-disk-").FullName;
        try
        {
            if (!OperatingSystem.IsLinux() || !TryMount(folder, 64))
            {
                return "A small disk (tmpfs) cannot be mounted here: that takes Linux and its administrator.";
            }

            Unmount(folder);
            return null;
        }
        finally
        {
            Directory.Delete(folder);
        }
    }

    private static bool Run(string program, params string[] args)
    {
        using var process = Process.Start(new ProcessStartInfo(program, args) { RedirectStandardError = true })!;
        return process.WaitForExit(TimeSpan.FromSeconds(20)) && process.ExitCode == 0;
    }
}
