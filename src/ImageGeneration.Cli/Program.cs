using System.Runtime.InteropServices;
using ImageGeneration.Cli;
using ImageGeneration.Cli.Settings;

using var interrupted = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
HttpClient.DefaultProxy = new LoopbackBypass(HttpClient.DefaultProxy);
return await CliApplication.RunAsync(args, CliEnvironment.OfThisProcess(interrupted.Token));

// The first signal cancels the remote job, which takes a moment; the second one ends the process as usual.
void Stop(PosixSignalContext signal)
{
    signal.Cancel = !interrupted.IsCancellationRequested;
    interrupted.Cancel();
}
