using System.Collections.Frozen;

namespace ImageGeneration.Providers.RunPod;

/// <summary>Provides RunPod's public endpoints and the known workers as data: a new one is a row. Facts from each worker's own source and
/// the pages under https://docs.runpod.io/hub/public-endpoints, read 2026-11-22.</summary>
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
        Guidance = "guidance",
        GuidanceAlias = "guidance_scale",
        Format = "image_format",
    };

    private static readonly InputFields SizeFields = new() { NegativePrompt = "negative_prompt", Size = "size" };
    private static readonly InputFields EditFields = new() { Size = "size", Format = "output_format" };
    private static readonly InputFields RatioFields = new() { AspectRatio = "aspect_ratio" };

    // The members of txt2img (https://github.com/AUTOMATIC1111/stable-diffusion-webui, its /docs page).
    private static readonly string[] Txt2Img =
    [
        "styles", "subseed", "subseed_strength", "seed_resize_from_h", "seed_resize_from_w", "sampler_name", "scheduler", "n_iter",
        "restore_faces", "tiling", "do_not_save_samples", "do_not_save_grid", "eta", "denoising_strength", "s_min_uncond", "s_churn",
        "s_tmax", "s_tmin", "s_noise", "override_settings", "override_settings_restore_afterwards", "refiner_checkpoint",
        "refiner_switch_at", "disable_extra_networks", "firstpass_image", "comments", "enable_hr", "firstphase_width",
        "firstphase_height", "hr_scale", "hr_upscaler", "hr_second_pass_steps", "hr_resize_x", "hr_resize_y", "hr_checkpoint_name",
        "hr_sampler_name", "hr_scheduler", "hr_prompt", "hr_negative_prompt", "force_task_id", "sampler_index", "script_name",
        "script_args", "send_images", "save_images", "alwayson_scripts", "infotext",
    ];

    // diffusers cuts prompts at 77 tokens of CLIP; A1111 and ComfyUI read them in pieces, whatever their length.
    private static readonly PromptLimit Clip = new(77, PromptUnit.ClipTokens);
    private static readonly PromptLimit Flux512 = new(512, PromptUnit.Tokens);

    private const string Checker = "enable_safety_checker";

    private static readonly ModelCapabilities Blank = new() { ModelId = "" };

    private static readonly ModelCapabilities FluxSchnell = Blank with
    {
        Sizes = new PixelSizes(256, 1536, 64),
        NegativePrompt = true,
        Steps = new(1, 8),
        GuidanceScale = new(0, 10),
        MaxSeed = int.MaxValue,
        Formats = JpegAndPng,
        PromptLimit = new(256, PromptUnit.Tokens),
        TypicalRunTime = TimeSpan.FromSeconds(3),
    };

    private static readonly ModelCapabilities BySize = Blank with
    {
        Sizes = new PixelSizes(256, 1536, 8),
        NegativePrompt = true,
        MaxSeed = int.MaxValue,
    };

    private static readonly ModelCapabilities Seedream = BySize with { Sizes = new PixelSizes(256, 2048, 8) };

    private static readonly ModelCapabilities ByRatio = Blank with { Sizes = Ratios, MaxSeed = int.MaxValue };

    private static readonly ModelCapabilities Edit2511 =
        Fixed((1024, 1024), (1024, 1280), (1280, 1024), (1280, 1280), (1280, 1536), (1536, 1080)) with { Formats = AllFormats };

    // Each of its resolutions (1k, 2k, 4k) has a price: the caller's own choice, among the extras.
    private static readonly ModelProfile NanoBanana = new ModelProfile(
        Blank with { Sizes = Ratios, Seed = false, Formats = JpegAndPng, TypicalRunTime = TimeSpan.FromSeconds(15) },
        RatioFields with { Seed = null, Format = "output_format" })
        .With("images", "resolution", "enable_base64_output");

    private static readonly ModelProfile Flux = new ModelProfile(FluxSchnell, FluxFields).With();
    private static readonly ModelProfile FluxDev = new ModelProfile(
        FluxSchnell with { Steps = new(1, 50), PromptLimit = Flux512, TypicalRunTime = TimeSpan.FromSeconds(8) }, FluxFields).With();

    private static readonly FrozenDictionary<string, ModelProfile> Endpoints = new Dictionary<string, ModelProfile>
    {
        ["black-forest-labs-flux-1-schnell"] = Flux,
        ["black-forest-labs-flux-1-dev"] = FluxDev,
        ["qwen-image-t2i"] = Row(BySize, SizeFields, Checker),
        ["qwen-image-t2i-lora"] = Row(BySize with { MaxLoraWeights = 4 }, SizeFields with { Lora = LoraForm.List }, Checker),
        ["seedream-v4-t2i"] = Row(Seedream, SizeFields, Checker),
        ["seedream-v4-edit"] = Row(Seedream, SizeFields, Checker, "images"),
        ["wan-2-6-t2i"] = Row(
            BySize with { Sizes = new PixelSizes(768, 1280, 8), NegativePrompt = false },
            SizeFields with { NegativePrompt = null },
            Checker),
        ["black-forest-labs-flux-1-kontext-dev"] = Row(
            BySize with
            {
                Steps = new(1, 50),
                GuidanceScale = new(0, 10),
                Formats = JpegAndPng,
                PromptLimit = Flux512,
                TypicalRunTime = TimeSpan.FromSeconds(10),
            },
            SizeFields with { Steps = "num_inference_steps", Guidance = "guidance", Format = "output_format" },
            Checker,
            "image"),
        ["z-image-turbo"] = Row(
            Fixed((512, 512), (768, 768), (1024, 1024), (1280, 1280), (1024, 768), (768, 1024), (1280, 720), (720, 1280)) with
            {
                Formats = AllFormats,
                TypicalRunTime = TimeSpan.FromSeconds(2),
            },
            EditFields,
            Checker,
            "image",
            "strength"),
        ["qwen-image-edit"] = Row(
            BySize with { Formats = JpegAndPng },
            EditFields with { Size = null, NegativePrompt = "negative_prompt" },
            Checker,
            "image"),
        ["qwen-image-edit-2511"] = Row(Edit2511, EditFields, Checker, "images"),
        ["qwen-image-edit-2511-lora"] = Row(
            Edit2511 with { MaxLoraWeights = 4 }, EditFields with { Lora = LoraForm.List }, Checker, "images"),
        ["p-image-t2i"] = Row(ByRatio, RatioFields, "disable_safety_checker"),
        ["p-image-edit"] = Row(ByRatio, RatioFields, "disable_safety_checker", "images"),
        ["nano-banana-edit"] = NanoBanana,
        ["nano-banana-pro-edit"] = NanoBanana,
        ["google-nano-banana-2-edit"] = NanoBanana,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenDictionary<RunPodWorker, ModelProfile> Workers = new Dictionary<RunPodWorker, ModelProfile>
    {
        [RunPodWorker.PublicFlux] = Flux,
        [RunPodWorker.Sdxl] = Row(
            Blank with
            {
                MaxImagesPerJob = 2,
                NegativePrompt = true,
                ReportsSeed = true,
                Steps = new(1, 500),
                GuidanceScale = new(0, 50),
                PromptLimit = Clip,
                TypicalRunTime = TimeSpan.FromSeconds(8),
            },
            InputFields.Diffusers with { Count = "num_images" },
            "scheduler",
            "refiner_inference_steps",
            "strength",
            "image_url",
            "high_noise_frac"),
        [RunPodWorker.SdxlTurbo] = Row(
            Blank with
            {
                Sizes = new PixelSizes(512, 512, 512),
                MaxImagesPerJob = 4,
                NegativePrompt = true,
                ReportsSeed = true,
                Steps = new(1, 8),
                GuidanceScale = new(0, 2),
                PromptLimit = Clip,
                TypicalRunTime = TimeSpan.FromSeconds(1),
            },
            InputFields.Diffusers with { Count = "num_images" }),
        [RunPodWorker.A1111] = A1111(),
        [RunPodWorker.A1111Api] = A1111(),
        [RunPodWorker.StableDiffusionV1] = Row(
            Blank with
            {
                Sizes = new PixelSizes(128, 1024, 64),
                MaxImagesPerJob = 4,
                ReportsSeed = true,
                Steps = new(1, 500),
                GuidanceScale = new(1, 20),
                MaxLoraWeights = 1,
                PromptLimit = Clip,
            },
            InputFields.Diffusers with { NegativePrompt = null, Count = "num_outputs", Lora = LoraForm.LoraAndScale },
            "scheduler",
            "nsfw",
            "init_image",
            "mask",
            "prompt_strength"),
        [RunPodWorker.Custom] = new(
            Blank with { NegativePrompt = true, Steps = new(1, 500), GuidanceScale = new(0, 50) }, InputFields.Diffusers),
    }.ToFrozenDictionary();

    /// <summary>Gets how long public endpoints retain their files.</summary>
    public static TimeSpan PublicRetention { get; } = TimeSpan.FromDays(7);

    /// <summary>Gets the names that others give an endpoint, each with its real name here.</summary>
    public static FrozenDictionary<string, string> Aliases { get; } = new Dictionary<string, string>
    {
        ["flux-1-schnell"] = "black-forest-labs-flux-1-schnell",
        ["flux-1-dev"] = "black-forest-labs-flux-1-dev",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>Gets the profile of a public endpoint; null when it is not known.</summary>
    public static ModelProfile? FindPublic(string endpoint) => Endpoints.GetValueOrDefault(endpoint);

    /// <summary>Gets the profile of a worker.</summary>
    public static ModelProfile GetProfile(RunPodWorker worker, string endpoint) =>
        worker == RunPodWorker.PublicFlux && endpoint.Contains("dev", StringComparison.OrdinalIgnoreCase)
            ? FluxDev
            : Workers.GetValueOrDefault(worker, Workers[RunPodWorker.Custom]);

    private static ModelProfile Row(ModelCapabilities capabilities, InputFields fields, params string[] others) =>
        new ModelProfile(capabilities, fields).With(others);

    private static ModelCapabilities Fixed(params (int Width, int Height)[] sizes) =>
        Blank with
        {
            Sizes = new AspectRatioSizes([.. sizes.Select(size => new FittedSize(size.Width, size.Height))], [new("", 1)]),
            MaxSeed = int.MaxValue,
        };

    private static ModelProfile A1111() => Row(
        Blank with
        {
            Sizes = new PixelSizes(64, 2048, 8),
            MaxImagesPerJob = 8,
            NegativePrompt = true,
            ReportsSeed = true,
            Steps = new(1, 150),
            GuidanceScale = new(1, 30),
            MaxLoraWeights = 8,
            TypicalRunTime = TimeSpan.FromSeconds(8),
        },
        new()
        {
            NegativePrompt = "negative_prompt",
            Width = "width",
            Height = "height",
            Count = "batch_size",
            Steps = "steps",
            Guidance = "cfg_scale",
            Lora = LoraForm.PromptTags,
        },
        Txt2Img);
}
