using System.Text.Json;
using ImageGeneration.Providers.Kit;

namespace ImageGeneration.Providers.RunPod;

/// <summary>Reads the state of each endpoint's workers, free of charge.</summary>
internal static class RunPodHealthCheck
{
    /// <summary>Checks all endpoints: healthy when at least one is usable; the description has a sentence for each.</summary>
    public static async Task<ProviderHealth> RunAsync(
        ProviderHttpClient http, IEnumerable<RunPodEndpoint> endpoints, CancellationToken cancellationToken)
    {
        var sentences = new List<string>();
        var healthy = false;
        FailureKind? worst = null;
        foreach (var endpoint in endpoints)
        {
            var (failure, sentence) = await AskAsync(http, endpoint, cancellationToken).ConfigureAwait(false);
            if (failure is FailureKind.Unauthorized)
            {
                return new(false, sentence) { Failure = failure };
            }

            healthy |= failure is null;
            worst ??= failure;
            sentences.Add(sentence);
        }

        var description = sentences.Count == 0 ? $"No endpoint is set; see {http.Section}:Models." : string.Join(" ", sentences);
        return new(healthy, description) { Failure = healthy ? null : worst ?? FailureKind.Unsupported };
    }

    /// <summary>Gets the reason why a job may still wait at an endpoint; null when it is unknown.</summary>
    public static async Task<string?> DescribeQueueAsync(ProviderHttpClient http, RunPodEndpoint endpoint, CancellationToken cancellationToken)
    {
        using var message = http.CreateRequest(HttpMethod.Get, endpoint.Operation("/health"), null);
        using var reply = await http.SendAsync(message, ProviderOperation.Read, cancellationToken).ConfigureAwait(false);
        return reply.Fault is null && reply.IsSuccess && reply.Json.ValueKind == JsonValueKind.Object
            ? $"Endpoint {endpoint.Id}: {RunPodHealth.Read(reply.Json).Sentence} ({RunPodHealth.Snapshot(reply.Json)})."
            : null;
    }

    /// <summary>Reads the workers of an endpoint; null when they could not be read.</summary>
    public static async Task<WorkerCounts?> CountAsync(
        ProviderHttpClient http, RunPodEndpoint endpoint, CancellationToken cancellationToken)
    {
        using var message = http.CreateRequest(HttpMethod.Get, endpoint.Operation("/health"), null);
        using var reply = await http.SendAsync(message, ProviderOperation.Read, cancellationToken).ConfigureAwait(false);
        return reply.Fault is null && reply.IsSuccess ? RunPodHealth.Workers(reply.Json) : null;
    }

    private static async Task<(FailureKind? Failure, string Sentence)> AskAsync(
        ProviderHttpClient http, RunPodEndpoint endpoint, CancellationToken cancellationToken)
    {
        if (endpoint.Root is null)
        {
            return (FailureKind.Unsupported, $"{endpoint.Id} is not an endpoint.");
        }

        using var message = http.CreateRequest(HttpMethod.Get, endpoint.Operation("/health"), null);
        using var reply = await http.SendAsync(message, ProviderOperation.Read, cancellationToken).ConfigureAwait(false);
        if (reply.Fault is null && reply.Status == 404)
        {
            return (FailureKind.Unsupported, $"{http.Name} has no endpoint {endpoint.Id}.");
        }

        if ((reply.Fault ?? (reply.IsSuccess ? null : http.Failure(reply, ProviderOperation.Read, "endpoint " + endpoint.Id))) is { } failure)
        {
            return (failure.Kind, failure.Message);
        }

        var health = RunPodHealth.Read(reply.Json);
        return (health.IsUsable ? null : FailureKind.Unavailable, $"{endpoint.Id}: {health.Sentence}.");
    }
}
