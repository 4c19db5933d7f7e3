using System.Net;
using System.Net.Http.Headers;
using ImageGeneration.Providers;
using ImageGeneration.Providers.Kit;
using ImageGeneration.Redaction;

namespace ImageGeneration.Tests.Providers.Kit;

public sealed class ProviderHttpClientTests
{
    private const string Create = "https://api.replicate.com/v1/models/black-forest-labs/flux-schnell/predictions";
    private const string Get = "https://api.replicate.com/v1/predictions/abc";
    private static readonly JobReference Reference = new("replicate", "abc", "black-forest-labs/flux-schnell");

    private readonly ProviderTestBed _bed = new();

    private static readonly Dictionary<string, Exception> Faults = new()
    {
        ["name"] = new HttpRequestException(HttpRequestError.NameResolutionError, "no such host"),
        ["connect"] = new HttpRequestException(HttpRequestError.ConnectionError, "refused"),
        ["tls"] = new HttpRequestException(HttpRequestError.SecureConnectionError, "certificate"),
        ["proxy"] = new HttpRequestException(HttpRequestError.ProxyTunnelError, "proxy"),
        ["ended"] = new HttpRequestException(HttpRequestError.ResponseEnded, "reset"),
        ["unknown"] = new HttpRequestException("unknown"),
        ["io"] = new IOException("reset"),
        ["timeout"] = new TaskCanceledException("somebody's timeout", new TimeoutException()),
        ["bug"] = new InvalidOperationException("a handler's bug"),
    };

    [Theory]
    [InlineData("name", FailureKind.Unavailable)]
    [InlineData("connect", FailureKind.Unavailable)]
    [InlineData("tls", FailureKind.Unavailable)]
    [InlineData("proxy", FailureKind.Unavailable)]
    [InlineData("ended", FailureKind.UnknownOutcome)]
    [InlineData("unknown", FailureKind.UnknownOutcome)]
    [InlineData("io", FailureKind.UnknownOutcome)]
    [InlineData("timeout", FailureKind.UnknownOutcome)]
    [InlineData("bug", FailureKind.UnknownOutcome)]
    public async Task Submit_TransportFault_IsNotSentOnlyWithoutAConnection(string fault, FailureKind kind)
    {
        _bed.Fault = Faults[fault];

        var job = await SubmitAsync(default);

        Assert.Equal((JobStatus.Failed, kind), (job.Status, job.Failure?.Kind));
    }

    [Theory]
    [InlineData("connect")]
    [InlineData("ended")]
    [InlineData("io")]
    [InlineData("timeout")]
    [InlineData("bug")]
    public async Task Read_TransportFault_IsUnavailable(string fault)
    {
        _bed.Fault = Faults[fault];

        var job = await _bed.Replicate().GetJobAsync(Reference, default);

        Assert.Equal((JobStatus.Unknown, FailureKind.Unavailable), (job.Status, job.Failure?.Kind));
    }

    [Fact]
    public async Task Submit_CanceledAfterTheBodyWasRead_IsUnknownOutcome()
    {
        using var cancel = new CancellationTokenSource();
        _bed.On("POST", Create, () =>
        {
            cancel.Cancel();
            throw new TaskCanceledException("", null, cancel.Token);
        });

        var job = await SubmitAsync(cancel.Token);

        Assert.Equal(FailureKind.UnknownOutcome, job.Failure?.Kind);
    }

