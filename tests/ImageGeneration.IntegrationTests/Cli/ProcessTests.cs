using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using ImageGeneration.Simulator;

namespace ImageGeneration.IntegrationTests.Cli;

/// <summary>The built program as a process of its own: its streams, its exit codes, its signals.</summary>
public sealed class ProcessTests
{
    [Fact]
    public async Task Process_NoKey_WritesAPicture()
    {
        await using var host = CliHost.Bare();
        using var process = Start(host, "A happy child reading a book in a cozy library", "--json");

        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();

        Assert.Equal(0, process.ExitCode);
        Assert.Contains("simulated", await error, StringComparison.Ordinal);
        var file = JsonDocument.Parse(output).RootElement.GetProperty("images")[0].GetProperty("file").GetString()!;
        Assert.Equal(host.Folder, Path.GetDirectoryName(file));
        Assert.Equal((1024, 1024), PngFile.Read(file));
    }

    [Fact]
    public async Task Process_ProxyInTheEnvironment_IsNotAskedForThisMachine()
    {
        await using var host = CliHost.Bare();
        host.Variables["http_proxy"] = "http://127.0.0.1:9";
        using var process = Start(host, "a cat");

        var error = process.StandardError.ReadToEndAsync();
        await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();

        Assert.True(process.ExitCode == 0, await error);
        Assert.Single(host.Files);
    }

    [Fact]
    public async Task Process_WrongUsage_Returns2()
    {
        await using var host = CliHost.Bare();
        using var process = Start(host, "a cat", "--width", "1");

        await process.WaitForExitAsync();

        Assert.Equal(2, process.ExitCode);
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task Process_Signal_CancelsTheJobAndReturns130(string signal)
    {
        await using var host = await CliHost.StartAsync(options => options.Latency = new());
        host.Simulator.Faults.Add(new() { Effect = FaultEffect.JobRunsFor(TimeSpan.FromHours(1)) });
        using var process = Start(host, "a cat");
        var output = process.StandardOutput.ReadToEndAsync();

        var error = "";
        while (!error.Contains("drawing", StringComparison.Ordinal))
        {
            error += await process.StandardError.ReadLineAsync() ?? throw new InvalidOperationException(error);
        }

        using var kill = Process.Start("kill", [$"-{signal}", process.Id.ToString(CultureInfo.InvariantCulture)]);
        error += await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();

        Assert.Equal(130, process.ExitCode);
        Assert.Contains("the provider confirmed it", error, StringComparison.Ordinal);
        Assert.Equal("", await output);
        Assert.Equal(SimulatedJobState.Canceled, Assert.Single(host.Simulator.Journal.Jobs).State);
    }

    private static Process Start(CliHost host, params string[] args)
    {
        var program = Assembly.GetAssembly(typeof(ImageGeneration.Cli.CliApplication))!.Location;
        var start = new ProcessStartInfo("dotnet", ["exec", program, .. args])
        {
            WorkingDirectory = host.Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var key in new[] { "REPLICATE_API_KEY", "REPLICATE_API_TOKEN", "RUNPOD_API_KEY", "MODAL_API_KEY" })
        {
            start.Environment.Remove(key);
        }

        foreach (var (name, value) in host.Variables)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }
}
