using System.Net;
using RichardSzalay.MockHttp;

namespace ImageGeneration.Tests.Outputs;

public sealed class ImageReaderRetryTests
{
    private const string Url = "https://replicate.delivery/out-0.png";
    private readonly OutputTestHost _host = new();

    [Theory]
    [InlineData(HttpStatusCode.InternalServerError)]
    [InlineData(HttpStatusCode.ServiceUnavailable)]
    [InlineData(HttpStatusCode.TooManyRequests)]
    [InlineData(HttpStatusCode.NotFound)]
    [InlineData(HttpStatusCode.Forbidden)]
    [InlineData(HttpStatusCode.BadRequest)]
    [InlineData(HttpStatusCode.RequestTimeout)]
    [InlineData(HttpStatusCode.Accepted)]
    [InlineData(HttpStatusCode.NoContent)]
    [InlineData((HttpStatusCode)425)]
    public async Task ReadAsync_TransientStatus_IsTriedOnceMore(HttpStatusCode status)
    {
        _host.Http.Expect(Url).Respond(status);
        _host.Http.Expect(Url).Respond("image/png", new MemoryStream(TestImages.Png()));

        var image = await _host.ReadAsync(Url);

        Assert.NotNull(image.Bytes);
        _host.Http.VerifyNoOutstandingExpectation();
    }

    [Fact]
    public async Task ReadAsync_ConnectionReset_IsTriedOnceMore()
    {
        _host.Http.Expect(Url).Throw(new HttpRequestException(HttpRequestError.ConnectionError));
        _host.Http.Expect(Url).Respond("image/png", new MemoryStream(TestImages.Png()));

        var image = await _host.ReadAsync(Url);

        Assert.NotNull(image.Bytes);
    }

    [Theory]
    [InlineData(HttpStatusCode.BadGateway, FailureKind.OutputUnavailable, "502")]
    [InlineData(HttpStatusCode.NotFound, FailureKind.OutputExpired, "has expired")]
    [InlineData(HttpStatusCode.Forbidden, FailureKind.OutputUnavailable, "403")]
    public async Task ReadAsync_StaysSo_FailsAfterEightSeconds(HttpStatusCode status, FailureKind kind, string words)
    {
        var tries = _host.Http.When(Url).Respond(status);

        var error = await _host.FailAsync(Url);

        Assert.Equal(kind, error.Kind);
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
        Assert.Equal(6, _host.Http.GetMatchCount(tries));
    }

    [Theory]
    [InlineData(HttpStatusCode.Unauthorized)]
    [InlineData(HttpStatusCode.Gone)]
    public async Task ReadAsync_FinalStatus_IsNotTriedAgain(HttpStatusCode status)
    {
        var tries = _host.Http.When(Url).Respond(status);

        await _host.FailAsync(Url);

        Assert.Equal(1, _host.Http.GetMatchCount(tries));
    }

    [Fact]
    public async Task ReadAsync_BreaksOffMidway_StartsAfresh()
    {
        var file = TestImages.Png(length: 300_000);
        _host.Http.Expect(Url).Respond(_ => new StreamContent(new BreaksOff(file, at: 150_000)));
        _host.Http.Expect(Url).Respond("image/png", new MemoryStream(file));

        var image = await _host.ReadAsync(Url);

        Assert.Equal(file, image.Bytes!.Value.ToArray());
    }

    [Fact]
    public async Task CopyToAsync_BreaksOffAfterAWrite_TakesItBackAndStartsAfresh()
    {
        var file = TestImages.Png(length: 300_000);
        _host.Http.Expect(Url).Respond(_ => new StreamContent(new BreaksOff(file, at: 150_000)));
        _host.Http.Expect(Url).Respond("image/png", new MemoryStream(file));
        using var destination = new MemoryStream();
        destination.Write("before"u8);

        await _host.CopyToAsync(Url, destination);

        Assert.Equal([.. "before"u8, .. file], destination.ToArray());
    }

    [Fact]
    public async Task CopyToAsync_BreaksOffAfterAWriteInTheMiddleOfAFile_FailsRatherThanCutOffWhatFollows()
    {
        var file = TestImages.Png(length: 300_000);
        var tries = _host.Http.When(Url).Respond(_ => new StreamContent(new BreaksOff(file, at: 150_000)));
        using var destination = new MemoryStream();
        destination.Write("before"u8);
        destination.Position = 0;

        var error = await _host.FailAsync(Url, destination);

        Assert.Equal(FailureKind.OutputUnavailable, error.Kind);
        Assert.Equal(1, _host.Http.GetMatchCount(tries));
    }

    [Fact]
    public async Task CopyToAsync_BreaksOffBeforeAWrite_IsTriedOnceMore()
    {
        var file = TestImages.Png(length: 300_000);
        _host.Http.Expect(Url).Respond(_ => new StreamContent(new BreaksOff(file, at: 1000)));
        _host.Http.Expect(Url).Respond("image/png", new MemoryStream(file));
        using var destination = new MemoryStream();

        await _host.CopyToAsync(Url, destination);

        Assert.Equal(file, destination.ToArray());
    }

    [Fact]
    public async Task CopyToAsync_DestinationFails_ThrowsThatOnce()
    {
        var tries = _host.Http.When(Url).Respond("image/png", new MemoryStream(TestImages.Png()));
        using var destination = new FullDisk();

        await Assert.ThrowsAsync<IOException>(() => _host.CopyToAsync(Url, destination));

        Assert.Equal(1, _host.Http.GetMatchCount(tries));
    }

    private sealed class BreaksOff(byte[] bytes, int at) : MemoryStream(bytes, 0, at)
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            await base.ReadAsync(buffer, cancellationToken) is > 0 and var count
                ? count
                : throw new HttpIOException(HttpRequestError.ResponseEnded);
    }

    private sealed class FullDisk : MemoryStream
    {
        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
            throw new IOException("No space left on device");
    }
}
