using ImageGeneration.Simulator.Catalogue;
using ImageGeneration.Simulator.RunPod.Workers;
using static ImageGeneration.Simulator.Catalogue.InputField;

namespace ImageGeneration.Simulator.RunPod;

/// <summary>
/// The endpoints that the simulator's RunPod has. Inputs and prices of the public ones follow RunPod's pages; the GPU second of the
/// workers is a round figure, for a journal that adds up and not for a price table.
/// </summary>
internal static class RunPodEndpoints
{
    private static readonly Price GpuSecond = Price.PerSecond(0.00019m);

    public static IReadOnlyList<RunPodEndpoint> All { get; } = [.. PublicEndpoints.All, .. Workers()];

    private static readonly Dictionary<string, string> Aliases = new(StringComparer.Ordinal)
    {
        ["flux-1-schnell"] = "black-forest-labs-flux-1-schnell",
        ["flux-1-dev"] = "black-forest-labs-flux-1-dev",
    };

    public static RunPodEndpoint? Find(string id) =>
        All.FirstOrDefault(endpoint => endpoint.Id == (Aliases.TryGetValue(id, out var name) ? name : id));

    /// <exception cref="ArgumentException">An endpoint of one's own is to run what is not here: each of its jobs would be a 404.</exception>
    public static void RequireKnown(SimulatorOptions options)
    {
        foreach (var (id, known) in options.RunPod.Endpoints.Where(endpoint => Find(endpoint.Value) is null))
        {
            throw new ArgumentException(
                $"RunPod.Endpoints.{id} is to run '{known}', which is none of {string.Join(", ", All.Select(endpoint => endpoint.Id))}.",
                nameof(options));
        }
    }

    private static IEnumerable<RunPodEndpoint> Workers() =>
    [
        Worker("stable-diffusion-xl", RunPodShapes.Sdxl, 3.5, 25, WorkerInputs.Sdxl),
        Worker("worker-sdxl-turbo", RunPodShapes.SdxlTurbo, 0.6, 1, WorkerInputs.SdxlTurbo) with { DefaultSize = 512 },
        Worker("worker-stable-diffusion-v1", RunPodShapes.StableDiffusionV1, 2.5, 50, WorkerInputs.StableDiffusionV1)
            with { DefaultSize = 512 },
        Worker("worker-a1111", RunPodShapes.A1111, 2.8, 20, []) with { DefaultSize = 512 },
        Worker("worker-a1111-api", RunPodShapes.A1111Wrapped, 2.8, 20, []) with { DefaultSize = 512 },
        Worker("worker-comfyui", RunPodShapes.ComfyUi, 5, 20, []) with { DefaultSize = 512 },
        Worker("worker-comfyui-4", RunPodShapes.ComfyUiOld, 5, 20, []) with { DefaultSize = 512 },
        Worker("flux-image-base64", RunPodShapes.ImageBase64, 4, 28, []),
        Worker("flux-image", RunPodShapes.ImageOnly, 4, 28, []),
        Worker("flux-image-url", RunPodShapes.ImageUrl, 4, 28, []),
        Worker("flux-bare-string", RunPodShapes.BareString, 4, 28, []),
    ];

    private static RunPodEndpoint Worker(string id, RunPodShape shape, double seconds, int steps, IReadOnlyList<InputField> inputs) => new()
    {
        Id = id,
        Shape = shape,
        Inputs = inputs,
        RunTime = TimeSpan.FromSeconds(seconds),
        DefaultSteps = steps,
        Price = GpuSecond,
    };
}
