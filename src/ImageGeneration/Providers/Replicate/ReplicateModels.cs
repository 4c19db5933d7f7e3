using System.Collections.Frozen;

namespace ImageGeneration.Providers.Replicate;

/// <summary>Provides the models of Replicate as data: a new model is a row. Facts from each model's schema and source, read
/// 2026-11-22.</summary>
internal static class ReplicateModels
{
    private static readonly ImageFormat[] AllFormats = [ImageFormat.Webp, ImageFormat.Jpeg, ImageFormat.Png];

    private static readonly FittedSize[] FluxRatios =
    [
        new(1024, 1024, "1:1"), new(1344, 768, "16:9"), new(1536, 640, "21:9"), new(1216, 832, "3:2"), new(832, 1216, "2:3"),
        new(896, 1088, "4:5"), new(1088, 896, "5:4"), new(896, 1152, "3:4"), new(1152, 896, "4:3"), new(768, 1344, "9:16"),
        new(640, 1536, "9:21"),
    ];

    private static readonly AspectRatioSizes FluxSizes = new(FluxRatios, [new("1", 1), new("0.25", 0.5)]);
    private static readonly AspectRatioSizes OneMegapixel = new(FluxRatios, [new("1", 1)]);

    // "Up to 4 MP" is all the vendor says: twice the sides.
    private static readonly AspectRatioSizes FourMegapixels = new(FluxRatios, [new("4", 2)]);

    // The ratios that nearly every official model shares.
    private static readonly AspectRatioSizes CommonRatios =
        new([.. FluxRatios.Where(r => r.AspectRatio is "1:1" or "16:9" or "9:16" or "4:3" or "3:4")], [new("1", 1)]);

    private static readonly InputFields FluxFields = new()
    {
        AspectRatio = "aspect_ratio",
        Megapixels = "megapixels",
        Count = "num_outputs",
        Steps = "num_inference_steps",
        Format = "output_format",
        Jpeg = "jpg",
    };

    private static readonly string[] OpenFlux = ["output_quality", "disable_safety_checker", "go_fast"];

    private static readonly InputFields ProFields = new() { AspectRatio = "aspect_ratio", Format = "output_format", Jpeg = "jpg" };

    private static readonly ModelCapabilities Blank = new() { ModelId = "" };

    private static readonly ModelCapabilities FluxDev = Blank with
    {
        // Its code asks "if not seed".
        MinSeed = 1,
        Sizes = FluxSizes,
        MaxImagesPerJob = 4,
        Steps = new(1, 50),
        GuidanceScale = new(0, 10),
        Formats = AllFormats,
        PromptLimit = new(512, PromptUnit.Tokens),
        TypicalRunTime = TimeSpan.FromSeconds(4),
    };

    private static readonly ModelCapabilities Kontext = Blank with { Sizes = OneMegapixel, Formats = [ImageFormat.Png, ImageFormat.Jpeg] };

    private static readonly FrozenDictionary<string, Row> Rows = new Row[]
    {
        new(
            "black-forest-labs/flux-schnell",
            FluxDev with
            {
                Steps = new(1, 4), GuidanceScale = null, PromptLimit = new(256, PromptUnit.Tokens),
                TypicalRunTime = TimeSpan.FromSeconds(1),
            },
            FluxFields,
            OpenFlux),
        new("black-forest-labs/flux-dev", FluxDev, FluxFields with { Guidance = "guidance" }, ["image", "prompt_strength", .. OpenFlux]),
        new(
            "black-forest-labs/flux-dev-lora",
            FluxDev with { MaxLoraWeights = 2 },
            FluxFields with { Guidance = "guidance", Lora = LoraForm.WeightsAndScale },
            ["image", "prompt_strength", "hf_api_token", "civitai_api_token", .. OpenFlux]),
        new(
            "black-forest-labs/flux-1.1-pro",
            Blank with { Sizes = new PixelSizes(256, 1440, 32), Formats = AllFormats },
            ProFields with { AspectRatio = null, Width = "width", Height = "height", Fixed = [new("aspect_ratio", "\"custom\"")] },
            ["image_prompt", "safety_tolerance", "prompt_upsampling", "output_quality"]),
        new(
            "black-forest-labs/flux-1.1-pro-ultra",
            Blank with { Sizes = FourMegapixels, Formats = [ImageFormat.Jpeg, ImageFormat.Png], TypicalRunTime = TimeSpan.FromSeconds(10) },
            ProFields,
            ["image_prompt", "image_prompt_strength", "safety_tolerance", "raw"]),
        new("black-forest-labs/flux-kontext-pro", Kontext, ProFields, ["input_image", "prompt_upsampling", "safety_tolerance"]),
        new("black-forest-labs/flux-kontext-max", Kontext, ProFields, ["input_image", "prompt_upsampling", "safety_tolerance"]),
        new(
            "black-forest-labs/flux-kontext-dev",
            Kontext with
            {
                Steps = new(4, 50), GuidanceScale = new(0, 10), Formats = AllFormats, PromptLimit = new(512, PromptUnit.Tokens),
            },
            ProFields with { Steps = "num_inference_steps", Guidance = "guidance" },
            ["input_image", "output_quality", "disable_safety_checker", "go_fast"]),
        new(
            "stability-ai/sdxl",
            Blank with
            {
                MaxImagesPerJob = 4, NegativePrompt = true, Steps = new(1, 500), GuidanceScale = new(1, 50),
                PromptLimit = new(77, PromptUnit.ClipTokens), TypicalRunTime = TimeSpan.FromSeconds(12),
            },
            InputFields.Diffusers with { Count = "num_outputs" },
            [
                "image", "mask", "scheduler", "prompt_strength", "refine", "high_noise_frac", "refine_steps", "apply_watermark",
                "lora_scale", "replicate_weights", "disable_safety_checker",
            ])
        {
            Version = "39ed52f2a78e934b3ba6e2a89f5b1c712de7dfea535525255b1aa35c5565e08b",
            Versions = ["7762fd07cf82c948538e41f63f77d685e02b063e37e496e96eefd46c929f9bdc"],
        },
        new(
            "nightmareai/real-esrgan",
            Blank with { Seed = false, TypicalRunTime = TimeSpan.FromSeconds(3) },
            new() { Prompt = null, Seed = null },
            ["image", "scale", "face_enhance"])
        {
            Version = "f121d640bd286e1fdc67f9799164c1d5be36ff74576ee11c803ae5b665dd46aa",
        },
    }.Concat(ReplicateClosedModels.All).ToFrozenDictionary(row => row.Slug, StringComparer.OrdinalIgnoreCase);

