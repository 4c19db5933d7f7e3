using System.Collections.Frozen;
using ImageGeneration.Providers.Wire;

namespace ImageGeneration.Providers.RunPod;

/// <summary>RunPod's public endpoints and the known workers as data: a new one is a row. Facts from each worker's own source and the
/// pages under https://docs.runpod.io/hub/public-endpoints, read 2026-11-22.</summary>
internal static class RunPodModels
{
    private static readonly FittedSize[] Ratios =
        [new(1024, 1024, "1:1"), new(1344, 768, "16:9"), new(768, 1344, "9:16"), new(1152, 896, "4:3"), new(896, 1152, "3:4")];

    // Both names of the guidance: the documentation has the one, the deployed code reads the other.
    private static readonly InputFields FluxFields = InputFields.Diffusers with
    {
        Guidance = "guidance", GuidanceAlias = "guidance_scale", Format = "image_format",
    };

    private static readonly InputFields SizeFields = new() { NegativePrompt = "negative_prompt", Size = "size" };

    private static readonly ModelCapabilities Blank = new() { ModelId = "" };

    private static readonly ModelCapabilities FluxSchnell = Blank with
    {
        Sizes = new PixelSizes(256, 1536, 64), NegativePrompt = true, Steps = new(1, 8), GuidanceScale = new(0, 10),
        MaxSeed = int.MaxValue, Formats = [ImageFormat.Jpeg, ImageFormat.Png], TypicalRunTime = TimeSpan.FromSeconds(3),
    };

    private static readonly ModelCapabilities BySize = Blank with
    {
        Sizes = new PixelSizes(256, 1536, 8), NegativePrompt = true, MaxSeed = int.MaxValue,
    };

    private static readonly ModelProfile Flux = new(FluxSchnell, FluxFields);
    private static readonly ModelProfile FluxDev =
        new(FluxSchnell with { Steps = new(1, 50), TypicalRunTime = TimeSpan.FromSeconds(8) }, FluxFields);

    private static readonly FrozenDictionary<string, ModelProfile> Endpoints = new Dictionary<string, ModelProfile>
    {
        ["black-forest-labs-flux-1-schnell"] = Flux,
        ["black-forest-labs-flux-1-dev"] = FluxDev,
        ["qwen-image-t2i"] = new(BySize, SizeFields),
        ["qwen-image-t2i-lora"] = new(BySize with { MaxLoraWeights = 4 }, SizeFields with { Lora = LoraForm.List }),
        ["seedream-v4-t2i"] = new(BySize, SizeFields),
        ["wan-2-6-t2i"] = new(
            BySize with { Sizes = new PixelSizes(768, 1280, 8), NegativePrompt = false }, SizeFields with { NegativePrompt = null }),
        ["p-image-t2i"] = new(
            BySize with { Sizes = new AspectRatioSizes(Ratios, [new("1", 1)]), NegativePrompt = false },
            new() { AspectRatio = "aspect_ratio" }),
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenDictionary<RunPodWorker, ModelProfile> Workers = new Dictionary<RunPodWorker, ModelProfile>
    {
        [RunPodWorker.PublicFlux] = Flux,
        [RunPodWorker.Sdxl] = new(
            Blank with
            {
                MaxImagesPerJob = 2, NegativePrompt = true, ReportsSeed = true, Steps = new(1, 500), GuidanceScale = new(0, 50),
                TypicalRunTime = TimeSpan.FromSeconds(8),
            },
            InputFields.Diffusers with { Count = "num_images" }),
        [RunPodWorker.SdxlTurbo] = new(
            Blank with
            {
                Sizes = new PixelSizes(512, 512, 512), MaxImagesPerJob = 4, NegativePrompt = true, ReportsSeed = true, Steps = new(1, 8),
                GuidanceScale = new(0, 2), TypicalRunTime = TimeSpan.FromSeconds(1),
            },
            InputFields.Diffusers with { Count = "num_images" }),
        [RunPodWorker.A1111] = A1111(),
        [RunPodWorker.A1111Api] = A1111(),
        [RunPodWorker.Custom] = new(
            Blank with { NegativePrompt = true, Steps = new(1, 500), GuidanceScale = new(0, 50) }, InputFields.Diffusers),
    }.ToFrozenDictionary();

    /// <summary>Names that others give an endpoint, and its real one here.</summary>
    public static FrozenDictionary<string, string> Aliases { get; } = new Dictionary<string, string>
    {
        ["flux-1-schnell"] = "black-forest-labs-flux-1-schnell",
        ["flux-1-dev"] = "black-forest-labs-flux-1-dev",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>The shape behind an endpoint: as set, else by its id, else by the model's name.</summary>
    public static (ModelProfile Profile, RunPodWorker Worker) Find(RunPodOptions options, ImageModel model, string endpoint)
    {
        if (options.Workers.TryGetValue(endpoint, out var set) || options.Workers.TryGetValue(model.Name, out set))
        {
            var dev = set == RunPodWorker.PublicFlux && endpoint.Contains("dev", StringComparison.OrdinalIgnoreCase);
            return (dev ? FluxDev : Workers.GetValueOrDefault(set, Workers[RunPodWorker.Custom]), set);
        }

        if (Endpoints.TryGetValue(endpoint, out var known))
        {
            return (known, RunPodWorker.PublicFlux);
        }

        var worker = model == ImageModel.Sdxl ? RunPodWorker.Sdxl : RunPodWorker.Custom;
        return (Workers[worker], worker);
    }

    private static ModelProfile A1111() => new(
        Blank with
        {
            Sizes = new PixelSizes(64, 2048, 8), MaxImagesPerJob = 8, NegativePrompt = true, ReportsSeed = true, Steps = new(1, 150),
            GuidanceScale = new(1, 30), MaxLoraWeights = 8, TypicalRunTime = TimeSpan.FromSeconds(8),
        },
        new()
        {
            NegativePrompt = "negative_prompt", Width = "width", Height = "height", Count = "batch_size", Steps = "steps",
            Guidance = "cfg_scale", Lora = LoraForm.PromptTags,
        });
}
