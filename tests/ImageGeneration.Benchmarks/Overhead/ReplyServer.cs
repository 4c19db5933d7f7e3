using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ImageGeneration.Benchmarks.Overhead;

/// <summary>The mode <c>serve</c>, which <c>overhead</c> starts as a process of its own: every create is answered at once with a finished
/// prediction. It writes its address to standard output, and ends when its standard input does: with the process that started it.</summary>
internal static class ReplyServer
{
    public const string Mode = "serve";

    public static async Task RunAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var server = builder.Build();
        PredictionReply? replies = null;
        server.Run(async context =>
        {
            await context.Request.Body.CopyToAsync(Stream.Null);
            var reply = replies!.Next();
            context.Response.StatusCode = StatusCodes.Status201Created;
            context.Response.ContentType = "application/json";
            context.Response.ContentLength = reply.Length;
            await context.Response.Body.WriteAsync(reply);
        });
        await server.StartAsync();
        var origin = server.Urls.First();
        replies = new PredictionReply(origin);
        await Console.Out.WriteLineAsync(origin);
        await Console.In.ReadToEndAsync();
    }
}
