using System.Text.Json;
using ImageGeneration.Providers.Http;
using ImageGeneration.Providers.Wire;

namespace ImageGeneration.Providers.RunPod;

/// <summary>The body of a submit: the worker's input, and the deadline as the platform's own policy.</summary>
internal static class RunPodBody
{
    private const double Week = 7.0 * 24 * 60 * 60 * 1000;

    public static JsonBody Write(ProviderRequest request, ModelProfile profile, RunPodWorker worker)
    {
        var body = new JsonBody();
        var writer = body.Writer;
        writer.WriteStartObject();
        writer.WritePropertyName("input"u8);
        if (worker == RunPodWorker.A1111Api)
        {
            WriteApiCall(writer, request, profile);
        }
        else
        {
            InputWriter.Write(writer, request, profile.Fields);
        }

        if (request.TimeLimit is { } limit)
        {
            // The first clock runs from the pickup, the second from the submit; the ranges are the API's.
            writer.WriteStartObject("policy"u8);
            writer.WriteNumber("executionTimeout"u8, (long)Math.Clamp(limit.TotalMilliseconds, 5_000, Week));
            writer.WriteNumber("ttl"u8, (long)Math.Clamp(limit.TotalMilliseconds, 10_000, Week));
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
        return body;
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
