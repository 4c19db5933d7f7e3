using ImageGeneration.Cli;
using ImageGeneration.Cli.Settings;

using var signals = new LeaveSignals();
HttpClient.DefaultProxy = new LoopbackBypass(HttpClient.DefaultProxy);
return await CliApplication.RunAsync(args, CliEnvironment.ForCurrentProcess(signals));
