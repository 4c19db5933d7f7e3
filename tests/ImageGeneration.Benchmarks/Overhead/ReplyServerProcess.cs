using System.Diagnostics;

namespace ImageGeneration.Benchmarks.Overhead;

/// <summary>A <see cref="ReplyServer"/> in a process of its own, so that its work does not count.</summary>
internal sealed class ReplyServerProcess : IDisposable
{
    private static readonly TimeSpan StopGrace = TimeSpan.FromSeconds(5);
    private readonly Process _process;

    private ReplyServerProcess(Process process, Uri origin) => (_process, Origin) = (process, origin);

    public Uri Origin { get; }

    public static async Task<ReplyServerProcess> StartAsync()
    {
        var host = Environment.ProcessPath ?? throw new InvalidOperationException("The path of this process is not known.");
        string[] self = Path.GetFileNameWithoutExtension(host) == "dotnet" ? [typeof(ReplyServerProcess).Assembly.Location] : [];
        var process = Process.Start(new ProcessStartInfo(host, [.. self, ReplyServer.Mode]) { RedirectStandardInput = true, RedirectStandardOutput = true })
            ?? throw new InvalidOperationException("The server did not start.");
        var origin = await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The server ended before it said where it listens.");
        return new(process, new Uri(origin));
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        if (!_process.WaitForExit(StopGrace))
        {
            _process.Kill();
        }

        _process.Dispose();
    }
}
