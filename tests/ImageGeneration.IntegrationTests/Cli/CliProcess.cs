using System.Diagnostics;
using System.Runtime.InteropServices;
using ImageGeneration.IntegrationTests.Docs;

namespace ImageGeneration.IntegrationTests.Cli;

/// <summary>The built program as a process of its own, which has a limit and does not outlive its test, however that ends.</summary>
internal sealed class CliProcess : IAsyncDisposable
{
    // Far more than a machine at its limits takes; a test that gets there has failed.
    private static readonly TimeSpan _limit = TimeSpan.FromMinutes(3);

    private static readonly string[] _removed =
    [
        "REPLICATE_API_KEY", "REPLICATE_API_TOKEN", "RUNPOD_API_KEY", "MODAL_API_KEY",
        "http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "all_proxy", "ALL_PROXY",
    ];

    private static readonly bool _canResetSignals = CanResetSignals();

    private readonly CancellationTokenSource _timeUp = new(_limit);
    private readonly Process _process;

    private CliProcess(Process process)
    {
        _process = process;
        Out = process.StandardOutput.ReadToEndAsync(_timeUp.Token);
    }

    public Task<string> Out { get; }

    public int ExitCode => _process.ExitCode;

    public static CliProcess Start(CliHost host, params string[] args) => Start(host, script: null, args);

    /// <param name="host">Gives folder and variables.</param>
    /// <param name="script">A line of <c>sh</c> that runs <c>"$@"</c>; null runs the program itself.</param>
    /// <param name="args">Of the program.</param>
    public static CliProcess Start(CliHost host, string? script, string[] args) =>
        StartProgram(host, script, ["dotnet", "exec", typeof(ImageGeneration.Cli.CliApplication).Assembly.Location, .. args]);

    /// <summary>The README's first lines.</summary>
    public static CliProcess StartTenLines(CliHost host) =>
        StartProgram(host, script: null, ["dotnet", "exec", typeof(TenLines).Assembly.Location]);

    /// <summary>A program that has a simulator in it.</summary>
    public static CliProcess StartWithSimulator(CliHost host) =>
        StartProgram(host, script: null, ["dotnet", "exec", typeof(TenLines).Assembly.Location, TenLines.WithSimulator]);

    /// <summary>A web application.</summary>
    public static CliProcess StartWeb(CliHost host) =>
        StartProgram(host, script: null, ["dotnet", "exec", typeof(TenLines).Assembly.Location, TenLines.Web]);

    private static CliProcess StartProgram(CliHost host, string? script, string[] program)
    {
        // Whoever runs the tests in the background may ignore the signals that they send; what ignores them would never end.
        string[] reset = _canResetSignals ? ["env", "--default-signal=HUP,INT,QUIT,TERM", .. program] : program;
        string[] line = script is null ? reset : [.. reset[..^program.Length], "sh", "-c", script, "sh", .. program];
        var start = new ProcessStartInfo(line[0], line[1..])
        {
            WorkingDirectory = host.Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        Array.ForEach(_removed, variable => start.Environment.Remove(variable));
        foreach (var (name, value) in host.Variables)
        {
            start.Environment[name] = value;
        }

        return new CliProcess(Process.Start(start)!);
    }

    /// <summary>Reads standard error until a word has come.</summary>
    public async Task<string> ErrorUntilAsync(string word)
    {
        var error = "";
        while (!error.Contains(word, StringComparison.Ordinal))
        {
            var line = await _process.StandardError.ReadLineAsync(_timeUp.Token) ?? throw new InvalidOperationException(error);
            error += line + "\n";
        }

        return error;
    }

    /// <summary>Waits for the end.</summary>
    /// <returns>Both streams, as far as they were not read before.</returns>
    public async Task<(string Out, string Error)> EndAsync()
    {
        var error = await _process.StandardError.ReadToEndAsync(_timeUp.Token);
        await _process.WaitForExitAsync(_timeUp.Token);
        return (await Out, error);
    }

    /// <summary>Leaves the reading end of standard error, as a terminal that is closed.</summary>
    public void CloseError() => _process.StandardError.Close();

    /// <summary>Waits for the end of a process whose standard error nobody reads.</summary>
    public Task ExitAsync() => _process.WaitForExitAsync(_timeUp.Token);

    /// <summary>Sends a signal by its number.</summary>
    public void Signal(int number) => Assert.Equal(0, Send(_process.Id, number));

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
        _timeUp.Dispose();
    }

    private static bool CanResetSignals()
    {
        if (!OperatingSystem.IsLinux())
        {
            return false;
        }

        using var process = Process.Start(
            new ProcessStartInfo("env", ["--default-signal=INT", "true"]) { RedirectStandardError = true })!;
        return process.WaitForExit(_limit) && process.ExitCode == 0;
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Send(int process, int signal);
}
