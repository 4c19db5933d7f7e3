using ImageGeneration.Simulator.Faults;
using Microsoft.AspNetCore.Http;

namespace ImageGeneration.Simulator.Hosting;

/// <summary>Sends an answer, or what a fault makes of it.</summary>
internal sealed class AnswerWriter(TimeProvider time)
{
    private const int SlowPieces = 8;

    public async Task WriteAsync(ApiRequest request, ApiReply? reply, FaultEffect? fault)
    {
        var context = request.Context;
        if (fault is HangFault)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, request.Aborted);
        }

        if (fault is ResetFault || reply is null)
        {
            context.Abort();
            return;
        }

        if (fault is SlowAnswerFault slow)
        {
            await Task.Delay(slow.Delay, time, request.Aborted);
        }

        request.Record.AnsweredStatus = reply.Status;
        Start(context.Response, reply);
        switch (fault)
        {
            case var _ when !HasBody(reply):
                break;
            case TruncatedBodyFault:
                await context.Response.Body.WriteAsync(reply.Body[..(reply.Body.Length / 2)], request.Aborted);
                await context.Response.Body.FlushAsync(request.Aborted);
                context.Abort();
                break;
            case SlowBodyFault body:
                await TrickleAsync(context.Response, reply.Body, body.Duration, request.Aborted);
                break;
            case null when reply.WriteBody is { } write:
                await write(context.Response.Body, request.Aborted);
                break;
            default:
                await context.Response.BodyWriter.WriteAsync(reply.Body, request.Aborted);
                break;
        }
    }

    /// <summary>Sends an answer as it is.</summary>
    public static async Task SendAsync(HttpContext context, ApiReply reply)
    {
        Start(context.Response, reply);
        if (HasBody(reply))
        {
            await context.Response.BodyWriter.WriteAsync(reply.Body, context.RequestAborted);
        }
    }

    // Writing even nothing where no body is allowed makes the server throw, and drop the connection.
    private static bool HasBody(ApiReply reply) => reply.WriteBody is not null || (!reply.Body.IsEmpty && AllowsBody(reply.Status));

    private static bool AllowsBody(int status) =>
        status is not (StatusCodes.Status204NoContent or StatusCodes.Status205ResetContent or StatusCodes.Status304NotModified);

    private static void Start(HttpResponse response, ApiReply reply)
    {
        response.StatusCode = reply.Status;
        response.ContentType = reply.ContentType;
        foreach (var (name, value) in reply.Headers)
        {
            response.Headers.Append(name, value);
        }

        if (AllowsBody(reply.Status) && reply.WriteBody is null)
        {
            response.ContentLength = reply.Body.Length;
        }
    }

    private async Task TrickleAsync(
        HttpResponse response, ReadOnlyMemory<byte> body, TimeSpan duration, CancellationToken cancellationToken)
    {
        var piece = Math.Max(1, (body.Length + SlowPieces - 1) / SlowPieces);
        for (var start = 0; start < body.Length; start += piece)
        {
            await Task.Delay(duration / SlowPieces, time, cancellationToken);
            await response.Body.WriteAsync(body.Slice(start, Math.Min(piece, body.Length - start)), cancellationToken);
            await response.Body.FlushAsync(cancellationToken);
        }
    }
}
