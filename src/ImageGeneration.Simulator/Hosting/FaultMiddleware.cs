using ImageGeneration.Simulator.Faults;
using Microsoft.AspNetCore.Http;

namespace ImageGeneration.Simulator.Hosting;

/// <summary>Sends the answer of a route, or what a fault makes of it.</summary>
internal sealed class FaultMiddleware(TimeProvider time, FaultPlan faults)
{
    private const int SlowPieces = 8;

    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Features.Get<ApiRequest>() is not { } request)
        {
            await next(context);
            return;
        }

        try
        {
            if (request.Api is { } api)
            {
                await AnswerAsync(request, api, next);
            }
            else
            {
                await SendAsync(request, ApiReply.Text(404, "The simulator has no such route."), fault: null);
            }
        }
        catch (OperationCanceledException) when (request.Aborted.IsCancellationRequested)
        {
            // The client left; what it had submitted goes on.
        }
    }

    private async Task AnswerAsync(ApiRequest request, SimulatedApi api, RequestDelegate next)
    {
        var fault = faults.Draw(request.Record, () => api.ModelOf(request), onJob: false);
        if (fault is not { AfterAccept: false })
        {
            await next(request.Context);
        }

        if (fault is HangFault)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, request.Aborted);
        }

        if (fault is ResetFault || Replace(fault, request.Context.Features.Get<ApiReply>(), request, api) is not { } reply)
        {
            request.Context.Abort();
            return;
        }

        if (fault is SlowAnswerFault slow)
        {
            await Task.Delay(slow.Delay, time, request.Aborted);
        }

        await SendAsync(request, reply, fault);
    }

    // The real reply is null when the fault kept the request from being carried out.
    private static ApiReply? Replace(FaultEffect? fault, ApiReply? reply, ApiRequest request, SimulatedApi api) => fault switch
    {
        StatusFault { Body: { } body } status =>
            ApiReply.Text(status.Code, body, status.ContentType ?? "application/json").With(status.Headers),
        StatusFault status => api.Error(status.Code).With(status.Headers),
        RateLimitedFault limited => limited.Limit.Headed(api.Throttled(limited.Limit), request.Time),
        RedirectFault redirect => new ApiReply { Status = redirect.Code }.With("Location", redirect.Location ?? request.Record.Path),
        ContentTypeFault type => reply?.Changed(contentType: type.Type),
        HalfBodyFault => reply?.Changed(body: reply.Body[..(reply.Body.Length / 2)]),
        EmptyBodyFault => reply?.Changed(body: ReadOnlyMemory<byte>.Empty),
        _ => reply,
    };

    private async Task SendAsync(ApiRequest request, ApiReply reply, FaultEffect? fault)
    {
        var response = request.Context.Response;
        request.Record.AnsweredStatus = reply.Status;
        switch (fault)
        {
            case TruncatedBodyFault when !reply.Body.IsEmpty:
                reply.Start(response);
                await response.Body.WriteAsync(reply.Body[..(reply.Body.Length / 2)], request.Aborted);
                await response.Body.FlushAsync(request.Aborted);
                request.Context.Abort();
                break;
            case SlowBodyFault slow when !reply.Body.IsEmpty:
                reply.Start(response);
                await TrickleAsync(response.Body, reply.Body, slow.Duration, request.Aborted);
                break;
            default:
                await reply.SendAsync(request.Context);
                break;
        }
    }

    private async Task TrickleAsync(Stream response, ReadOnlyMemory<byte> body, TimeSpan duration, CancellationToken cancellationToken)
    {
        var piece = (body.Length + SlowPieces - 1) / SlowPieces;
        for (var start = 0; start < body.Length; start += piece)
        {
            await Task.Delay(duration / SlowPieces, time, cancellationToken);
            await response.WriteAsync(body.Slice(start, Math.Min(piece, body.Length - start)), cancellationToken);
            await response.FlushAsync(cancellationToken);
        }
    }
}
