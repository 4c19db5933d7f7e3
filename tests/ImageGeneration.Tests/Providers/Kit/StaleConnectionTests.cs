using System.Net;
using System.Net.Sockets;
using System.Text;
using ImageGeneration.Providers;
using ImageGeneration.Providers.Modal;
using ImageGeneration.Providers.Replicate;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace ImageGeneration.Tests.Providers.Kit;

/// <summary>A kept connection on which the server hangs up instead of answering: the transport would send a request without a body once more
/// by itself, on a new connection, and the job would be bought twice.</summary>
public sealed class StaleConnectionTests : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _over = new();
    private readonly List<string> _submits = [];
    private readonly ServiceProvider _services;

    public StaleConnectionTests()
    {
        _listener.Start();
        var services = new ServiceCollection();
        services.AddImageGeneration().AddReplicate().AddModal();
        _services = services.BuildServiceProvider();
    }

    private Uri Url => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/v1/");

    private IHttpClientFactory Clients => _services.GetRequiredService<IHttpClientFactory>();

    public void Dispose()
    {
        _over.Cancel();
        _listener.Dispose();
        _services.Dispose();
        _over.Dispose();
    }

    [Fact]
    public Task Submit_ByPost_IsSentOnce()
    {
        var options = new ReplicateOptions { ApiKey = ProviderTestBed.Key, BaseUrl = Url };
        return IsSentOnceAsync(new ReplicateImageProvider(
            "replicate", options, Clients, TimeProvider.System, NullLogger<ReplicateImageProvider>.Instance));
    }

    [Fact]
    public Task Submit_ByGet_IsSentOnce()
    {
        var options = new ModalOptions { ApiKey = ProviderTestBed.Key, BaseUrl = Url, UseGet = true };
        return IsSentOnceAsync(new ModalImageProvider(
            "modal", options, Clients, TimeProvider.System, NullLogger<ModalImageProvider>.Instance));
    }

    private async Task IsSentOnceAsync(IImageProvider provider)
    {
        var serving = ServeAsync();
        var request = ProviderTestBed.Request("black-forest-labs/flux-schnell");

        var first = await provider.SubmitJobAsync(request, default);
        var second = await provider.SubmitJobAsync(request, default);

        Assert.NotNull(first.Reference);
        Assert.Equal(FailureKind.UnknownOutcome, second.Failure?.Kind);
        Assert.Equal(2, _submits.Count);
        _over.Cancel();
        await serving;
    }

    // One answer a connection; the next request on it is read to its end and gets none.
    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync(_over.Token);
                var stream = client.GetStream();
                _submits.Add(await ReadAsync(stream));
                await stream.WriteAsync("HTTP/1.1 202 Accepted\r\nContent-Length: 32\r\n\r\n{\"id\":\"abc\",\"status\":\"starting\"}"u8.ToArray());
                _submits.Add(await ReadAsync(stream));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException or IOException)
        {
            // The test is over.
        }
    }

    private async Task<string> ReadAsync(NetworkStream stream)
    {
        var request = new StringBuilder();
        var buffer = new byte[16 * 1024];
        while (!request.ToString().EndsWith("}}", StringComparison.Ordinal)
            && !(request.ToString().StartsWith("GET", StringComparison.Ordinal) && request.ToString().Contains("\r\n\r\n", StringComparison.Ordinal))
            && await stream.ReadAsync(buffer, _over.Token) is > 0 and var read)
        {
            request.Append(Encoding.UTF8.GetString(buffer, 0, read));
        }

        return request.ToString();
    }
}
