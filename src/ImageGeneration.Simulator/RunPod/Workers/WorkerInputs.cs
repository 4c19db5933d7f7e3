using ImageGeneration.Simulator.Catalogue;
using static ImageGeneration.Simulator.Catalogue.InputField;

namespace ImageGeneration.Simulator.RunPod.Workers;

/// <summary>The schemas of the workers that check their input.</summary>
internal static class WorkerInputs
{
    public static IReadOnlyList<InputField> Sdxl { get; } =
    [
        Prompt(required: false), Text("negative_prompt"), Whole("width", "1024"), Whole("height", "1024"), Whole("seed"),
        Choice(
            "scheduler", "DDIM", "PNDM", "KLMS", "DDIM", "K_EULER", "K_EULER_ANCESTRAL", "DPMSolverMultistep", "DPMSolverSinglestep"),
        Whole("num_inference_steps", "25"), Whole("refiner_inference_steps", "50"),
        Number("guidance_scale", "7.5", double.MinValue, double.MaxValue), Number("strength", "0.3", double.MinValue, double.MaxValue),
        Uri("image_url"), Whole("num_images", "1", 1, 2), Number("high_noise_frac", "null", double.MinValue, double.MaxValue),
    ];

    public static IReadOnlyList<InputField> SdxlTurbo { get; } =
    [
        Prompt(), Text("negative_prompt"), Whole("width", "512", 512, 512), Whole("height", "512", 512, 512),
        Whole("num_inference_steps", "1", 1, 8), Number("guidance_scale", "0.0", 0, 2), Whole("num_images", "1", 1, 4), Whole("seed"),
    ];

    public static IReadOnlyList<InputField> StableDiffusionV1 { get; } =
    [
        Prompt(), Text("negative_prompt"), Whole("width", "512", 128, 1024), Whole("height", "512", 128, 1024), Uri("init_image"),
        Uri("mask"), Number("prompt_strength", "0.8", 0, 1), Whole("num_outputs", "1", 1, 10),
        Whole("num_inference_steps", "50", 1, 500), Number("guidance_scale", "7.5", 0, 20),
        Choice(
            "scheduler", "KLMS", "DDIM", "DDPM", "DPM-M", "DPM-S", "EULER-A", "EULER-D", "HEUN", "IPNDM", "KDPM2-A", "KDPM2-D", "PNDM",
            "K-LMS", "KLMS"),
        Whole("seed"), Flag("nsfw", false), Text("lora"), Number("lora_scale", "1", 0, 1),
    ];
}
