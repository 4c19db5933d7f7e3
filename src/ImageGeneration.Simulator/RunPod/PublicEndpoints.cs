using ImageGeneration.Simulator.Catalogue;
using ImageGeneration.Simulator.RunPod.Workers;
using static ImageGeneration.Simulator.Catalogue.InputField;

namespace ImageGeneration.Simulator.RunPod;

/// <summary>RunPod's public image endpoints (https://docs.runpod.io/hub/public-endpoint-reference, read 2026-11-22).</summary>
internal static class PublicEndpoints
{
    private static readonly InputField Size = Text("size");
    private static readonly InputField Seed = Whole("seed", "-1");
    private static readonly InputField Negative = Text("negative_prompt");
    private static readonly InputField Checker = Flag("enable_safety_checker", true);
    private static readonly InputField AspectRatio = Text("aspect_ratio", "\"16:9\"");

    public static IReadOnlyList<RunPodEndpoint> All { get; } =
    [
        Row(
            "black-forest-labs-flux-1-schnell",
            Price.PerMegapixel(0.0024m),
            1.4,
            Flux("4", 8),
            steps: 4,
            format: "jpeg",
            shape: PublicFlux),
        Row("black-forest-labs-flux-1-dev", Price.PerMegapixel(0.02m), 4.8, Flux("28", 50), steps: 28, format: "jpeg", shape: PublicFlux),
        Row(
            "black-forest-labs-flux-1-kontext-dev",
            Price.PerImage(0.025m),
            6,
            [
                Prompt(), Uri("image", required: true), Negative, Size, Whole("num_inference_steps", "28", 1, 50),
                Number("guidance", "2", 0, 10), Seed, Choice("output_format", "png", "png", "jpeg"), Checker,
            ],
            steps: 28),
        Row("qwen-image-t2i", Price.PerImage(0.02m), 6, [Prompt(), Negative, Size, Seed, Checker], format: "jpeg", shape: Result),
        Row(
            "qwen-image-t2i-lora",
            Price.PerImage(0.025m),
            6.5,
            [Prompt(), Negative, Size, List("loras"), Seed, Checker],
            format: "jpeg",
            shape: Result),
        Row(
            "qwen-image-edit",
            Price.PerImage(0.02m),
            7,
            [Prompt(), Uri("image", required: true), Negative, Seed, Choice("output_format", "jpeg", "jpeg", "png"), Checker],
            format: "jpeg",
            shape: Result),
        Row("qwen-image-edit-2511", Price.PerImage(0.02m), 7, QwenEdit(), format: "jpeg", shape: Result),
        Row("qwen-image-edit-2511-lora", Price.PerImage(0.025m), 7.5, [.. QwenEdit(), List("loras")], format: "jpeg", shape: Result),
        Row(
            "z-image-turbo",
            Price.PerImage(0.005m),
            1.6,
            [
                Prompt(), Size, Uri("image"), Number("strength", "0.8", 0, 1), Seed,
                Choice("output_format", "png", "png", "jpeg", "webp"), Checker,
            ]),
        Row("p-image-t2i", Price.PerImage(0.005m), 1.2, [Prompt(), AspectRatio, Seed, Flag("disable_safety_checker", false)]),
        Row(
            "p-image-edit",
            Price.PerImage(0.01m),
            1.8,
            [Prompt(), List("images", required: true), AspectRatio, Seed, Flag("disable_safety_checker", false)]),
        Row("seedream-v4-t2i", Price.PerImage(0.027m), 9, [Prompt(), Negative, Size, Seed, Checker], format: "jpeg"),
        Row(
            "seedream-v4-edit",
            Price.PerImage(0.027m),
            10,
            [Prompt(), List("images", required: true), Negative, Size, Seed, Checker],
            format: "jpeg"),
        Row("wan-2-6-t2i", Price.PerImage(0.03m), 12, [Prompt(), Size, Seed, Checker]),
        Row("nano-banana-edit", Price.PerImage(0.038m), 8, Banana()),
        Row("nano-banana-pro-edit", Price.PerImage(0.14m), 15, Banana()),
        Row("google-nano-banana-2-edit", Price.PerImage(0.0875m), 12, Banana()),
    ];

    private static RunPodShape PublicFlux => RunPodShapes.PublicFlux;

    private static RunPodShape Result => RunPodShapes.PublicResult;

    private static RunPodEndpoint Row(
        string id,
        Price price,
        double seconds,
        IReadOnlyList<InputField> inputs,
        int steps = 0,
        string format = "png",
        RunPodShape? shape = null) => new()
    {
        Id = id,
        Shape = shape ?? RunPodShapes.Public,
        Inputs = inputs,
        RunTime = TimeSpan.FromSeconds(seconds),
        DefaultSteps = steps,
        DefaultFormat = format,
        Price = price,
    };

    private static InputField[] Flux(string steps, int mostSteps) =>
    [
        Prompt(), Negative, Whole("width", "1024", 256, 1536, multipleOf: 64), Whole("height", "1024", 256, 1536, multipleOf: 64),
        Whole("num_inference_steps", steps, 1, mostSteps), Number("guidance", "7.5", 0, 10), Seed,
        Choice("image_format", "jpeg", "png", "jpeg"),
    ];

    private static InputField[] QwenEdit() =>
    [
        Prompt(), List("images", required: true), Size, Seed, Choice("output_format", "jpeg", "jpeg", "png", "webp"), Checker,
    ];

    private static InputField[] Banana() =>
    [
        Prompt(), List("images", required: true), Choice("resolution", "1k", "1k", "2k", "4k"), Text("aspect_ratio"),
        Choice("output_format", "png", "png", "jpeg"), Flag("enable_base64_output", false),
    ];
}
