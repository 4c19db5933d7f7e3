using System.CommandLine;
using ImageGeneration.Cli.Help;
using ImageGeneration.Cli.Options;
using ImageGeneration.Cli.Settings;
using ImageGeneration.DependencyInjection;
using ImageGeneration.Simulator;
using ImageGeneration.Simulator.Artwork;

namespace ImageGeneration.Cli.Simulate;

/// <summary>Represents the addresses of a simulator in the output of <c>--json</c>.</summary>
internal sealed record SimulatorDocument(Uri BaseUrl, Uri ReplicateBaseUrl, Uri RunPodBaseUrl, Uri ModalBaseUrl);

/// <summary>Implements <c>imagegen simulate</c>: the simulator in the foreground.</summary>
internal sealed class SimulateCommand(CliEnvironment environment, GlobalOptions global)
{
    private readonly Option<int?> _port = NumberOption.Create("--port", "The port on 127.0.0.1", 0, 65535, "", "0, any free one");
    private readonly (Option<string?> Option, string Setting)[] _named =
    [
        Named("Latency.Speed", "--speed", "number", "Divides the times of all jobs: 0.001 to 1000000, or max for at once; default 1."),
        Named("Latency.QueueDelay", "--latency", "time", "How long each job waits before it runs, such as 150ms, 5s or 2m; default 150ms."),
        Named("Latency.ColdStart", "--cold-start", "time", "How much longer the first job of a model waits; default 0."),
        Named("RandomSeed", "--seed", "number", "The seed of all ids, images and fault rates; default a new one each time."),
    ];

    private readonly Option<string[]> _set = new("--set")
    {
        HelpName = "name=value",
        Description = "Another setting, listed below; can be given several times.",
        DefaultValueFactory = static _ => [],
    };

    private readonly Option<string?> _faults = new("--faults")
    {
        HelpName = "file",
        Description = "Fault rules as JSON, in force from the start; default none.",
    };

    public CliCommand Create()
    {
        var command = new Command(
            "simulate", "Run the simulator of Replicate (/v1), RunPod (/v2) and Modal (/modal) on loopback until Ctrl-C.");
        Option[] options = [_port, .. _named.Select(named => named.Option), _set, _faults];
        foreach (var option in options)
        {
            command.Add(option);
        }

        command.SetAction(RunAsync);
        return new(command, new(
            ["imagegen simulate [options]"],
            command.Description!,
            [new("Where and how", options), global.Section],
            [
                "It accepts any key and charges nothing. Faults can also be added and removed while it runs, at /__simulator/faults.",
                """A fault file: {"faults":[{"provider":"replicate","phase":"create","times":2,"effect":"reset"}]}""",
                $"For --set: {string.Join(", ", SimulatorSetting.Names)}; a star stands for an id, a slug or an operation of your own.",
            ],
            [
                "imagegen simulate --port 8080 --speed 10 --seed 7",
                "imagegen simulate --set Latency.RunTimes.stability-ai/sdxl=20s --set RunPod.Endpoints.my-id=worker-comfyui",
                "imagegen simulate --faults faults.json --json",
            ]));
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var options = ReadOptions(parsed);
        await using var simulator = await StartAsync(options, cancellationToken);
        if (global.IsJson(parsed))
        {
            CliJson.Write(
                environment.Out,
                new SimulatorDocument(simulator.BaseUri, simulator.ReplicateBaseUrl, simulator.RunPodBaseUrl, simulator.ModalBaseUrl));
        }
        else
        {
            WriteText(simulator, options, environment.Out);
        }

        if (environment.IsOutLost)
        {
            WriteText(simulator, options, environment.Error);
        }

        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = cancellationToken.Register(stopped.SetResult);
        await stopped.Task;
        environment.Error.WriteLine("The simulator has stopped.");
        return ExitCode.Done;
    }

    private static async Task<ImageProviderSimulator> StartAsync(SimulatorOptions options, CancellationToken cancellationToken)
    {
        try
        {
            return await ImageProviderSimulator.StartAsync(options, cancellationToken);
        }
        catch (FormatException e)
        {
            throw CliException.Usage($"--faults: {options.FaultFile}: {e.Message}");
        }
        catch (IOException e)
        {
            var message = $"--port: the simulator cannot listen on 127.0.0.1:{options.Port}: {e.Message}";
            throw new CliException("port", message, ExitCode.Failed);
        }
    }

    private static (Option<string?> Option, string Setting) Named(string setting, string name, string value, string about) =>
        (new(name) { HelpName = value, Description = about }, setting);

    // Those with an option of their own take precedence.
    private SimulatorOptions ReadOptions(ParseResult parsed)
    {
        var options = new SimulatorOptions { Renderer = new ArtworkRenderer(), FaultFile = FaultFile(parsed) };
        foreach (var assignment in parsed.GetValue(_set)!)
        {
            var at = assignment.IndexOf('=', StringComparison.Ordinal);
            if (at <= 0)
            {
                throw CliException.Usage($"--set takes name=value, not '{assignment}'.");
            }

            SimulatorSetting.Set(options, assignment[..at], assignment[(at + 1)..], $"--set: {assignment[..at]}");
        }

        foreach (var (option, setting) in _named)
        {
            if (parsed.GetValue(option) is { } text)
            {
                SimulatorSetting.Set(options, setting, text, option.Name);
            }
        }

        options.Port = parsed.GetValue(_port) ?? options.Port;
        return options;
    }

    // Opened here once, so that a file that cannot be read and a port that is taken are distinguished.
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

    private static void WriteText(ImageProviderSimulator simulator, SimulatorOptions options, TextWriter output)
    {
        var key = options.ApiKeys.FirstOrDefault() ?? "any";
        output.WriteLine($"The simulator listens on {simulator.BaseUri} until Ctrl-C. To use it:");
        output.WriteLine($"  export {string.Join(' ', BuiltInProviders.All.Select(module => $"{module.ApiKeyEnvironmentVariables[0]}={key}"))}");
        foreach (var module in BuiltInProviders.All)
        {
            output.WriteLine($"  export {ProviderHints.BaseUrlVariable(module)}={SimulatedSettings.BaseUrl(simulator, module)}");
        }

        output.WriteLine("  export ImageGeneration__Outputs__AllowPrivateNetworks=true");
        var control = $"{simulator.BaseUri}__simulator";
        output.WriteLine($"Faults on demand: POST {control}/faults; the journal: GET {control}/journal");
    }
}
