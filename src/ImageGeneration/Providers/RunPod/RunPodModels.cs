using System.Collections.Frozen;
using ImageGeneration.Providers.Wire;

namespace ImageGeneration.Providers.RunPod;

/// <summary>RunPod's public endpoints and the known workers as data: a new one is a row. Facts from each worker's own source and the
/// pages under https://docs.runpod.io/hub/public-endpoints, read 2026-11-22.</summary>
internal static class RunPodModels
{
    private static readonly AspectRatioSizes Ratios = new(
        [
            new(1024, 1024, "1:1"), new(1344, 768, "16:9"), new(768, 1344, "9:16"), new(1152, 896, "4:3"), new(896, 1152, "3:4"),
            new(1216, 832, "3:2"), new(832, 1216, "2:3"),
        ],
        [new("1", 1)]);

    private static readonly ImageFormat[] JpegAndPng = [ImageFormat.Jpeg, ImageFormat.Png];
    private static readonly ImageFormat[] AllFormats = [ImageFormat.Png, ImageFormat.Jpeg, ImageFormat.Webp];

    // Both names of the guidance: the documentation has the one, the deployed code reads the other.
    private static readonly InputFields FluxFields = InputFields.Diffusers with
    {
        Guidance = "guidance", GuidanceAlias = "guidance_scale", Format = "image_format",
    };

    private static readonly InputFields SizeFields = new() { NegativePrompt = "negative_prompt", Size = "size" };
    private static readonly InputFields EditFields = new() { Size = "size", Format = "output_format" };
    private static readonly InputFields RatioFields = new() { AspectRatio = "aspect_ratio" };

    private static readonly ModelCapabilities Blank = new() { ModelId = "" };

    private static readonly ModelCapabilities FluxSchnell = Blank with
    {
        Sizes = new PixelSizes(256, 1536, 64), NegativePrompt = true, Steps = new(1, 8), GuidanceScale = new(0, 10),
        MaxSeed = int.MaxValue, Formats = JpegAndPng, TypicalRunTime = TimeSpan.FromSeconds(3),
    };

    private static readonly ModelCapabilities BySize = Blank with
    {
        Sizes = new PixelSizes(256, 1536, 8), NegativePrompt = true, MaxSeed = int.MaxValue,
    };

    private static readonly ModelCapabilities Seedream = BySize with { Sizes = new PixelSizes(256, 2048, 8) };

    private static readonly ModelCapabilities ByRatio = Blank with { Sizes = Ratios, MaxSeed = int.MaxValue };

    private static readonly ModelCapabilities Edit2511 =
        Fixed((1024, 1024), (1024, 1280), (1280, 1024), (1280, 1280), (1280, 1536), (1536, 1080)) with { Formats = AllFormats };

    // Its resolution (1k, 2k, 4k) has a price each: the caller's own choice, among the extras.
    private static readonly ModelProfile NanoBanana = new(
        Blank with { Sizes = Ratios, Seed = false, Formats = JpegAndPng, TypicalRunTime = TimeSpan.FromSeconds(15) },
        RatioFields with { Seed = null, Format = "output_format" });

    private static readonly ModelProfile Flux = new(FluxSchnell, FluxFields);
    private static readonly ModelProfile FluxDev =
        new(FluxSchnell with { Steps = new(1, 50), TypicalRunTime = TimeSpan.FromSeconds(8) }, FluxFields);

    private static readonly FrozenDictionary<string, ModelProfile> Endpoints = new Dictionary<string, ModelProfile>
    {
        ["black-forest-labs-flux-1-schnell"] = Flux,
        ["black-forest-labs-flux-1-dev"] = FluxDev,
        ["qwen-image-t2i"] = new(BySize, SizeFields),
        ["qwen-image-t2i-lora"] = new(BySize with { MaxLoraWeights = 4 }, SizeFields with { Lora = LoraForm.List }),
        ["seedream-v4-t2i"] = new(Seedream, SizeFields),
        ["seedream-v4-edit"] = new(Seedream, SizeFields),
        ["wan-2-6-t2i"] = new(
            BySize with { Sizes = new PixelSizes(768, 1280, 8), NegativePrompt = false }, SizeFields with { NegativePrompt = null }),
        ["black-forest-labs-flux-1-kontext-dev"] = new(
            BySize with { Steps = new(1, 50), GuidanceScale = new(0, 10), Formats = JpegAndPng, TypicalRunTime = TimeSpan.FromSeconds(10) },
            SizeFields with { Steps = "num_inference_steps", Guidance = "guidance", Format = "output_format" }),
        ["z-image-turbo"] = new(
            Fixed((512, 512), (768, 768), (1024, 1024), (1280, 1280), (1024, 768), (768, 1024), (1280, 720), (720, 1280)) with
            {
                Formats = AllFormats, TypicalRunTime = TimeSpan.FromSeconds(2),
            },
            EditFields),
        ["qwen-image-edit"] = new(
            BySize with { Formats = JpegAndPng },
            EditFields with { Size = null, NegativePrompt = "negative_prompt" }),
        ["qwen-image-edit-2511"] = new(Edit2511, EditFields),
        ["qwen-image-edit-2511-lora"] = new(Edit2511 with { MaxLoraWeights = 4 }, EditFields with { Lora = LoraForm.List }),
        ["p-image-t2i"] = new(ByRatio, RatioFields),
        ["p-image-edit"] = new(ByRatio, RatioFields),
        ["nano-banana-edit"] = NanoBanana,
        ["nano-banana-pro-edit"] = NanoBanana,
        ["google-nano-banana-2-edit"] = NanoBanana,
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
        [RunPodWorker.StableDiffusionV1] = new(
            Blank with
            {
                Sizes = new PixelSizes(128, 1024, 64), MaxImagesPerJob = 4, ReportsSeed = true, Steps = new(1, 500),
                GuidanceScale = new(1, 20), MaxLoraWeights = 1,
            },
            InputFields.Diffusers with { NegativePrompt = null, Count = "num_outputs", Lora = LoraForm.LoraAndScale }),
        [RunPodWorker.Custom] = new(
            Blank with { NegativePrompt = true, Steps = new(1, 500), GuidanceScale = new(0, 50) }, InputFields.Diffusers),
    }.ToFrozenDictionary();

    /// <summary>How long public endpoints keep their files.</summary>
    public static TimeSpan PublicRetention { get; } = TimeSpan.FromDays(7);

    /// <summary>Names that others give an endpoint, and its real one here.</summary>
    public static FrozenDictionary<string, string> Aliases { get; } = new Dictionary<string, string>
    {
        ["flux-1-schnell"] = "black-forest-labs-flux-1-schnell",
        ["flux-1-dev"] = "black-forest-labs-flux-1-dev",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>A public endpoint's row.</summary>
    public static ModelProfile? FindPublic(string endpoint) => Endpoints.GetValueOrDefault(endpoint);

    /// <summary>A worker's row.</summary>
    public static ModelProfile Of(RunPodWorker worker, string endpoint) =>
        worker == RunPodWorker.PublicFlux && endpoint.Contains("dev", StringComparison.OrdinalIgnoreCase)
            ? FluxDev
            : Workers.GetValueOrDefault(worker, Workers[RunPodWorker.Custom]);

    private static ModelCapabilities Fixed(params (int Width, int Height)[] sizes) =>
        Blank with
        {
            Sizes = new AspectRatioSizes([.. sizes.Select(size => new FittedSize(size.Width, size.Height))], [new("", 1)]),
            MaxSeed = int.MaxValue,
        };

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
