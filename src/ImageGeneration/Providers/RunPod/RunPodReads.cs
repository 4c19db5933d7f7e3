using System.Globalization;
using ImageGeneration.Providers.Kit;
using ImageGeneration.Telemetry;
using ImageGeneration.Timing;
using Microsoft.Extensions.Logging;

namespace ImageGeneration.Providers.RunPod;

/// <summary>Reads jobs: at once (<c>/status</c>), or held back by the endpoint until they have ended (<c>/status-sync</c>), where it
/// can.</summary>
/// <param name="http">The client of the provider.</param>
/// <param name="holds">Whether reads may be held.</param>
/// <param name="logger">The logger for what an endpoint cannot do.</param>
internal sealed partial class RunPodReads(ProviderHttpClient http, bool holds, GuardedLogger logger)
{
    // An endpoint answers 400 reads at once.
    private const int MaxHeld = 300;

    // The platform takes no less; what comes back sooner was not held.
    private static readonly TimeSpan _minHold = TimeSpan.FromSeconds(1);

    // As long as the vendor's own clients ask for.
    private static readonly TimeSpan _maxHold = TimeSpan.FromSeconds(90);

    private static readonly TimeSpan _grace = TimeSpan.FromSeconds(1);

    // A gateway that cuts held reads does so to all jobs, and each cut costs a second call.
    private static readonly TimeSpan _restAfterFailure = TimeSpan.FromSeconds(30);

    /// <summary>Determines whether a read of a job of that endpoint would be held.</summary>
    public bool MayHold(RunPodEndpoint endpoint) =>
        holds && endpoint.Root is not null && http.Time.GetTimestamp() >= endpoint.NoHoldUntil;

    /// <summary>Reads a job at once.</summary>
    public async Task<ProviderReply> ReadAsync(RunPodEndpoint endpoint, JobReference job, CancellationToken cancellationToken)
    {
        var byPost = endpoint.StatusByPost;
        var reply = await SendAsync(endpoint, "status", job, "", byPost, cancellationToken).ConfigureAwait(false);
        if (reply.Status == 405 && !byPost)
        {
            reply.Dispose();
            LogStatusByPost(logger, http.Name, endpoint.Id);
            endpoint.StatusByPost = true;
            reply = await SendAsync(endpoint, "status", job, "", byPost: true, cancellationToken).ConfigureAwait(false);
        }

        return reply;
    }

    /// <summary>Reads a job once it has ended, or has been awaited for long enough; at once when the endpoint holds no reads.</summary>
    /// <returns>The answer, and whether it was held back.</returns>
    public async Task<(ProviderReply Reply, bool WasHeld)> WaitAsync(
        RunPodEndpoint endpoint, JobReference job, TimeSpan maxWait, CancellationToken cancellationToken)
    {
        if (!MayHold(endpoint) || maxWait < _minHold || !endpoint.TryBeginHold(MaxHeld))
        {
            return (await ReadAsync(endpoint, job, cancellationToken).ConfigureAwait(false), false);
        }

        var started = http.Time.GetTimestamp();
        var held = await HoldAsync(endpoint, job, Clock.Shorter(maxWait, _maxHold), cancellationToken).ConfigureAwait(false);
        if (held is { Fault: null, IsSuccess: true } or { Fault: null, Status: 401 or 403 or 429 } or { Fault.IsTooLarge: true })
        {
            return (held, http.Time.GetElapsedTime(started) >= _minHold);
        }

        var isRefused = held?.Status is 404 or 405 or 501;
        held?.Dispose();
        var read = await ReadAsync(endpoint, job, cancellationToken).ConfigureAwait(false);
        if (read.IsSuccess)
        {
            StopHolding(endpoint, isRefused);
        }

        return (read, false);
    }

    private async Task<ProviderReply?> HoldAsync(
        RunPodEndpoint endpoint, JobReference job, TimeSpan wait, CancellationToken cancellationToken)
    {
        using var limit = new GuardedTimeout(wait + _grace, http.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            var query = string.Create(CultureInfo.InvariantCulture, $"?wait={(long)wait.TotalMilliseconds}");
            return await SendAsync(endpoint, "status-sync", job, query, endpoint.StatusByPost, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
        finally
        {
            endpoint.EndHold();
        }
    }

    private void StopHolding(RunPodEndpoint endpoint, bool isForGood)
    {
        if (isForGood)
        {
            LogNoHeldReads(logger, http.Name, endpoint.Id);
        }

        endpoint.NoHoldUntil = isForGood
            ? long.MaxValue
            : http.Time.GetTimestamp() + (long)(_restAfterFailure.TotalSeconds * http.Time.TimestampFrequency);
    }

    private async Task<ProviderReply> SendAsync(
        RunPodEndpoint endpoint, string operation, JobReference job, string query, bool byPost, CancellationToken cancellationToken)
    {
        // Every POST has the type of JSON there, also one without a body.
        using var message = http.CreateRequest(
            byPost ? HttpMethod.Post : HttpMethod.Get, endpoint.Job(operation, job.Id, query), byPost ? new JsonBody() : null);
        return await http.SendAsync(message, ProviderOperation.Read, cancellationToken).ConfigureAwait(false);
    }

    [LoggerMessage(2101, LogLevel.Information, "{Provider} endpoint {EndpointId} refuses a status GET; POST is used from now on")]
    private static partial void LogStatusByPost(ILogger logger, string provider, string endpointId);

    [LoggerMessage(2102, LogLevel.Information, "{Provider} endpoint {EndpointId} holds no status reads; its jobs are asked for in steps")]
    private static partial void LogNoHeldReads(ILogger logger, string provider, string endpointId);
}
