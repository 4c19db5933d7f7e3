using System.Net;
using ImageGeneration.Imaging;
using ImageGeneration.Outputs;
using RichardSzalay.MockHttp;

namespace ImageGeneration.Tests.Outputs;

public sealed class ImageReaderTests
{
    private const string Url = "https://replicate.delivery/xezq/secret-token/out-0.png";
    private readonly OutputTestHost _host = new();

    [Fact]
    public async Task ReadAsync_Url_BringsBytesTypeAndSize()
    {
        var file = TestImages.Png(1024, 768, length: 200_000);
        _host.Http.When(Url).Respond("application/octet-stream", new MemoryStream(file));

        var image = await _host.ReadAsync(Url);

        Assert.Equal(file, image.Bytes!.Value.ToArray());
        Assert.Equal(("image/png", 1024, 768, 7), (image.MediaType, image.Width, image.Height, image.Seed));
        Assert.Equal([OutputHttp.GuardedClient], _host.ClientsUsed);
    }

    [Fact]
    public async Task ReadAsync_Bytes_AsksNobody()
    {
        var image = await _host.Reader.ReadAsync(new GeneratedImage { Bytes = TestImages.Png(64, 32), MediaType = "image/jpeg" });

        Assert.Equal(("image/png", 64, 32), (image.MediaType, image.Width, image.Height));
        Assert.Empty(_host.ClientsUsed);
    }

    [Fact]
    public async Task CopyToAsync_Bytes_CopiesThem()
    {
        using var file = new MemoryStream();

        var image = await _host.Reader.CopyToAsync(new GeneratedImage { Bytes = TestImages.Png() }, file);

        Assert.Equal(TestImages.Png(), file.ToArray());
        Assert.Equal("image/png", image.MediaType);
    }

    [Fact]
    public async Task CopyToAsync_LargeFile_CopiesItThroughSmallBuffers()
    {
        var file = TestImages.Png(length: 3_000_000);
        _host.Http.When(Url).Respond("image/png", new MemoryStream(file));
        using var destination = new LargestWrite();

        await _host.CopyToAsync(Url, destination);

        Assert.Equal(file, destination.ToArray());
        Assert.InRange(destination.Largest, 1, ImageSignature.HeaderBytes * 2);
    }

    [Fact]
    public async Task ReadAsync_NoKeyNoCookie_IsSent()
    {
        _host.Http.When(Url)
            .With(r => r.Headers.Authorization is null && !r.Headers.Contains("Cookie"))
            .Respond("image/png", new MemoryStream(TestImages.Png()));

        var image = await _host.ReadAsync(Url);

        Assert.Equal("image/png", image.MediaType);
    }

    [Theory]
    [InlineData(HttpStatusCode.NotFound)]
    [InlineData(HttpStatusCode.Gone)]
    public async Task ReadAsync_LinkGone_SaysThatItExpired(HttpStatusCode status)
    {
        _host.Http.When(Url).Respond(status);

        var error = await _host.FailAsync(Url);

        Assert.Equal(FailureKind.OutputExpired, error.Kind);
        Assert.Contains("has expired", error.Message, StringComparison.Ordinal);
        Assert.Contains("replicate.delivery", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-token", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReadAsync_WebPage_IsNotAnImage()
    {
        _host.Http.When(Url).Respond("image/png", "<html>sign in</html>");

        var error = await _host.FailAsync(Url);

        Assert.Equal(FailureKind.OutputRejected, error.Kind);
        Assert.Contains("is not an image", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReadAsync_BytesOfSomethingElse_IsNotAnImage()
    {
        var image = new GeneratedImage { Bytes = "hello"u8.ToArray() };

        var error = await Assert.ThrowsAsync<ImageGenerationException>(() => _host.Reader.ReadAsync(image));

        Assert.Contains("is not an image", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CopyToAsync_DeclaredTooLarge_StopsBeforeTheFirstByte()
    {
        _host.Options.MaxBytes = 1024;
        _host.Http.When(Url).Respond("image/png", new MemoryStream(TestImages.Png(length: 5000)));
        using var destination = new MemoryStream();

        var error = await _host.FailAsync(Url, destination);

        Assert.Contains("1024 bytes", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, destination.Length);
    }

    [Fact]
    public async Task CopyToAsync_TooLargeWithoutSayingSo_StopsAtTheLimit()
    {
        _host.Options.MaxBytes = 100_000;
        _host.Http.When(Url).Respond(_ => new NoLengthContent(TestImages.Png(length: 5_000_000)));
        using var destination = new MemoryStream();

        var error = await _host.FailAsync(Url, destination);

        Assert.Equal(FailureKind.OutputRejected, error.Kind);
        Assert.True(destination.Length <= 100_000);
    }

    [Fact]
    public async Task ReadAsync_HostNeverAnswers_TimesOut()
    {
        _host.Http.When(Url).Respond(async () =>
        {
            await new TaskCompletionSource().Task;
            return new HttpResponseMessage();
        });

        var reading = _host.Reader.ReadAsync(OutputTestHost.At(Url));
        _host.Time.Advance(_host.Options.Timeout);
        var error = await Assert.ThrowsAsync<ImageGenerationException>(() => reading);

        Assert.Equal(FailureKind.OutputUnavailable, error.Kind);
        Assert.Contains("Outputs:Timeout (00:02:00)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReadAsync_CallerCancels_ThrowsThat()
    {
        using var cancel = new CancellationTokenSource();
        _host.Http.When(Url).Respond(async () =>
        {
            await cancel.CancelAsync();
            return new HttpResponseMessage { Content = new ByteArrayContent(TestImages.Png()) };
        });

        var error = await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => _host.Reader.ReadAsync(OutputTestHost.At(Url), cancel.Token));

        Assert.Equal(cancel.Token, error.CancellationToken);
    }

    [Fact]
    public async Task ReadAsync_NeitherBytesNorUrl_IsMisuse() =>
        await Assert.ThrowsAsync<ArgumentException>(() => _host.Reader.ReadAsync(new GeneratedImage { Outcome = ImageOutcome.Filtered }));

    [Theory]
    [InlineData("file:///etc/passwd")]
    [InlineData("ftp://example.com/out.png")]
    public async Task ReadAsync_OtherScheme_IsRefused(string url)
    {
        var error = await _host.FailAsync(url);

        Assert.Contains("only http and https", error.Message, StringComparison.Ordinal);
        Assert.Empty(_host.ClientsUsed);
    }

    private sealed class LargestWrite : MemoryStream
    {
        public int Largest { get; private set; }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Largest = Math.Max(Largest, buffer.Length);
            return base.WriteAsync(buffer, cancellationToken);
        }
    }

    private sealed class NoLengthContent(byte[] bytes) : HttpContent
    {
        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => stream.WriteAsync(bytes).AsTask();

        protected override Task<Stream> CreateContentReadStreamAsync() => Task.FromResult<Stream>(new MemoryStream(bytes));

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
