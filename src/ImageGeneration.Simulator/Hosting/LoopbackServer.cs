using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace ImageGeneration.Simulator.Hosting;

/// <summary>
/// Kestrel on one loopback port, without the generic host around it: nothing reads the environment, catches Ctrl-C or writes to the
/// console of the application it is embedded in, and it starts in a few milliseconds.
/// </summary>
internal sealed class LoopbackServer : IDisposable
{
    private readonly KestrelServer _server;

    private LoopbackServer(KestrelServer server, Uri uri)
    {
        _server = server;
        Uri = uri;
    }

    public Uri Uri { get; }

    public static async Task<LoopbackServer> StartAsync(
        int port, RequestDelegate handler, ILoggerFactory? loggers, CancellationToken cancellationToken)
    {
        loggers ??= NullLoggerFactory.Instance;
        var options = new KestrelServerOptions { AddServerHeader = false };
        options.Limits.MaxRequestBodySize = 160 * 1024 * 1024;
        options.Limits.MinResponseDataRate = null;
        ListenOptions? listen = null;
        options.Listen(IPAddress.Loopback, port, endpoint => (listen = endpoint).Protocols = HttpProtocols.Http1);
        var transport = new SocketTransportFactory(Options.Create(new SocketTransportOptions()), loggers);
        var server = new KestrelServer(Options.Create(options), transport, loggers);
        var application = new Application(handler);
        try
        {
            await server.StartAsync(application, cancellationToken);
        }
        catch
        {
            server.Dispose();
            throw;
        }

        return new LoopbackServer(server, new Uri($"http://127.0.0.1:{listen!.IPEndPoint!.Port}"));
    }

    public Task StopAsync(CancellationToken cancellationToken) => _server.StopAsync(cancellationToken);

    public void Dispose() => _server.Dispose();

    private sealed class Application(RequestDelegate handler) : IHttpApplication<HttpContext>
    {
        public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

        public Task ProcessRequestAsync(HttpContext context) => handler(context);

        public void DisposeContext(HttpContext context, Exception? exception)
        {
        }
    }
}
