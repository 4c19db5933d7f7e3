using ImageGeneration.Simulator.Catalogue;
using static ImageGeneration.Simulator.Catalogue.InputField;

namespace ImageGeneration.Simulator.Replicate;

/// <summary>The inputs of stability-ai/sdxl.</summary>
internal static class SdxlInputs
{
    public static IReadOnlyList<InputField> TextToImage { get; } =
    [
        Prompt(required: false) with { Default = "\"An astronaut riding a rainbow unicorn\"" },
        Text("negative_prompt", "\"\""),
        Uri("image"),
        Uri("mask"),
        Whole("width", "1024"),
        Whole("height", "1024"),
        Whole("num_outputs", "1", 1, 4),
        Choice(
            "scheduler", "K_EULER", "DDIM", "DPMSolverMultistep", "HeunDiscrete", "KarrasDPM", "K_EULER_ANCESTRAL", "K_EULER", "PNDM"),
        Whole("num_inference_steps", "50", 1, 500),
        Number("guidance_scale", "7.5", 1, 50),
        Number("prompt_strength", "0.8", 0, 1),
        Whole("seed"),
        Choice("refine", "no_refiner", "no_refiner", "expert_ensemble_refiner", "base_image_refiner"),
        Number("high_noise_frac", "0.8", 0, 1),
        Whole("refine_steps"),
        Flag("apply_watermark", true),
        Number("lora_scale", "0.6", 0, 1),
        Text("replicate_weights"),
        Flag("disable_safety_checker", false),
    ];
}
