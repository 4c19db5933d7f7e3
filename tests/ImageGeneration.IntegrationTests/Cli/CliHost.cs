using System.Text.Json;
using ImageGeneration.Cli;
using ImageGeneration.Simulator;

namespace ImageGeneration.IntegrationTests.Cli;

/// <summary>What a command printed and returned.</summary>
internal sealed record CliResult(int ExitCode, string Out, string Error)
{
    /// <summary>Standard output as the one JSON document it must be.</summary>
    public JsonElement Json => JsonDocument.Parse(Out).RootElement;
}

/// <summary>Runs commands in this process, in a folder of their own, against a simulator of their own.</summary>
internal sealed class CliHost : IAsyncDisposable
{
    private CliHost(ImageProviderSimulator? simulator) => Simulator = simulator!;

    public ImageProviderSimulator Simulator { get; }

    public string Folder { get; } = Directory.CreateTempSubdirectory("imagegen-").FullName;

    public Dictionary<string, string> Variables { get; } = new(StringComparer.Ordinal);

    public string[] Files => [.. Directory.GetFiles(Folder).Order(StringComparer.Ordinal)];

    /// <summary>No key and no settings.</summary>
    public static CliHost Bare() => new(null);

    /// <summary>Keys, and base URLs of a simulator whose jobs end at once.</summary>
    public static async Task<CliHost> StartAsync(Action<SimulatorOptions>? configure = null)
    {
        var options = new SimulatorOptions { Latency = SimulatorLatency.None };
        configure?.Invoke(options);
        var host = new CliHost(await ImageProviderSimulator.StartAsync(options));
        host.Variables["REPLICATE_API_KEY"] = "r8_test";
        host.Variables["RUNPOD_API_KEY"] = "rp_test";
        host.Variables["ImageGeneration__Replicate__BaseUrl"] = host.Simulator.ReplicateBaseUrl.AbsoluteUri;
        host.Variables["ImageGeneration__RunPod__BaseUrl"] = host.Simulator.RunPodBaseUrl.AbsoluteUri;
        host.Variables["ImageGeneration__Outputs__AllowPrivateNetworks"] = "true";
        foreach (var provider in new[] { "Replicate", "RunPod" })
        {
            host.Variables[$"ImageGeneration__{provider}__Jobs__MinPollInterval"] = "00:00:00.01";
        }

        return host;
    }

    public Task<CliResult> RunAsync(params string[] args) => RunAsync(CancellationToken.None, args);

    public async Task<CliResult> RunAsync(CancellationToken interrupted, params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var exitCode = await CliApplication.RunAsync(args, Environment(output, error, interrupted));
        return new(exitCode, output.ToString(), error.ToString());
    }

    public CliEnvironment Environment(TextWriter output, TextWriter error, CancellationToken interrupted) => new()
    {
        Out = output,
        Error = error,
        Variables = Variables,
        WorkingDirectory = Folder,
        Interrupted = interrupted,
    };

    public string Write(string name, string text)
    {
        var path = Path.Combine(Folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    public async ValueTask DisposeAsync()
    {
        if (Simulator is not null)
        {
            await Simulator.DisposeAsync();
        }

        Directory.Delete(Folder, recursive: true);
    }
}
