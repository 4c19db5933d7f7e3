using ImageGeneration.Simulator.Catalogue;
using static ImageGeneration.Simulator.Catalogue.InputField;

namespace ImageGeneration.Simulator.RunPod;

/// <summary>
/// The endpoints that the simulator's RunPod has. Inputs and prices of the public ones follow RunPod's pages; the GPU second of
/// worker-sdxl is a round figure, for a journal that adds up and not for a price table.
/// </summary>
internal static class RunPodEndpoints
{
    public static IReadOnlyList<RunPodEndpoint> All { get; } =
    [
        new()
        {
            Id = "black-forest-labs-flux-1-schnell",
            Worker = RunPodWorker.PublicImage,
            Inputs = Flux("4", 8),
            RunTime = TimeSpan.FromSeconds(1.4),
            DefaultSteps = 4,
            DefaultFormat = "jpeg",
            Price = Price.PerMegapixel(0.0024m),
        },
        new()
        {
            Id = "black-forest-labs-flux-1-dev",
            Worker = RunPodWorker.PublicImage,
            Inputs = Flux("28", 50),
            RunTime = TimeSpan.FromSeconds(4.8),
            DefaultSteps = 28,
            DefaultFormat = "jpeg",
            Price = Price.PerMegapixel(0.02m),
        },
        new()
        {
            Id = "qwen-image-t2i",
            Worker = RunPodWorker.PublicImage,
            Inputs = [Prompt(), Text("negative_prompt"), Text("size"), Whole("seed"), Flag("enable_safety_checker", true)],
            RunTime = TimeSpan.FromSeconds(6.0),
            DefaultFormat = "jpeg",
            Price = Price.PerImage(0.02m),
        },
        new()
        {
            Id = "z-image-turbo",
            Worker = RunPodWorker.PublicImage,
            Inputs =
            [
                Prompt(), Text("size"), Uri("image"), Number("strength", "0.8", 0, 1), Whole("seed"),
                Choice("output_format", "png", "png", "jpeg", "webp"), Flag("enable_safety_checker", true),
            ],
            RunTime = TimeSpan.FromSeconds(1.6),
            Price = Price.PerImage(0.005m),
        },
        new()
        {
            Id = "stable-diffusion-xl",
            Worker = RunPodWorker.Sdxl,
            Inputs = Sdxl,
            RunTime = TimeSpan.FromSeconds(3.5),
            DefaultSteps = 25,
            Price = Price.PerSecond(0.00019m),
        },
    ];

    private static readonly Dictionary<string, string> Aliases = new(StringComparer.Ordinal)
    {
        ["flux-1-schnell"] = "black-forest-labs-flux-1-schnell",
        ["flux-1-dev"] = "black-forest-labs-flux-1-dev",
    };

    private static IReadOnlyList<InputField> Sdxl =>
    [
        Prompt(required: false), Text("negative_prompt"), Whole("width", "1024"), Whole("height", "1024"), Whole("seed"),
        Choice(
            "scheduler", "DDIM", "PNDM", "KLMS", "DDIM", "K_EULER", "K_EULER_ANCESTRAL", "DPMSolverMultistep", "DPMSolverSinglestep"),
        Whole("num_inference_steps", "25"), Whole("refiner_inference_steps", "50"),
        Number("guidance_scale", "7.5", double.MinValue, double.MaxValue), Number("strength", "0.3", double.MinValue, double.MaxValue),
        Uri("image_url"), Whole("num_images", "1", 1, 2), Number("high_noise_frac", "null", double.MinValue, double.MaxValue),
    ];

    public static RunPodEndpoint? Find(string id) =>
        All.FirstOrDefault(endpoint => endpoint.Id == (Aliases.TryGetValue(id, out var name) ? name : id));

    private static InputField[] Flux(string steps, int mostSteps) =>
    [
        Prompt(),
        Text("negative_prompt"),
        Whole("width", "1024", 256, 1536, multipleOf: 64),
        Whole("height", "1024", 256, 1536, multipleOf: 64),
        Whole("num_inference_steps", steps, 1, mostSteps),
        Number("guidance", "7.5", 0, 10),
        Whole("seed", "-1"),
        Choice("image_format", "jpeg", "png", "jpeg"),
    ];
}
