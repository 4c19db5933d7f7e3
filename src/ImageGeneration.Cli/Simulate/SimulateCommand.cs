using System.CommandLine;
using ImageGeneration.Cli.Help;
using ImageGeneration.Cli.Options;
using ImageGeneration.Simulator;
using ImageGeneration.Simulator.Artwork;

namespace ImageGeneration.Cli.Simulate;

/// <summary>Where a simulator listens, as <c>--json</c> prints it.</summary>
internal sealed record SimulatorDocument(Uri BaseUrl, Uri ReplicateBaseUrl, Uri RunPodBaseUrl, Uri ModalBaseUrl);

/// <summary><c>imagegen simulate</c>: the simulator in the foreground.</summary>
internal sealed class SimulateCommand(CliEnvironment environment, GlobalOptions global)
{
    private readonly Option<int?> _port = NumberOption.Create("--port", "The port on 127.0.0.1", 0, 65535, "", "0, any free one");
    private readonly Option<string?> _faults = new("--faults")
    {
        HelpName = "file",
        Description = "Fault rules as JSON, in force from the start; default none.",
    };

    public CliCommand Create()
    {
        var command = new Command(
            "simulate", "Run the simulator of Replicate (/v1), RunPod (/v2) and Modal (/modal) on loopback until Ctrl-C.");
        command.Add(_port);
        command.Add(_faults);
        command.SetAction(RunAsync);
        return new(command, new(
            ["imagegen simulate [--port <number>] [--faults <file>]"],
            command.Description!,
            [new("Where and how", [_port, _faults]), global.Section],
            [
                "It accepts any key and charges nothing. Faults can also be added and removed while it runs, at /__simulator/faults.",
                """A fault file: {"faults":[{"provider":"replicate","phase":"create","times":2,"effect":"reset"}]}""",
            ],
            ["imagegen simulate --port 8080", "imagegen simulate --faults faults.json --json"]));
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        await using var simulator = await StartAsync(parsed.GetValue(_port) ?? 0, FaultFile(parsed), cancellationToken);
        if (global.IsJson(parsed))
        {
            CliJson.Write(
                environment.Out,
                new SimulatorDocument(simulator.BaseUri, simulator.ReplicateBaseUrl, simulator.RunPodBaseUrl, simulator.ModalBaseUrl));
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

    private static async Task<ImageProviderSimulator> StartAsync(int port, string? faultFile, CancellationToken cancellationToken)
    {
        try
        {
            return await ImageProviderSimulator.StartAsync(new() { Renderer = new ArtworkRenderer(), Port = port, FaultFile = faultFile }, cancellationToken);
        }
        catch (FormatException e)
        {
            throw CliException.Usage($"--faults: {faultFile}: {e.Message}");
        }
        catch (IOException e)
        {
            throw new CliException("port", $"--port: the simulator cannot listen on 127.0.0.1:{port}: {e.Message}", ExitCode.Failed);
        }
    }

    // Opened here once, so that a file that cannot be read and a port that is taken are told apart.
    private string? FaultFile(ParseResult parsed)
    {
        if (parsed.GetValue(_faults) is not { } file)
        {
            return null;
        }

        var path = Path.Combine(environment.WorkingDirectory, file);
        try
        {
            using var opened = File.OpenRead(path);
            return path;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CliException.Usage($"--faults: {file} cannot be read: {e.Message}");
        }
    }

    private void WriteText(ImageProviderSimulator simulator)
    {
        environment.Out.WriteLine($"The simulator listens on {simulator.BaseUri} until Ctrl-C. To use it:");
        environment.Out.WriteLine("  export REPLICATE_API_KEY=any RUNPOD_API_KEY=any MODAL_API_KEY=any");
        environment.Out.WriteLine($"  export ImageGeneration__Replicate__BaseUrl={simulator.ReplicateBaseUrl}");
        environment.Out.WriteLine($"  export ImageGeneration__RunPod__BaseUrl={simulator.RunPodBaseUrl}");
        environment.Out.WriteLine($"  export ImageGeneration__Modal__BaseUrl={simulator.ModalBaseUrl}");
        var control = $"{simulator.BaseUri}__simulator";
        environment.Out.WriteLine($"Faults on demand: POST {control}/faults; what it saw: GET {control}/journal");
    }
}
