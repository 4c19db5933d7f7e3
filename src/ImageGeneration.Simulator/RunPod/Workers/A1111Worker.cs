using System.Globalization;
using System.Text.Json;
using ImageGeneration.Simulator.Catalogue;
using ImageGeneration.Simulator.Jobs;

namespace ImageGeneration.Simulator.RunPod.Workers;

/// <summary>AUTOMATIC1111's web UI as a worker, bare or behind <c>{api, payload}</c>.</summary>
internal static class A1111Worker
{
    private const string Route = "/sdapi/v1/txt2img";

    public static ImageOrder OrderWrapped(JsonElement input, RunPodEndpoint endpoint) =>
        ImageOrder.Read(
            input.TryGetProperty("payload", out var payload) && payload.ValueKind == JsonValueKind.Object ? payload : input, endpoint);

    public static JobRefusal? RefuseWrapped(JsonElement input, RunPodEndpoint endpoint)
    {
        if (RunPodValidators.Nothing(input, endpoint) is { } lost)
        {
            return lost;
        }

        if (!input.TryGetProperty("api", out var api) || api.ValueKind != JsonValueKind.Object)
        {
            return RunPodValidators.Refused("api is a required field in the input payload");
        }

        var route = api.TryGetProperty("endpoint", out var endpointPath) ? endpointPath.GetString() : null;
        return route is Route or "/sdapi/v1/img2img"
            ? null
            : RunPodValidators.Refused("A1111 status code: 404") with { OutputJson = """{"detail":"Not Found"}""" };
    }

    public static void Write(Utf8JsonWriter json, WorkerOutput output)
    {
        var job = output.Job;
        var order = job.Order;
        var seeds = string.Join(", ", output.Indexes.Select(index => (job.Seed + index).ToString(CultureInfo.InvariantCulture)));
        json.WriteStartObject();
        json.WriteStartArray("images");
        foreach (var index in output.Indexes)
        {
            json.WriteStringValue(output.Base64(index));
        }

        json.WriteEndArray();
        json.WritePropertyName("parameters");
        json.WriteRawValue(job.Input.Span);
        json.WriteString(
            "info",
            string.Create(
                CultureInfo.InvariantCulture,
                $$"""{"prompt": "{{JsonEncodedText.Encode(order.Prompt)}}", "all_seeds": [{{seeds}}], "seed": {{job.Seed}}, """)
            + string.Create(
                CultureInfo.InvariantCulture,
                $$""" "width": {{order.Width}}, "height": {{order.Height}}, "steps": {{order.Steps}}}"""));
        json.WriteEndObject();
    }
}
