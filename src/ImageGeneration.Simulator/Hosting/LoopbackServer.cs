using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ImageGeneration.Simulator.Hosting;

/// <summary>Hosts a web application on one loopback port. It is built empty: nothing reads the environment, catches Ctrl-C or writes to
/// the console of the application it is embedded in.</summary>
internal sealed class LoopbackServer : IAsyncDisposable
{
    private const int MaxRequestBytes = 160 * 1024 * 1024;
    private readonly WebApplication _application;

    private LoopbackServer(WebApplication application)
    {
        _application = application;
        Uri = new(application.Urls.First());
    }

    public Uri Uri { get; }

    /// <param name="port">The port; 0 for any free one.</param>
    /// <param name="loggers">The factory of the server's loggers; null for none.</param>
    /// <param name="configure">The delegate that adds middlewares and routes.</param>
    /// <param name="cancellationToken">The token that cancels the start.</param>
    public static async Task<LoopbackServer> StartAsync(
        int port, ILoggerFactory? loggers, Action<WebApplication> configure, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateEmptyBuilder(new() { ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(options =>
        {
            options.AddServerHeader = false;
            options.Limits.MaxRequestBodySize = MaxRequestBytes;
            options.Limits.MinResponseDataRate = null;
            options.Listen(IPAddress.Loopback, port, endpoint => endpoint.Protocols = HttpProtocols.Http1);
        });
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton<IHostLifetime, EmbeddedLifetime>();
        if (loggers is not null)
        {
            builder.Services.AddSingleton(loggers);
        }

        var application = builder.Build();
        try
        {
            configure(application);
            await application.StartAsync(cancellationToken);
            return new(application);
        }
        catch
        {
            await application.DisposeAsync();
            throw;
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => _application.StopAsync(cancellationToken);

    public ValueTask DisposeAsync() => _application.DisposeAsync();

    // The host's default catches the signals of the process.
    private sealed class EmbeddedLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
