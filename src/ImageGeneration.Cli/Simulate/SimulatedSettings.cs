using ImageGeneration.DependencyInjection;
using ImageGeneration.Providers.Modules;
using ImageGeneration.Simulator;

namespace ImageGeneration.Cli.Simulate;

/// <summary>Provides the settings with which the library uses the simulator instead of the providers.</summary>
internal static class SimulatedSettings
{
    /// <summary>Points the providers that have an address of their own to the simulator.</summary>
    public static void Add(Dictionary<string, string?> settings, ImageProviderSimulator simulator)
    {
        foreach (var module in BuiltInProviders.All.Where(module => !module.NeedsBaseUrl))
        {
            settings[$"{module.Section}:ApiKey"] = "simulated";
            settings[$"{module.Section}:BaseUrl"] = BaseUrl(simulator, module).AbsoluteUri;
        }

        // Its images are on a port of their own, where nothing else answers.
        settings["Outputs:AllowPrivateNetworks"] = "true";
        // The prices of the simulator.
        settings["RunPod:WorkerUsdPerSecond"] = "0.00019";
    }

    /// <summary>Gets the simulator's address of a provider.</summary>
    public static Uri BaseUrl(ImageProviderSimulator simulator, ProviderModule module) => Enum.Parse<SimulatedProvider>(module.Section) switch
    {
        SimulatedProvider.Replicate => simulator.ReplicateBaseUrl,
        SimulatedProvider.RunPod => simulator.RunPodBaseUrl,
        _ => simulator.ModalBaseUrl,
    };
}
