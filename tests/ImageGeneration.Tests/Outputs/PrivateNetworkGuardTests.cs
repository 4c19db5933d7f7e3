using System.Net;
using System.Net.Sockets;
using ImageGeneration.Outputs;
using Microsoft.Extensions.DependencyInjection;

namespace ImageGeneration.Tests.Outputs;

public sealed class PrivateNetworkGuardTests
{
    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("10.1.2.3")]
    [InlineData("100.64.0.1")]
    [InlineData("100.127.255.255")]
    [InlineData("127.0.0.1")]
    [InlineData("168.63.129.16")]
    [InlineData("169.254.169.254")]
    [InlineData("172.16.0.1")]
    [InlineData("172.31.255.255")]
    [InlineData("192.168.1.1")]
    [InlineData("198.18.0.1")]
    [InlineData("224.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("::ffff:10.0.0.1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("64:ff9b::10.0.0.1")]
    [InlineData("64:ff9b:1::1")]
    [InlineData("2002:7f00:1::")]
    [InlineData("2001:db8::1")]
    [InlineData("2001:0:1234::1")]
    [InlineData("fc00::1")]
    [InlineData("fd12:3456::1")]
    [InlineData("fe80::1")]
    [InlineData("ff02::1")]
    public void IsPrivate_ReservedAddress_IsTrue(string address) =>
        Assert.True(PrivateNetworkGuard.IsPrivate(IPAddress.Parse(address)));

    [Theory]
    [InlineData("1.1.1.1")]
    [InlineData("100.63.255.255")]
    [InlineData("100.128.0.1")]
    [InlineData("172.15.0.1")]
    [InlineData("172.32.0.1")]
    [InlineData("192.167.0.1")]
    [InlineData("223.255.255.255")]
    [InlineData("::ffff:8.8.8.8")]
    [InlineData("64:ff9b::8.8.8.8")]
    [InlineData("2606:4700::1111")]
    [InlineData("2a00:1450::1")]
    public void IsPrivate_PublicAddress_IsFalse(string address) =>
        Assert.False(PrivateNetworkGuard.IsPrivate(IPAddress.Parse(address)));

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("localhost")]
    [InlineData("[::ffff:127.0.0.1]")]
    [InlineData("127.0.0.1.")]
    [InlineData("0.0.0.0")]
    [InlineData("0")]
    [InlineData("[::]")]
    public async Task Reader_LoopbackListener_IsNeverReached(string host)
    {
        using var listener = new LoopbackImage();
        await using var services = Services();
        var reader = services.GetRequiredService<IImageReader>();
        var image = OutputTestHost.At($"http://{host}:{listener.Port}/a.png");

        var error = await Assert.ThrowsAsync<ImageGenerationException>(() => reader.ReadAsync(image));

        Assert.Contains("private network", error.Message, StringComparison.Ordinal);
        Assert.Contains("Outputs:AllowPrivateNetworks", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, listener.Connections);
    }

    [Fact]
    public async Task Reader_LoopbackListenerAllowed_IsReached()
    {
        using var listener = new LoopbackImage();
        await using var services = Services(options => options.Outputs.AllowPrivateNetworks = true);

        var reader = services.GetRequiredService<IImageReader>();

        var image = await reader.ReadAsync(OutputTestHost.At($"http://127.0.0.1:{listener.Port}/a.png"));

        Assert.Equal(TestImages.Png(), image.Bytes!.Value.ToArray());
    }

    [Fact]
    public async Task Reader_ProviderOnLoopback_MayServeItsImagesFromThere()
    {
        using var listener = new LoopbackImage();
        await using var services = Services(options =>
        {
            options.Replicate.BaseUrl = new Uri($"http://127.0.0.1:{listener.Port}/v1");
        });
        var reader = services.GetRequiredService<IImageReader>();

        var image = await reader.ReadAsync(At(listener, "replicate"));

        Assert.NotNull(image.Bytes);
    }

    [Fact]
    public async Task ConnectAsync_NameThatTurnsPrivate_IsResolvedOnceAndRefused()
    {
        var lookups = new List<string>();
        using var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            ConnectCallback = new PrivateNetworkGuard((host, _) =>
            {
                lookups.Add(host);
                return Task.FromResult(new[] { IPAddress.Loopback, IPAddress.Parse("::ffff:169.254.169.254") });
            }).ConnectAsync,
        };
        using var client = new HttpClient(handler);

        var error = await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync(new Uri("http://images.example/")));

        Assert.IsType<PrivateNetworkException>(error.InnerException);
        Assert.Equal(["images.example"], lookups);
    }

    [Fact]
    public async Task Reader_ProviderOnLoopbackThatIsNotUsed_VouchesForNothing()
    {
        using var listener = new LoopbackImage();
        await using var services = Services(options => options.RunPod.BaseUrl = new Uri($"http://127.0.0.1:{listener.Port}/v2"));
        var reader = services.GetRequiredService<IImageReader>();
        var image = At(listener, "runpod");

        await Assert.ThrowsAsync<ImageGenerationException>(() => reader.ReadAsync(image));

        Assert.Equal(0, listener.Connections);
    }

    [Fact]
    public async Task Reader_NamedProviderOnLoopback_MayServeItsImagesFromThere()
    {
        using var listener = new LoopbackImage();
        var builder = new ServiceCollection().AddImageGeneration();
        builder.AddReplicate("second", options => (options.ApiKey, options.BaseUrl) = ("any", new Uri($"http://127.0.0.1:{listener.Port}/v1")));
        await using var services = builder.Services.BuildServiceProvider();
        var reader = services.GetRequiredService<IImageReader>();

        var image = await reader.ReadAsync(At(listener, "second"));

        Assert.NotNull(image.Bytes);
    }

    /// <summary>A provider on a private address opens its own origin, to itself.</summary>
    [Theory]
    [InlineData("modal", "http://127.0.0.1:{0}/", "replicate")]
    [InlineData("modal", "http://127.0.0.1:{0}/", null)]
    [InlineData("replicate", "http://127.0.0.1:1/v1", "replicate")]
    [InlineData("replicate", "http://localhost:{0}/v1", "replicate")]
    [InlineData("replicate", "https://127.0.0.1:{0}/v1", "replicate")]
    public async Task Reader_AnotherOriginThanThatOfItsProvider_IsNeverReached(string owner, string baseUrl, string? provider)
    {
        using var listener = new LoopbackImage();
        var own = new Uri(string.Format(System.Globalization.CultureInfo.InvariantCulture, baseUrl, listener.Port));
        await using var services = Services(options =>
        {
            (options.Modal.ApiKey, options.Modal.BaseUrl) = ("any", owner == "modal" ? own : new Uri("https://acme.modal.run"));
            options.Replicate.BaseUrl = owner == "replicate" ? own : options.Replicate.BaseUrl;
        });
        var reader = services.GetRequiredService<IImageReader>();

        var error = await Assert.ThrowsAsync<ImageGenerationException>(() => reader.ReadAsync(At(listener, provider)));

        Assert.Contains("private network", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, listener.Connections);
    }

    private static GeneratedImage At(LoopbackImage listener, string? provider) =>
        OutputTestHost.At($"http://127.0.0.1:{listener.Port}/a.png") with { Provider = provider };

    private static ServiceProvider Services(Action<ImageGenerationServiceOptions>? configure = null) =>
        new ServiceCollection()
            .AddImageGeneration(options =>
            {
                options.Replicate.ApiKey = "any";
                configure?.Invoke(options);
            })
            .Services.BuildServiceProvider();

    private sealed class LoopbackImage : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.IPv6Any, 0);

        public LoopbackImage()
        {
            _listener.Server.DualMode = true;
            _listener.Start();
            _ = ServeAsync();
        }

        public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

        public int Connections { get; private set; }

        public void Dispose() => _listener.Dispose();

        private async Task ServeAsync()
        {
            using var client = await _listener.AcceptTcpClientAsync();
            Connections++;
            var file = TestImages.Png();
            _ = await client.GetStream().ReadAsync(new byte[4096]);
            var head = $"HTTP/1.1 200 OK\r\nContent-Length: {file.Length}\r\nConnection: close\r\n\r\n";
            await client.GetStream().WriteAsync(System.Text.Encoding.ASCII.GetBytes(head));
            await client.GetStream().WriteAsync(file);
        }
    }
}
