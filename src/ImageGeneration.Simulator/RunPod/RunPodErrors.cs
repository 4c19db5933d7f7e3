using System.Text.Json;
using System.Text.Json.Nodes;
using ImageGeneration.Simulator.Faults;
using ImageGeneration.Simulator.Hosting;

namespace ImageGeneration.Simulator.RunPod;

/// <summary>Provides RunPod's error bodies, as far as they have been seen.</summary>
internal static class RunPodErrors
{
    private const string TooMany = "Too Many Requests";

    public static ApiReply NoToken() => ApiReply.Text(401, "no token provided");

    public static ApiReply InvalidToken() => ApiReply.Text(401, "invalid token");

    public static ApiReply NoEndpoint() => ApiReply.Text(404, "endpoint not found");

    public static ApiReply NoJob() => Error(404, "job not found");

    public static ApiReply Error(int status, string text) => ApiReply.Json(status, new JsonObject { ["error"] = text });

    /// <summary>Returns the error of a job after an exception in a Python handler: a JSON document in a text.</summary>
    public static string HandlerException(string message, string type) =>
        $$"""{"error_type": "{{JsonEncodedText.Encode(type)}}", "error_message": "{{JsonEncodedText.Encode(message)}}", """
        + """ "error_traceback": "Traceback (most recent call last):\n", "hostname": "abc-64410f2a", """
        + """ "worker_id": "abc", "runpod_version": "1.12.0"}""";

    public static ApiReply Throttled(RateLimit limit) => Error(429, limit.InBody ? $"{TooMany}, retry after {limit.Seconds}s" : TooMany);

    /// <summary>Returns what RunPod, or the network in front of it, sends with a status.</summary>
    public static ApiReply For(int status) => status switch
    {
        400 => Error(400, "Bad Request: check format"),
        401 => NoToken(),
        402 => Error(402, "insufficient balance"),
        404 => NoJob(),
        429 => Error(429, TooMany),
        >= 500 => ApiReply.Text(
            status,
            $"<!DOCTYPE html>\n<html><head><title>api.runpod.ai | {status}</title></head><body><h1>Error {status}</h1></body></html>\n",
            "text/html; charset=UTF-8"),
        _ => Error(status, "Simulated error"),
    };
}