    /// <summary>Gets the profile of a community model, a fine-tune or a deployment that nobody has described: the names that models
    /// derived from Stable Diffusion share.</summary>
    public static ModelProfile Community { get; } = Row.Complete(
        Blank with
        {
            NegativePrompt = true,
            Steps = new(1, 500),
            GuidanceScale = new(0, 50),
            TypicalRunTime = TimeSpan.FromSeconds(10),
        },
        InputFields.Diffusers);

    /// <summary>Gets the profile of an official model that nobody has described, and that did not describe itself: a prompt, a ratio and a
    /// seed that fits the narrowest range.</summary>
    public static ModelProfile Official { get; } =
        Row.Complete(Blank with { Sizes = CommonRatios, MaxSeed = int.MaxValue }, new() { AspectRatio = "aspect_ratio" });

    /// <summary>Gets the names that others give a model, each with its real name here.</summary>
    public static FrozenDictionary<string, string> Aliases { get; } = new Dictionary<string, string>
    {
        ["black-forest-labs/flux-1-schnell"] = "black-forest-labs/flux-schnell",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>Gets the size that a ratio yields at one megapixel, as FLUX has it; null for other ratios.</summary>
    public static FittedSize? SizeOf(string ratio) =>
        Array.Find(FluxRatios, size => size.AspectRatio == ratio) is { AspectRatio: not null } known ? known : null;

    public static Row? Find(string slug) => Rows.GetValueOrDefault(slug);

    public static ModelProfile? FindVersion(string version)
    {
        foreach (var row in Rows.Values)
        {
            if (row.Version == version || row.Versions.Contains(version))
            {
                return row.Profile;
            }
        }

        return null;
    }

    /// <summary>Represents a row.</summary>
    /// <param name="Slug"><c>owner/name</c>.</param>
    /// <param name="Capabilities">The capabilities.</param>
    /// <param name="Fields">The members of its input that the library sends.</param>
    /// <param name="Others">The other members of its input.</param>
    internal sealed record Row(string Slug, ModelCapabilities Capabilities, InputFields Fields, string[] Others)
    {
        /// <summary>Gets the version that runs when the settings name none, for models without a route of their own; null for
        /// others.</summary>
        public string? Version { get; init; }

        /// <summary>Gets other versions with the same input.</summary>
        public IReadOnlyList<string> Versions { get; init; } = [];

        /// <summary>Whether it changes without notice: what the model reports about itself takes precedence, and this row applies when it
        /// reports nothing.</summary>
        public bool IsClosed { get; init; }

        /// <summary>Returns the known version that begins with a text; null when none does.</summary>
        public string? FullVersion(string start) =>
            ReplicateModelId.IsVersion(start)
                ? Versions.Append(Version).FirstOrDefault(known => known?.StartsWith(start, StringComparison.OrdinalIgnoreCase) == true)
                : null;

        public ModelProfile Profile { get; } = Complete(Capabilities, Fields).With(Others);

        // Every model here writes "Using seed: N" into its logs.
        public static ModelProfile Complete(ModelCapabilities capabilities, InputFields fields) =>
            new(capabilities with { ReportsSeed = capabilities.Seed }, fields);
    }
}
