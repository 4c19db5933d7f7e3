using ImageGeneration.Simulator.Control;
using Microsoft.AspNetCore.Http;

namespace ImageGeneration.Simulator.Hosting;

/// <summary>Reads each request and records it, before it is processed.</summary>
internal sealed class JournalMiddleware(SimulatorOptions options, SimulatorJournal journal)
{
    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var metadata = context.GetEndpoint()?.Metadata;
        if (metadata?.GetMetadata<ControlApi>() is null)
        {
            var api = metadata?.GetMetadata<SimulatedApi>();
            var route = metadata?.GetMetadata<ApiRoute>() is { } found && found.HasCaseOf(context.Request.Path) ? found : null;
            var body = await ReadBodyAsync(context.Request, context.RequestAborted);
            var record = Record(context.Request, api, route, body);
            journal.Add(record);
            context.Features.Set(new ApiRequest(context, api, route, body, record));
        }

        await next(context);
    }

    private static async Task<ReadOnlyMemory<byte>> ReadBodyAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var body = new MemoryStream((int)(request.ContentLength ?? 0));
        await request.Body.CopyToAsync(body, cancellationToken);
        return body.GetBuffer().AsMemory(0, (int)body.Length);
    }

    private RecordedRequest Record(HttpRequest request, SimulatedApi? api, ApiRoute? route, ReadOnlyMemory<byte> body)
    {
        var job = api?.JobOf(request);

        // A copy when it is truncated, so that the journal does not keep a whole large body alive.
        var kept = body.Length <= options.JournalBodyLimit ? body : body[..options.JournalBodyLimit].ToArray();
        return new(kept)
        {
            Time = options.TimeProvider.GetUtcNow(),
            Host = api?.Host ?? SimulatorHost.Api,
            Provider = api?.Provider ?? job?.Provider,
            Phase = api?.PhaseOf(route, request) ?? RequestPhase.Other,
            Method = request.Method,
            Path = request.Path.Value + request.QueryString.Value,
            Headers = [.. request.Headers.Select(header => KeyValuePair.Create(header.Key, header.Value.ToString()))],
            JobId = job?.Id,
        };
    }
}
