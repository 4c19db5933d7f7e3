using System.Text.Json;
using ImageGeneration.Json;
using ImageGeneration.Providers.Kit;

namespace ImageGeneration.Providers.RunPod;

/// <summary>Writes the body of a submit: the worker's input, and the deadline as the platform's own policy.</summary>
internal static class RunPodBody
{
    private const double Week = 7.0 * 24 * 60 * 60 * 1000;

    /// <summary>Writes the body.</summary>
    /// <param name="request">The request.</param>
    /// <param name="shape">The shape of the worker.</param>
    /// <param name="grace">How much longer than the request the job is kept: after its ttl it is gone, with its outputs.</param>
    public static JsonBody Write(ProviderRequest request, RunPodShape shape, TimeSpan grace)
    {
        var body = new JsonBody();
        var writer = body.Writer;
        writer.WriteStartObject();
        writer.WritePropertyName("input"u8);
        if (shape.Workflow is { } workflow)
        {
            WriteWorkflow(writer, request, workflow);
        }
        else if (shape.Worker == RunPodWorker.A1111Api)
        {
            WriteApiCall(writer, request, shape.Profile);
        }
        else
        {
            InputWriter.Write(writer, request, shape.Profile.Fields);
        }

        if (request.TimeLimit is { } limit)
        {
            // The first timeout runs from the pickup, the second from the submit; the ranges are the API's.
            writer.WriteStartObject("policy"u8);
            writer.WriteNumber("executionTimeout"u8, (long)Math.Clamp(limit.TotalMilliseconds, 5_000, Week));
            writer.WriteNumber("ttl"u8, (long)Math.Clamp((limit + grace).TotalMilliseconds, 10_000, Week));
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
        return body;
    }

    // The extras are beside the workflow (images, comfy_org_api_key); a workflow among them replaces the template.
    private static void WriteWorkflow(Utf8JsonWriter writer, ProviderRequest request, ComfyUiTemplate workflow)
    {
        writer.WriteStartObject();
        var extras = request.Extras is { ValueKind: JsonValueKind.Object } given ? given : default;
        if (extras.Member("workflow"u8).ValueKind == JsonValueKind.Undefined)
        {
            writer.WritePropertyName("workflow"u8);
            workflow.Write(writer, request);
        }

        if (extras.ValueKind == JsonValueKind.Object)
        {
            foreach (var extra in extras.EnumerateObject())
            {
                extra.WriteTo(writer);
            }
        }

        writer.WriteEndObject();
    }

    private static void WriteApiCall(Utf8JsonWriter writer, ProviderRequest request, ModelProfile profile)
    {
        writer.WriteStartObject();
        writer.WriteStartObject("api"u8);
        writer.WriteString("method"u8, "POST"u8);
        writer.WriteString("endpoint"u8, "/sdapi/v1/txt2img"u8);
        writer.WriteEndObject();
        writer.WritePropertyName("payload"u8);
        InputWriter.Write(writer, request, profile.Fields);
        writer.WriteEndObject();
    }
}
