using System.CommandLine;
using ImageGeneration.Cli.Help;
using ImageGeneration.Cli.Options;
using ImageGeneration.Simulator;

namespace ImageGeneration.Cli.Simulate;

/// <summary>Where a simulator listens, as <c>--json</c> prints it.</summary>
internal sealed record SimulatorDocument(Uri BaseUrl, Uri ReplicateBaseUrl, Uri RunPodBaseUrl, Uri ModalBaseUrl);

/// <summary><c>imagegen simulate --port N</c>: the simulator in the foreground.</summary>
internal sealed class SimulateCommand(CliEnvironment environment, GlobalOptions global)
{
    private readonly Option<int?> _port = NumberOption.Create("--port", "The port on 127.0.0.1", 0, 65535, "", "0, any free one");

    public CliCommand Create()
    {
        var command = new Command("simulate", "Run the simulator of Replicate (/v1) and RunPod (/v2) on loopback until Ctrl-C.");
        command.Add(_port);
        command.SetAction(RunAsync);
        return new(command, new(
            ["imagegen simulate [--port <number>]"],
            command.Description!,
            [new("Where", [_port]), global.Section],
            ["It accepts any key and charges nothing."],
            ["imagegen simulate --port 8080", "imagegen simulate --json"]));
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var port = parsed.GetValue(_port) ?? 0;
        await using var simulator = await StartAsync(port, cancellationToken);
        if (global.IsJson(parsed))
        {
            CliJson.Write(environment.Out, new SimulatorDocument(simulator.BaseUri, simulator.ReplicateBaseUrl, simulator.RunPodBaseUrl, simulator.ModalBaseUrl));
        }
        else
        {
            WriteText(simulator);
        }

        await environment.Out.FlushAsync(CancellationToken.None);
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = cancellationToken.Register(stopped.SetResult);
        await stopped.Task;
        environment.Error.WriteLine("The simulator has stopped.");
        return ExitCode.Done;
    }

    private static async Task<ImageProviderSimulator> StartAsync(int port, CancellationToken cancellationToken)
    {
        try
        {
            return await ImageProviderSimulator.StartAsync(new SimulatorOptions { Port = port }, cancellationToken);
        }
        catch (IOException e)
        {
            throw new CliException("port", $"--port: the simulator cannot listen on 127.0.0.1:{port}: {e.Message}", ExitCode.Failed);
        }
    }

    private void WriteText(ImageProviderSimulator simulator)
    {
        environment.Out.WriteLine($"The simulator listens on {simulator.BaseUri} until Ctrl-C. To use it:");
        environment.Out.WriteLine("  export REPLICATE_API_KEY=any RUNPOD_API_KEY=any MODAL_API_KEY=any");
        environment.Out.WriteLine($"  export ImageGeneration__Replicate__BaseUrl={simulator.ReplicateBaseUrl}");
        environment.Out.WriteLine($"  export ImageGeneration__RunPod__BaseUrl={simulator.RunPodBaseUrl}");
        environment.Out.WriteLine($"  export ImageGeneration__Modal__BaseUrl={simulator.ModalBaseUrl}");
        environment.Out.WriteLine($"Faults on demand: POST {simulator.BaseUri}__simulator/faults; what it saw: GET {simulator.BaseUri}__simulator/journal");
    }
}