    [Fact]
    public async Task Submit_CanceledBefore_Throws()
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => SubmitAsync(new CancellationToken(true)));

        Assert.Empty(_bed.Sent);
    }

    [Fact]
    public async Task Read_Canceled_Throws()
    {
        using var cancel = new CancellationTokenSource();
        _bed.On("GET", Get, () =>
        {
            cancel.Cancel();
            throw new TaskCanceledException("", null, cancel.Token);
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _bed.Replicate().GetJobAsync(Reference, cancel.Token));
    }

    [Theory]
    [InlineData(201, FailureKind.UnknownOutcome)]
    [InlineData(422, FailureKind.InvalidRequest)]
    [InlineData(429, FailureKind.RateLimited)]
    public async Task Submit_BodyBreaksOff_TheStatusStillCounts(int status, FailureKind kind)
    {
        _bed.On("POST", Create, () => new HttpResponseMessage((HttpStatusCode)status) { Content = new StreamContent(new BrokenStream()) });

        var job = await SubmitAsync(default);

        Assert.Equal(kind, job.Failure?.Kind);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Send_ReplyPastTheLimit_IsAFailureAndNotRead(bool lengthKnown)
    {
        _bed.On("GET", Get, () =>
        {
            var response = new HttpResponseMessage { Content = new StreamContent(new EndlessStream()) };
            response.Content.Headers.ContentLength = lengthKnown ? 200_000_000 : null;
            response.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            return response;
        });
        var http = new ProviderHttpClient("p", "S", new ProviderOptions { BaseUrl = new Uri("https://api.replicate.com/v1") }, _bed, new FixedTime()) { MaxReplyBytes = 1024 * 1024 };

        using var reply = await http.SendAsync(http.CreateRequest(HttpMethod.Get, new Uri(Get), null), ProviderOperation.Read, default);

        Assert.Equal(FailureKind.JobFailed, reply.Fault?.Kind);
        Assert.Contains("1 MiB", reply.Fault!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://api.test/v2/x", true)]
    [InlineData("https://API.test:443/other", true)]
    [InlineData("http://api.test/v2/x", false)]
    [InlineData("https://api.test:8443/v2/x", false)]
    [InlineData("https://api.test.evil.example/v2/x", false)]
    [InlineData("https://files.api.test/v2/x", false)]
    public void Request_Key_GoesToTheOwnOriginOnly(string url, bool expected)
    {
        var http = new ProviderHttpClient("p", "S", new ProviderOptions { ApiKey = "secret-key", BaseUrl = new Uri("https://api.test/v2/") }, _bed, new FixedTime());

        using var request = http.CreateRequest(HttpMethod.Get, new Uri(url), null);

        Assert.Equal(expected, request.Headers.Contains("Authorization"));
    }

    [Theory]
    [InlineData("  a\r\n\tb\u0000c\u202e  ", "a b c")]
    [InlineData("x api-key-of-mine y", "x [redacted] y")]
    [InlineData("left-half or right-half", "[redacted] or [redacted]")]
    [InlineData("see data:image/png;base64,AAAA== there", "see [data] there")]
    [InlineData("as-soon as possible, was-1 ok", "as-soon as possible, was-1 ok")]
    public void SafeText_Clean_LeavesWordsOnly(string text, string expected) =>
        Assert.Equal(expected, Text("left-half:right-half").Sanitize(Text("api-key-of-mine").Sanitize(text)));

    [Fact]
    public void SafeText_LongText_IsCutAfterRedaction()
    {
        var text = new string('a', 20) + " " + string.Join(' ', Enumerable.Repeat("word", 500));

        var clean = Text(null).Sanitize(text);

        Assert.Equal(MessageSanitizer.MaxLength, clean.Length);
        Assert.EndsWith("…", clean, StringComparison.Ordinal);
    }

    private static MessageSanitizer Text(string? key) => ProviderSanitizer.Create(new ProviderOptions { ApiKey = key });

    private Task<ProviderJob> SubmitAsync(CancellationToken cancellationToken) =>
        _bed.Replicate().SubmitJobAsync(ProviderTestBed.Request("black-forest-labs/flux-schnell"), cancellationToken);

    private sealed class BrokenStream : EndlessStream
    {
        public override int Read(byte[] buffer, int offset, int count) => throw new IOException("reset");
    }

    private class EndlessStream : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get; set; }

        public override int Read(byte[] buffer, int offset, int count)
        {
            Array.Fill(buffer, (byte)' ', offset, count);
            return count;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
