using System.Runtime.InteropServices;

namespace ImageGeneration.Cli;

/// <summary>Handles Ctrl-C, a closed terminal and other signals that ask this process to end. The first signal cancels the remote job,
/// which takes a moment; the second one ends the process as usual. A signal that the parent process ignores (<c>nohup</c>) stays
/// ignored.</summary>
internal sealed class LeaveSignals : IDisposable
{
    // The kernel and the shell both report a closed terminal, at the same time.
    private const int SameHangUp = 1000;

    private readonly CancellationTokenSource _left = new();
    private readonly PosixSignalRegistration[] _registrations;
    private long _leftAt;

    public LeaveSignals() => _registrations =
    [
        .. ((PosixSignal[])[PosixSignal.SIGHUP, PosixSignal.SIGINT, PosixSignal.SIGQUIT, PosixSignal.SIGTERM])
            .Select(signal => PosixSignalRegistration.Create(signal, Leave)),
    ];

    public CancellationToken Token => _left.Token;

    /// <summary>Gets the exit code that a shell expects after the first signal: 128 and its number.</summary>
    public int ExitCode { get; private set; } = Cli.ExitCode.Interrupted;

    public void Dispose()
    {
        Array.ForEach(_registrations, registration => registration.Dispose());
        _left.Dispose();
    }

    private void Leave(PosixSignalContext context)
    {
        var now = Environment.TickCount64;
        if (Interlocked.CompareExchange(ref _leftAt, now, 0) == 0)
        {
            ExitCode = Cli.ExitCode.FromSignal(context.Signal);
            context.Cancel = true;
            _left.Cancel();
            return;
        }

        context.Cancel = context.Signal == PosixSignal.SIGHUP && now - Interlocked.Read(ref _leftAt) < SameHangUp;
    }
}
