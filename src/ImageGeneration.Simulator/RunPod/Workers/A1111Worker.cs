using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ImageGeneration.Simulator.Catalog;
using ImageGeneration.Simulator.Hosting;
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

    public static JsonObject Output(WorkerOutput output)
    {
        var (job, order) = (output.Job, output.Job.Order);
        var details = new JsonObject
        {
            ["prompt"] = order.Prompt,
            ["all_seeds"] = output.Indexes.Select(index => (JsonNode?)(job.Seed + index)).ToJsonArray(),
            ["seed"] = job.Seed,
            ["width"] = order.Width,
            ["height"] = order.Height,
            ["steps"] = order.Steps,
        };
        return new()
        {
            ["images"] = output.Indexes.Select(output.Base64).ToJsonArray(),
            ["parameters"] = JsonNode.Parse(job.Input.Span),
            ["info"] = Encoding.UTF8.GetString(details.ToUtf8().Span),
        };
    }
}
