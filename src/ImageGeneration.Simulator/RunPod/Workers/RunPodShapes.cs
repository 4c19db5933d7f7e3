using System.Text.Json;
using System.Text.Json.Nodes;
using ImageGeneration.Simulator.Catalog;
using ImageGeneration.Simulator.Hosting;

namespace ImageGeneration.Simulator.RunPod.Workers;

/// <summary>Provides the known shapes of workers, by the names that the table of endpoints has for them.</summary>
internal static class RunPodShapes
{
    private static readonly Dictionary<string, RunPodShape> Known = new(StringComparer.Ordinal)
    {
        // RunPod's public image endpoints: one image, a link and its cost.
        ["public"] = Public("image_url"),

        // The Qwen family has the link under another name.
        ["publicResult"] = Public("result"),

        // FLUX's code takes the -1 of its documentation for a seed like any other.
        ["publicFlux"] = Public("image_url") with
        {
            Refuse = RunPodValidators.Flux,
            Order = static (input, endpoint) => ImageOrder.Read(input, endpoint) with { Count = 1 },
        },

        // worker-sdxl: data URIs, the first one twice; unknown inputs refused.
        ["sdxl"] = new() { Refuse = RunPodValidators.Schema, Output = SdxlOutput },

        // worker-sdxl-turbo: raw base64 with its seed each.
        ["sdxlTurbo"] = new() { Refuse = RunPodValidators.Schema, Output = TurboOutput },

        // worker-stable_diffusion_v1: a bare array.
        ["stableDiffusionV1"] = new() { Refuse = RunPodValidators.Schema, Output = output => WithSeeds(output, output.Image) },

        // A1111's own body and reply, and the same behind a wrapper that names the route.
        ["a1111"] = new() { Refuse = RunPodValidators.Nothing, Output = A1111Worker.Output },
        ["a1111Wrapped"] = new()
        {
            Refuse = A1111Worker.RefuseWrapped,
            Order = A1111Worker.OrderWrapped,
            Output = A1111Worker.Output,
        },

        // worker-comfyui from version 5 on, and worker-comfy before it: one image under message.
        ["comfyUi"] = new() { Refuse = ComfyWorker.Refuse, Order = ComfyWorker.Order, Output = ComfyWorker.Output },
        ["comfyUiOld"] = new() { Refuse = ComfyWorker.Refuse, Order = ComfyWorker.Order, Output = ComfyWorker.OldOutput },

        // Home-made workers.
        ["imageBase64"] = Homemade(static output => new JsonObject
        {
            ["image_base64"] = output.Base64(0),
            ["message"] = "Image generated successfully",
        }),
        ["imageOnly"] = Homemade(static output => new JsonObject { ["image"] = output.Image(0) }),
        ["imageUrl"] = Homemade(static output => new JsonObject { ["image_url"] = output.Link(0) }),
        ["bareString"] = Homemade(static output => output.Base64(0)),
    };

    public static RunPodShape Find(string worker) => Known[worker];

    private static RunPodShape Public(string name) =>
        new() { Refuse = RunPodValidators.Parameters, Order = One, Output = output => PublicOutput(output, name) };

    private static RunPodShape Homemade(Func<WorkerOutput, JsonNode?> output) =>
        new() { Refuse = RunPodValidators.Nothing, Order = One, Output = output };

    // One image whatever is requested; the other public endpoints take -1 for any seed.
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
