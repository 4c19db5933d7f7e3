using ImageGeneration.Simulator.Catalogue;
using static ImageGeneration.Simulator.Catalogue.InputField;

namespace ImageGeneration.Simulator.Replicate;

/// <summary>The inputs of the FLUX family on Replicate.</summary>
internal static class FluxInputs
{
    private static readonly InputField AspectRatio = Choice("aspect_ratio", "1:1", AspectRatios.Names);

    private static readonly InputField[] Open =
    [
        Prompt(),
        AspectRatio,
        Whole("num_outputs", "1", 1, 4),
        Whole("seed"),
        Choice("output_format", "webp", "webp", "jpg", "png"),
        Whole("output_quality", "80", 0, 100),
        Flag("disable_safety_checker", false),
        Flag("go_fast", true),
        Choice("megapixels", "1", "1", "0.25"),
    ];

    public static IReadOnlyList<InputField> Schnell { get; } = [.. Open, Whole("num_inference_steps", "4", 1, 4)];

    public static IReadOnlyList<InputField> Dev { get; } =
    [
        .. Open,
        Uri("image"),
        Number("prompt_strength", "0.8", 0, 1),
        Whole("num_inference_steps", "28", 1, 50),
        Number("guidance", "3", 0, 10),
    ];

    public static IReadOnlyList<InputField> DevLora { get; } =
    [
        .. Dev,
        Text("lora_weights"),
        Number("lora_scale", "1", -1, 3),
        Text("extra_lora"),
        Number("extra_lora_scale", "1", -1, 3),
        Secret("hf_api_token"),
        Secret("civitai_api_token"),
    ];

    /// <summary>What a fine-tune takes, and the trainer's own page.</summary>
    public static IReadOnlyList<InputField> FineTune { get; } =
    [
        Prompt(),
        Choice("aspect_ratio", "1:1", ["custom", .. AspectRatios.Names]),
        .. Dev.Where(field => field.Name is not ("prompt" or "aspect_ratio" or "guidance")),
        Whole("width", min: 256, max: 1440, multipleOf: 16),
        Whole("height", min: 256, max: 1440, multipleOf: 16),
        Uri("mask"),
        Number("guidance_scale", "3", 0, 10),
        Choice("model", "dev", "dev", "schnell"),
        Text("replicate_weights"),
        Number("lora_scale", "1", -1, 3),
        Text("extra_lora"),
        Number("extra_lora_scale", "1", -1, 3),
    ];

    public static IReadOnlyList<InputField> Pro11 { get; } =
    [
        Prompt(),
        Uri("image_prompt"),
        Choice("aspect_ratio", "1:1", ["custom", .. AspectRatios.Names]),
        Whole("width", min: 256, max: 1440),
        Whole("height", min: 256, max: 1440),
        Whole("safety_tolerance", "2", 1, 6),
        Whole("seed"),
        Flag("prompt_upsampling", false),
        Choice("output_format", "webp", "webp", "jpg", "png"),
        Whole("output_quality", "80", 0, 100),
    ];

    public static IReadOnlyList<InputField> Pro11Ultra { get; } =
    [
        Prompt(),
        Uri("image_prompt"),
        Number("image_prompt_strength", "0.1", 0, 1),
        AspectRatio,
        Whole("safety_tolerance", "2", 1, 6),
        Whole("seed"),
        Flag("raw", false),
        Choice("output_format", "jpg", "jpg", "png"),
    ];

    public static IReadOnlyList<InputField> KontextPro { get; } =
    [
        Prompt(),
        Uri("input_image"),
        Choice("aspect_ratio", "match_input_image", ["match_input_image", .. AspectRatios.Names]),
        Flag("prompt_upsampling", false),
        Whole("seed"),
        Choice("output_format", "png", "jpg", "png"),
        Whole("safety_tolerance", "2", 0, 6),
    ];

    public static IReadOnlyList<InputField> KontextDev { get; } =
    [
        Prompt(),
        Uri("input_image", required: true),
        Choice("aspect_ratio", "match_input_image", ["match_input_image", .. AspectRatios.Names]),
        Whole("num_inference_steps", "28", 4, 50),
        Number("guidance", "2.5", 0, 10),
        Whole("seed"),
        Choice("output_format", "webp", "webp", "jpg", "png"),
        Whole("output_quality", "80", 0, 100),
        Flag("disable_safety_checker", false),
        Flag("go_fast", true),
    ];

    /// <summary>The older sibling of 1.1, with steps, guidance and interval.</summary>
    public static IReadOnlyList<InputField> Pro { get; } =
    [
        .. Pro11,
        Whole("steps", "25", 1, 50),
        Number("guidance", "3", 2, 5),
        Number("interval", "2", 1, 4),
    ];
}
