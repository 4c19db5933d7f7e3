using System.Text.Json;
using ImageGeneration.Simulator.Catalogue;

namespace ImageGeneration.Simulator.RunPod.Workers;

/// <summary>The shapes of worker that are out there, one row each.</summary>
internal static class RunPodShapes
{
    /// <summary>RunPod's public image endpoints: one image, a link and its cost.</summary>
    public static RunPodShape Public { get; } = new()
    {
        Refuse = RunPodValidators.Parameters, Order = One, Write = (json, output) => WritePublic(json, output, "image_url"),
    };

    /// <summary>The same with the link under <c>result</c>, as the Qwen family has it.</summary>
    public static RunPodShape PublicResult { get; } = Public with { Write = (json, output) => WritePublic(json, output, "result") };

    /// <summary>FLUX among them, whose code takes the -1 of its documentation for a seed like any other.</summary>
    public static RunPodShape PublicFlux { get; } = Public with
    {
        Refuse = RunPodValidators.Flux, Order = static (input, endpoint) => ImageOrder.Read(input, endpoint) with { Count = 1 },
    };

    /// <summary>worker-sdxl: data URIs, the first one twice; unknown inputs refused.</summary>
    public static RunPodShape Sdxl { get; } = new() { Refuse = RunPodValidators.Schema, Write = WriteSdxl };

    /// <summary>worker-sdxl-turbo: raw base64 with its seed each.</summary>
    public static RunPodShape SdxlTurbo { get; } = new() { Refuse = RunPodValidators.Schema, Write = WriteTurbo };

    /// <summary>worker-stable_diffusion_v1: a bare array.</summary>
    public static RunPodShape StableDiffusionV1 { get; } = new() { Refuse = RunPodValidators.Schema, Write = WriteStableDiffusionV1 };

    /// <summary>A1111's own body, A1111's own reply.</summary>
    public static RunPodShape A1111 { get; } = new() { Refuse = RunPodValidators.Nothing, Write = A1111Worker.Write };

    /// <summary>A1111 behind a wrapper that names the route.</summary>
    public static RunPodShape A1111Wrapped { get; } = new()
    {
        Refuse = A1111Worker.RefuseWrapped, Order = A1111Worker.OrderWrapped, Write = A1111Worker.Write,
    };

    /// <summary>worker-comfyui from version 5 on.</summary>
    public static RunPodShape ComfyUi { get; } = new()
    {
        Refuse = ComfyWorker.Refuse, Order = ComfyWorker.Order, Write = ComfyWorker.Write,
    };

    /// <summary>worker-comfy before version 5: one image under <c>message</c>.</summary>
    public static RunPodShape ComfyUiOld { get; } = ComfyUi with { Write = ComfyWorker.WriteOld };

    /// <summary>Home-made: <c>{image_base64, message}</c>.</summary>
    public static RunPodShape ImageBase64 { get; } = Homemade(static (json, output) =>
    {
        json.WriteStartObject();
        json.WriteString("image_base64", output.Base64(0));
        json.WriteString("message", "Image generated successfully");
        json.WriteEndObject();
    });

    /// <summary>Home-made: <c>{image}</c>.</summary>
    public static RunPodShape ImageOnly { get; } = Homemade(static (json, output) => WriteOne(json, "image", output.Image(0)));

    /// <summary>Home-made: <c>{image_url}</c>.</summary>
    public static RunPodShape ImageUrl { get; } = Homemade(static (json, output) => WriteOne(json, "image_url", output.Link(0)));

    /// <summary>Home-made: the base64 alone.</summary>
    public static RunPodShape BareString { get; } = Homemade(static (json, output) => json.WriteStringValue(output.Base64(0)));

    private static RunPodShape Homemade(Action<Utf8JsonWriter, WorkerOutput> write) =>
        new() { Refuse = RunPodValidators.Nothing, Order = One, Write = write };

    // One image whatever is asked for; the other public endpoints take -1 for any seed.
    private static ImageOrder One(JsonElement input, RunPodEndpoint endpoint)
    {
        var order = ImageOrder.Read(input, endpoint);
        return order with { Count = 1, Seed = order.Seed is < 0 ? null : order.Seed };
    }

    private static void WriteOne(Utf8JsonWriter json, string name, string value)
    {
        json.WriteStartObject();
        json.WriteString(name, value);
        json.WriteEndObject();
    }

    private static void WritePublic(Utf8JsonWriter json, WorkerOutput output, string name)
    {
        using var input = JsonDocument.Parse(output.Job.Input);
        var base64 = input.RootElement.TryGetProperty("enable_base64_output", out var asked) && asked.ValueKind == JsonValueKind.True;
        json.WriteStartObject();
        json.WriteNumber("cost", output.Cost);
        json.WriteString(name, base64 ? output.DataUri(0) : output.Link(0));
        json.WriteEndObject();
    }

    private static void WriteSdxl(Utf8JsonWriter json, WorkerOutput output)
    {
        var uris = output.Indexes.Select(output.Image).ToList();
        json.WriteStartObject();
        json.WriteString("image_url", uris.FirstOrDefault(""));
        json.WriteStartArray("images");
        foreach (var uri in uris)
        {
            json.WriteStringValue(uri);
        }

        json.WriteEndArray();
        json.WriteNumber("seed", output.Job.Seed);
        json.WriteEndObject();
    }

    private static void WriteTurbo(Utf8JsonWriter json, WorkerOutput output)
    {
        json.WriteStartObject();
        json.WriteNumber("generation_time", output.Job.Timeline.Ran(DateTimeOffset.MaxValue).TotalSeconds);
        json.WritePropertyName("parameters");
        json.WriteRawValue(output.Job.Input.Span);
        json.WriteStartArray("images");
        foreach (var index in output.Indexes)
        {
            WriteWithSeed(json, output.Base64(index), output.Job.Seed + index);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteStableDiffusionV1(Utf8JsonWriter json, WorkerOutput output)
    {
        json.WriteStartArray();
        foreach (var index in output.Indexes)
        {
            WriteWithSeed(json, output.Image(index), output.Job.Seed + index);
        }

        json.WriteEndArray();
    }

    private static void WriteWithSeed(Utf8JsonWriter json, string image, long seed)
    {
        json.WriteStartObject();
        json.WriteString("image", image);
        json.WriteNumber("seed", seed);
        json.WriteEndObject();
    }
}
