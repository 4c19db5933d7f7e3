using System.Text.Json;
using ImageGeneration.Simulator;

namespace ImageGeneration.IntegrationTests.Cli;

/// <summary>The built program as a process of its own: its streams, its exit codes, its signals.</summary>
public sealed class ProcessTests
{
    private const int HangUp = 1;
    private const int Interrupt = 2;
    private const int Quit = 3;
    private const int Terminate = 15;

    [Fact]
    public async Task Process_NoKey_WritesAnImage()
    {
        await using var host = CliHost.Bare();
        await using var process = CliProcess.Start(host, "A happy child reading a book in a cozy library", "--json");

        var (output, error) = await process.EndAsync();

        Assert.Equal(0, process.ExitCode);
        Assert.Contains("simulated", error, StringComparison.Ordinal);
        var file = JsonDocument.Parse(output).RootElement.GetProperty("images")[0].GetProperty("file").GetString()!;
        Assert.Equal(host.Folder, Path.GetDirectoryName(file));
        Assert.Equal((1024, 1024), PngFile.Read(file));
    }

    [Fact]
    public async Task Process_ProxyInTheEnvironment_IsNotAskedForThisMachine()
    {
        await using var host = CliHost.Bare();
        host.Variables["http_proxy"] = "http://127.0.0.1:9";
        await using var process = CliProcess.Start(host, "a cat");

        var (_, error) = await process.EndAsync();

        Assert.True(process.ExitCode == 0, error);
        Assert.Single(host.Files);
    }

    [Fact]
    public async Task Process_WrongUsage_Returns2()
    {
        await using var host = CliHost.Bare();
        await using var process = CliProcess.Start(host, "a cat", "--width", "1");

        await process.EndAsync();

        Assert.Equal(2, process.ExitCode);
    }

    [UnixTheory]
    [InlineData(Interrupt, 130, false)]
    [InlineData(Terminate, 143, false)]
    [InlineData(HangUp, 129, false)]
    [InlineData(Quit, 131, false)]
    [InlineData(HangUp, 129, true)]
    [InlineData(Terminate, 143, true)]
    public async Task Process_Signal_CancelsTheJobAndReturnsTheSignalsCode(int signal, int expected, bool json)
    {
        await using var host = await StartLongJobAsync();
        await using var process = CliProcess.Start(host, json ? ["a cat", "--json"] : ["a cat"]);

        await process.ErrorUntilAsync("drawing");
        process.Signal(signal);
        var (output, error) = await process.EndAsync();

        Assert.Equal(expected, process.ExitCode);
        Assert.Contains("the provider confirmed it", json ? output : error, StringComparison.Ordinal);
        Assert.Equal(json, output.Length > 0);
        Assert.Equal(SimulatedJobState.Canceled, Assert.Single(host.Simulator.Journal.Jobs).State);
    }

    [UnixTheory]
    [InlineData(Interrupt, 130)]
    [InlineData(Terminate, 143)]
    public async Task Process_WithASimulatorInIt_ReadsNoEnvironmentForItAndLeavesSignalsAlone(int signal, int expected)
    {
        await using var host = CliHost.Bare();
        host.Variables["ASPNETCORE_URLS"] = "http://192.0.2.1:1";
        host.Variables["ASPNETCORE_HTTP_PORTS"] = "1";
        host.Variables["ASPNETCORE_HOSTINGSTARTUPASSEMBLIES"] = "Missing";
        host.Variables["ASPNETCORE_CONTENTROOT"] = "/missing";
        host.Variables["DOTNET_ENVIRONMENT"] = "Development";
        host.Variables["Kestrel__Endpoints__Other__Url"] = "http://192.0.2.1:1";
        await using var process = CliProcess.StartWithSimulator(host);

        var told = await process.ErrorUntilAsync("listens");
        process.Signal(signal);
        var (output, error) = await process.EndAsync();

        Assert.Matches("^It listens on http://127\\.0\\.0\\.1:\\d+/\n$", told);
        Assert.Equal((expected, "", ""), (process.ExitCode, output, error));
    }

    [UnixFact]
    public async Task Process_HangUpTwiceAtOnce_IsOneHangUp()
    {
        await using var host = await StartLongJobAsync();
        await using var process = CliProcess.Start(host, "a cat");

        await process.ErrorUntilAsync("drawing");
        process.Signal(HangUp);
        process.Signal(HangUp);
        await process.EndAsync();

        Assert.Equal(129, process.ExitCode);
        Assert.Equal(SimulatedJobState.Canceled, Assert.Single(host.Simulator.Journal.Jobs).State);
    }

    [UnixTheory]
    [InlineData(HangUp, Interrupt)]
    [InlineData(Interrupt, Interrupt)]
    [InlineData(Terminate, Quit)]
    public async Task Process_SecondSignal_EndsAtOnce(int first, int second)
    {
        await using var host = await StartLongJobAsync();
        host.Simulator.Faults.Add(new() { Phase = RequestPhase.Cancel, Effect = FaultEffect.Hang });
        await using var process = CliProcess.Start(host, "ulimit -c 0; exec \"$@\"", ["a cat"]);

        await process.ErrorUntilAsync("drawing");
        process.Signal(first);
        await process.ErrorUntilAsync("canceling");
        process.Signal(second);
        await process.EndAsync();

        Assert.Equal(128 + second, process.ExitCode);
    }

    [UnixFact]
    public async Task Process_TerminalIsGoneToo_CancelsTheJob()
    {
        await using var host = await StartLongJobAsync();
        await using var process = CliProcess.Start(host, "exec \"$@\" >/dev/full", ["a cat"]);

        await process.ErrorUntilAsync("drawing");
        process.CloseError();
        process.Signal(HangUp);
        await process.ExitAsync();

        Assert.Equal(129, process.ExitCode);
        Assert.Equal(SimulatedJobState.Canceled, Assert.Single(host.Simulator.Journal.Jobs).State);
    }

    [UnixFact]
    public async Task Process_StarterIgnoresHangUp_RunsOnUntilAnotherSignal()
    {
        await using var host = await StartLongJobAsync();
        await using var process = CliProcess.Start(host, "trap '' HUP; exec \"$@\"", ["a cat"]);

        await process.ErrorUntilAsync("drawing");
        process.Signal(HangUp);
        process.Signal(Terminate);
        await process.EndAsync();

        Assert.Equal(143, process.ExitCode);
    }

    [UnixTheory]
    [InlineData(Interrupt)]
    [InlineData(HangUp)]
    public async Task Simulate_Signal_StopsIt(int signal)
    {
        await using var host = CliHost.Bare();
        await using var process = CliProcess.Start(host, "exec \"$@\" >/dev/full", ["simulate"]);

        // Standard output takes nothing, so the addresses are said here.
        await process.ErrorUntilAsync("Faults on demand");
        process.Signal(signal);
        var (_, error) = await process.EndAsync();

        Assert.Equal(0, process.ExitCode);
        Assert.Contains("has stopped", error, StringComparison.Ordinal);
    }

    private static async Task<CliHost> StartLongJobAsync()
    {
        var host = await CliHost.StartAsync(options => options.Latency = new());
        host.Simulator.Faults.Add(new() { Effect = FaultEffect.JobRunsFor(TimeSpan.FromHours(1)) });
        return host;
    }
}
