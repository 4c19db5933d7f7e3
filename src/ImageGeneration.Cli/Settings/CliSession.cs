using ImageGeneration.Cli.Simulate;
using ImageGeneration.Outputs;
using ImageGeneration.Simulator;
using ImageGeneration.Simulator.Artwork;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ImageGeneration.Cli.Settings;

/// <summary>Provides the library with this command's settings, and the simulator when they contain no key.</summary>
internal sealed class CliSession : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly ImageProviderSimulator? _simulator;

    private CliSession(ServiceProvider services, ImageProviderSimulator? simulator) => (_services, _simulator) = (services, simulator);

    public IImageGenerationService Service => _services.GetRequiredService<IImageGenerationService>();

    public IImageRoutePlanner Routes => _services.GetRequiredService<IImageRoutePlanner>();

    public IImageProviderMonitor Monitor => _services.GetRequiredService<IImageProviderMonitor>();

    public IImageReader Reader => _services.GetRequiredService<IImageReader>();

    public bool IsSimulated => _simulator is not null;

    public static async Task<CliSession> OpenAsync(CliEnvironment environment, Dictionary<string, string?> settings)
    {
        var simulator = CliSettings.HasProvider(settings) ? null : await StartSimulatorAsync(environment.Interrupted);
        if (simulator is not null)
        {
            SimulatedSettings.Add(settings, simulator);
            Say(environment, simulator);
        }

        var services = new ServiceCollection();
        services.AddImageGeneration(CliSettings.ToSection(settings));
        var session = new CliSession(services.BuildServiceProvider(), simulator);
        try
        {
            session.Validate();
            return session;
        }
        catch
        {
            await session.DisposeAsync();
            throw;
        }
    }

    /// <summary>Gets the provider's name as it was registered.</summary>
    public string RequireProvider(string name)
    {
        var known = Monitor.GetStatus().Select(status => status.Provider).ToList();
        return known.Find(provider => provider.Equals(name, StringComparison.OrdinalIgnoreCase))
            ?? known.Find(provider => Words.AreSame(provider, name))
            ?? throw CliException.Usage(
                $"--provider takes one of the configured providers ({string.Join(", ", known)}), not '{name}'."
                + $"{ProviderHints.HowToConfigure(name)}");
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        if (_simulator is not null)
        {
            await _simulator.DisposeAsync();
        }
    }

    private void Validate()
    {
        try
        {
            _services.GetRequiredService<IStartupValidator>().Validate();
        }
        catch (OptionsValidationException e)
        {
            throw CliException.Settings(string.Join(Environment.NewLine, e.Failures));
        }
    }

    // A real job takes seconds; a first try of this program need not.
    private static Task<ImageProviderSimulator> StartSimulatorAsync(CancellationToken cancellationToken) =>
        ImageProviderSimulator.StartAsync(new() { Renderer = new ArtworkRenderer(), Latency = new() { Speed = 3 } }, cancellationToken);

    private static void Say(CliEnvironment environment, ImageProviderSimulator simulator)
    {
        environment.Error.WriteLine($"No API key is set: the built-in simulator at {simulator.BaseUri} stands in for the providers.");
        environment.Error.WriteLine("The image is simulated and nothing is charged.");
        environment.Error.WriteLine($"For real images set {ProviderHints.ApiKeyEnvironmentVariables}.");
    }
}
