using System.Diagnostics;
using System.Text.Json;
using ImageGeneration.Simulator;
using ImageGeneration.Tests;

namespace ImageGeneration.IntegrationTests.Clients;

/// <summary>Runs one flow of a vendor's own client, in Node.js.</summary>
internal static class VendorClient
{
    private static readonly string Folder = Path.Combine(Repository.Root, "tests", "ImageGeneration.IntegrationTests", "Clients");

    /// <summary>Why the clients cannot run here; null when they can.</summary>
    public static string? Missing { get; } = FindMissing();

    public static async Task<JsonElement> RunAsync(string script, string flow, ImageProviderSimulator simulator)
    {
        var start = new ProcessStartInfo("node", [Path.Combine(Folder, script), simulator.BaseUri.ToString(), flow])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Folder,
        };
        start.Environment["NO_PROXY"] = "127.0.0.1";
        using var process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(limit.Token);
            var error = process.StandardError.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            Assert.True(process.ExitCode == 0, await error);

            // The clients themselves print what they do, before.
            return JsonDocument.Parse((await output).TrimEnd().Split('\n')[^1]).RootElement;
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"{script} {flow} did not end within a minute.");
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    private static string? FindMissing()
    {
        if (!Directory.Exists(Path.Combine(Folder, "node_modules", "replicate")))
        {
            return "The vendors' clients are not installed: run npm ci --ignore-scripts in tests/ImageGeneration.IntegrationTests/Clients.";
        }

        var name = OperatingSystem.IsWindows() ? "node.exe" : "node";
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        return folders.Any(folder => File.Exists(Path.Combine(folder, name))) ? null : "Node.js is not installed.";
    }
}

/// <summary>A test that needs the vendors' clients, and says so where they are missing.</summary>
internal sealed class VendorFactAttribute : FactAttribute
{
    public VendorFactAttribute() => Skip = VendorClient.Missing;
}
