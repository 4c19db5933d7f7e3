using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using ImageGeneration.Simulator.Catalog;
using ImageGeneration.Simulator.Hosting;
using ImageGeneration.Simulator.Jobs;

namespace ImageGeneration.Simulator.RunPod.Workers;

/// <summary>Simulates ComfyUI as a worker: its input is a workflow, and its output is read from the nodes.</summary>
internal static class ComfyWorker
{
    public static JobRefusal? Refuse(JsonElement input, RunPodEndpoint endpoint)
    {
        if (RunPodValidators.Nothing(input, endpoint) is { } lost)
        {
            return lost;
        }

        if (!input.TryGetProperty("workflow", out var workflow) || workflow.ValueKind != JsonValueKind.Object)
        {
            return RunPodValidators.Refused("Missing 'workflow' parameter");
        }

        if (input.TryGetProperty("images", out var images) && !IsListOfImages(images))
        {
            return RunPodValidators.Refused("'images' must be a list of objects with 'name' and 'image' keys");
        }

        var broken = workflow.EnumerateObject().FirstOrDefault(node => Class(node.Value) is null);
        return broken.Value.ValueKind == JsonValueKind.Undefined
            ? null
            : RunPodValidators.Refused($"Workflow validation failed: node {broken.Name} has no class_type") with
            {
                OutputJson = $$"""{"details":["node {{JsonEncodedText.Encode(broken.Name)}} has no class_type"]}""",
            };
    }

    public static ImageOrder Order(JsonElement input, RunPodEndpoint endpoint)
    {
        var order = new ImageOrder("", null, endpoint.DefaultSize, endpoint.DefaultSize, 0, endpoint.DefaultSteps, "png");
        if (!input.TryGetProperty("workflow", out var workflow) || workflow.ValueKind != JsonValueKind.Object)
        {
            return order;
        }

        var batch = 1;
        foreach (var node in workflow.EnumerateObject().Select(node => node.Value))
        {
            if (Class(node) is not { } name || !node.TryGetProperty("inputs", out var inputs) || inputs.ValueKind != JsonValueKind.Object)
            {
                continue;
            }

            var read = ImageOrder.Read(inputs, endpoint);
            batch = name.StartsWith("Empty", StringComparison.Ordinal) ? read.Count : batch;
            order = name switch
            {
                "CLIPTextEncode" or "CLIPTextEncodeFlux" when order.Prompt.Length == 0 => order with { Prompt = Text(inputs) },
                "SaveImage" => order with { Count = order.Count + 1 },
                "RandomNoise" => order with { Seed = Whole(inputs, "noise_seed") ?? order.Seed },
                _ when name.StartsWith("KSampler", StringComparison.Ordinal) || name == "BasicScheduler" =>
                    order with { Seed = read.Seed ?? Whole(inputs, "noise_seed") ?? order.Seed, Steps = read.Steps },
                _ when name.StartsWith("Empty", StringComparison.Ordinal) => order with { Width = read.Width, Height = read.Height },
                _ => order,
            };
        }

        return order with { Count = order.Count * batch };
    }

    public static JsonObject Output(WorkerOutput output)
    {
        var json = new JsonObject().AddIf(!output.Indexes.Any(), "status", "success_no_images");
        json["images"] = output.Indexes.Select(index => new JsonObject
        {
            ["filename"] = string.Create(CultureInfo.InvariantCulture, $"ComfyUI_{index + 1:00000}_.png"),
            ["type"] = output.Bucket ? "s3_url" : "base64",
            ["data"] = output.Bucket ? output.Link(index) : output.Base64(index),
        }).ToJsonArray();
        return json;
    }

    public static JsonObject OldOutput(WorkerOutput output)
    {
        var image = !output.Indexes.Any() ? null : output.Bucket ? output.Link(0) : output.Base64(0);
        return new()
        {
            ["status"] = image is null ? "error" : "success",
            ["message"] = image ?? "the image does not exist in the specified output folder",
        };
    }

    private static bool IsListOfImages(JsonElement images) =>
        images.ValueKind == JsonValueKind.Array
        && images.EnumerateArray().All(image =>
            image.ValueKind == JsonValueKind.Object && image.TryGetProperty("name", out _) && image.TryGetProperty("image", out _));

    private static string? Class(JsonElement node) =>
        node.ValueKind == JsonValueKind.Object && node.TryGetProperty("class_type", out var name) ? name.GetString() : null;

    private static string Text(JsonElement inputs) =>
        ((string[])["text", "t5xxl", "clip_l"])
            .Select(name => inputs.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "")
            .FirstOrDefault(text => text.Length > 0, "");

    private static long? Whole(JsonElement inputs, string name) =>
        inputs.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var whole)
            ? whole
            : null;
}
