using System.Text.Json;
using System.Text.Json.Nodes;
using ImageGeneration.Simulator.Catalogue;
using ImageGeneration.Simulator.Hosting;

namespace ImageGeneration.Simulator.RunPod.Workers;

/// <summary>The shapes of worker that are out there, one row each.</summary>
internal static class RunPodShapes
{
    /// <summary>RunPod's public image endpoints: one image, a link and its cost.</summary>
    public static RunPodShape Public { get; } = new()
    {
        Refuse = RunPodValidators.Parameters, Order = One, Output = output => PublicOutput(output, "image_url"),
    };

    /// <summary>The same with the link under <c>result</c>, as the Qwen family has it.</summary>
    public static RunPodShape PublicResult { get; } = Public with { Output = output => PublicOutput(output, "result") };

    /// <summary>FLUX among them, whose code takes the -1 of its documentation for a seed like any other.</summary>
    public static RunPodShape PublicFlux { get; } = Public with
    {
        Refuse = RunPodValidators.Flux, Order = static (input, endpoint) => ImageOrder.Read(input, endpoint) with { Count = 1 },
    };

    /// <summary>worker-sdxl: data URIs, the first one twice; unknown inputs refused.</summary>
    public static RunPodShape Sdxl { get; } = new() { Refuse = RunPodValidators.Schema, Output = SdxlOutput };

    /// <summary>worker-sdxl-turbo: raw base64 with its seed each.</summary>
    public static RunPodShape SdxlTurbo { get; } = new() { Refuse = RunPodValidators.Schema, Output = TurboOutput };

    /// <summary>worker-stable_diffusion_v1: a bare array.</summary>
    public static RunPodShape StableDiffusionV1 { get; } = new() { Refuse = RunPodValidators.Schema, Output = output => WithSeeds(output, output.Image) };

    /// <summary>A1111's own body, A1111's own reply.</summary>
    public static RunPodShape A1111 { get; } = new() { Refuse = RunPodValidators.Nothing, Output = A1111Worker.Output };

    /// <summary>A1111 behind a wrapper that names the route.</summary>
    public static RunPodShape A1111Wrapped { get; } = new()
    {
        Refuse = A1111Worker.RefuseWrapped, Order = A1111Worker.OrderWrapped, Output = A1111Worker.Output,
    };

    /// <summary>worker-comfyui from version 5 on.</summary>
    public static RunPodShape ComfyUi { get; } = new()
    {
        Refuse = ComfyWorker.Refuse, Order = ComfyWorker.Order, Output = ComfyWorker.Output,
    };

    /// <summary>worker-comfy before version 5: one image under <c>message</c>.</summary>
    public static RunPodShape ComfyUiOld { get; } = ComfyUi with { Output = ComfyWorker.OldOutput };

    /// <summary>Home-made: <c>{image_base64, message}</c>.</summary>
    public static RunPodShape ImageBase64 { get; } = Homemade(static output => new JsonObject
    {
        ["image_base64"] = output.Base64(0),
        ["message"] = "Image generated successfully",
    });

    /// <summary>Home-made: <c>{image}</c>.</summary>
    public static RunPodShape ImageOnly { get; } = Homemade(static output => new JsonObject { ["image"] = output.Image(0) });

    /// <summary>Home-made: <c>{image_url}</c>.</summary>
    public static RunPodShape ImageUrl { get; } = Homemade(static output => new JsonObject { ["image_url"] = output.Link(0) });

    /// <summary>Home-made: the base64 alone.</summary>
    public static RunPodShape BareString { get; } = Homemade(static output => output.Base64(0));

    private static RunPodShape Homemade(Func<WorkerOutput, JsonNode?> output) =>
        new() { Refuse = RunPodValidators.Nothing, Order = One, Output = output };

    // One image whatever is asked for; the other public endpoints take -1 for any seed.
    private static ImageOrder One(JsonElement input, RunPodEndpoint endpoint)
    {
        var order = ImageOrder.Read(input, endpoint);
        return order with { Count = 1, Seed = order.Seed is < 0 ? null : order.Seed };
    }

    private static JsonObject PublicOutput(WorkerOutput output, string name)
    {
        using var input = JsonDocument.Parse(output.Job.Input);
        var base64 = input.RootElement.TryGetProperty("enable_base64_output", out var asked) && asked.ValueKind == JsonValueKind.True;
        return new() { ["cost"] = output.Cost, [name] = base64 ? output.DataUri(0) : output.Link(0) };
    }

    private static JsonObject SdxlOutput(WorkerOutput output)
    {
        var uris = output.Indexes.Select(output.Image).ToList();
        return new()
        {
            ["image_url"] = uris.FirstOrDefault(""),
            ["images"] = uris.ToJsonArray(),
            ["seed"] = output.Job.Seed,
        };
    }

    private static JsonObject TurboOutput(WorkerOutput output) => new()
    {
        ["generation_time"] = output.Job.Timeline.Ran(DateTimeOffset.MaxValue).TotalSeconds,
        ["parameters"] = JsonNode.Parse(output.Job.Input.Span),
        ["images"] = WithSeeds(output, output.Base64),
    };

    private static JsonArray WithSeeds(WorkerOutput output, Func<int, string> image) => output.Indexes
        .Select(index => new JsonObject { ["image"] = image(index), ["seed"] = output.Job.Seed + index })
        .ToJsonArray();
}
