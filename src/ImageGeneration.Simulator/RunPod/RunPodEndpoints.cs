using ImageGeneration.Simulator.Catalog;

namespace ImageGeneration.Simulator.RunPod;

/// <summary>The endpoints that the simulator's RunPod has.</summary>
internal static class RunPodEndpoints
{
    private static readonly Dictionary<string, string> Aliases = new(StringComparer.Ordinal)
    {
        ["flux-1-schnell"] = "black-forest-labs-flux-1-schnell",
        ["flux-1-dev"] = "black-forest-labs-flux-1-dev",
    };

    public static RunPodEndpoint? Find(string id) =>
        ModelData.RunPod.FirstOrDefault(endpoint => endpoint.Id == (Aliases.TryGetValue(id, out var name) ? name : id));

    /// <exception cref="ArgumentException">One of the user's endpoints is to run an unknown worker: its jobs would be 404s.</exception>
    public static void RequireKnown(SimulatorOptions options)
    {
        foreach (var (id, known) in options.RunPod.Endpoints.Where(endpoint => Find(endpoint.Value) is null))
        {
            var names = string.Join(", ", ModelData.RunPod.Select(endpoint => endpoint.Id));
            throw new ArgumentException(
                $"RunPod.Endpoints.{id} is to run '{known}', which is none of {names}.",
                nameof(options));
        }
    }
}
