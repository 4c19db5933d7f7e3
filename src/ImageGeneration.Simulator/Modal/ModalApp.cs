using ImageGeneration.Simulator.Catalogue;
using static ImageGeneration.Simulator.Catalogue.InputField;

namespace ImageGeneration.Simulator.Modal;

/// <summary>The application that the simulator has deployed on Modal: one text-to-image function behind FastAPI.</summary>
internal sealed record ModalApp : SimulatedModel
{
    public static ModalApp Default { get; } = new()
    {
        Id = "modal",
        Inputs =
        [
            Prompt(), Text("negative_prompt"), Whole("width", "1024", 64, 2048), Whole("height", "1024", 64, 2048),
            Whole("num_inference_steps", "28", 1, 500), Number("guidance_scale", "3.5", 0, 50), Whole("seed"),
            Whole("num_images", "1", 1, 8), Choice("output_format", "png", "png", "jpeg", "jpg", "webp"),
        ],
        RunTime = TimeSpan.FromSeconds(4),
        DefaultSteps = 28,
        // An H100's second; containers are billed by time, whatever comes of it.
        Price = Price.PerSecond(0.001097m),
    };
}
