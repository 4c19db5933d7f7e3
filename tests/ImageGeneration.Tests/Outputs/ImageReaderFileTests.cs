using System.IO.Compression;
using System.Net;
using System.Text;
using RichardSzalay.MockHttp;

namespace ImageGeneration.Tests.Outputs;

/// <summary>What hosts do to a paid file on its way: packed, cut, not there yet, expired, under a path that must not be rewritten.</summary>
public sealed class ImageReaderFileTests
{
    private const string Url = "https://cdn.example/out-0.png";

    private static readonly byte[] _png = TestImages.Png(length: 100_000);

    private readonly OutputTestHost _host = new();

    [Theory]
    [InlineData("gzip")]
    [InlineData("x-gzip")]
    [InlineData("br")]
    [InlineData("deflate")]
    [InlineData("raw deflate")]
    [InlineData("gzip, br")]
    [InlineData("identity")]
    [InlineData("aws-chunked")]
    public async Task ReadAsync_PackedByItsHost_IsUnpacked(string encoding)
    {
        var body = Pack(_png, encoding);
        _host.Http.When(Url).Respond(_ => Answer(body, ("Content-Encoding", encoding.Replace("raw ", "", StringComparison.Ordinal))));

        var image = await _host.ReadAsync(Url);

        Assert.Equal(_png, image.Bytes!.Value.ToArray());
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("deflate")]
    public async Task ReadAsync_CalledPackedAndIsNot_IsTakenAsItIs(string encoding)
    {
        _host.Http.When(Url).Respond(_ => Answer(_png, ("Content-Encoding", encoding)));

        var image = await _host.ReadAsync(Url);

        Assert.Equal(_png, image.Bytes!.Value.ToArray());
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("deflate")]
    public async Task CopyToAsync_BombInAPackage_StopsAtTheLimit(string encoding)
    {
        _host.Options.MaxBytes = 200_000;
        var body = Pack(TestImages.Png(length: 30_000_000), encoding);
        _host.Http.When(Url).Respond(_ => Answer(body, ("Content-Encoding", encoding)));
        using var destination = new MemoryStream();

        var error = await _host.FailAsync(Url, destination);

        Assert.Contains("200000 bytes", error.Message, StringComparison.Ordinal);
        Assert.True(destination.Length <= 200_000);
    }

    [Theory]
    [InlineData("gzip", 1000)]
    [InlineData("br", 1000)]
    [InlineData("deflate", 1000)]
    public async Task ReadAsync_PackageCutThenWhole_IsFetchedAgain(string encoding, int less)
    {
        var body = Pack(_png, encoding);
        _host.Http.Expect(Url).Respond(_ => Answer(body[..Math.Max(40, body.Length - less)], ("Content-Encoding", encoding)));
        _host.Http.Expect(Url).Respond(_ => Answer(body, ("Content-Encoding", encoding)));

        var image = await _host.ReadAsync(Url);

        Assert.Equal(_png, image.Bytes!.Value.ToArray());
    }

    [Fact]
    public async Task ReadAsync_PackedInAnUnknownWay_SaysSo()
    {
        _host.Http.When(Url).Respond(_ => Answer([1, 2, 3, 0, 0], ("Content-Encoding", "zstd")));

        Assert.Contains("unsupported compression", (await _host.FailAsync(Url)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("png")]
    [InlineData("jpeg")]
    [InlineData("gif")]
    [InlineData("webp")]
    [InlineData("avif")]
    public async Task ReadAsync_CutFileDeliveredAsWhole_IsFetchedAgain(string name)
    {
        var file = name switch
        {
            "png" => _png,
            "jpeg" => TestImages.Jpeg(),
            "gif" => TestImages.Gif(),
            "webp" => TestImages.Webp(),
            _ => TestImages.Avif(),
        };
        _host.Http.Expect(Url).Respond(_ => Answer(file[..^1]));
        _host.Http.Expect(Url).Respond(_ => Answer(file));

        var image = await _host.ReadAsync(Url);

        Assert.Equal(file, image.Bytes!.Value.ToArray());
    }

    [Fact]
    public async Task ReadAsync_FileStaysCut_IsNotDeliveredAsWhole()
    {
        _host.Http.When(Url).Respond(_ => Answer(_png[..70_000]));

        var error = await _host.FailAsync(Url);

        Assert.Equal(FailureKind.OutputUnavailable, error.Kind);
        Assert.Contains("ended after 70000 bytes", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReadAsync_PackedAndNotCalledSo_IsUnpacked()
    {
        var body = Pack(_png, "gzip");
        _host.Http.When(Url).Respond(_ => Answer(body, ("Content-Length", $"{body.Length}")));

        Assert.Equal(_png, (await _host.ReadAsync(Url)).Bytes!.Value.ToArray());
    }

    [Fact]
    public async Task ReadAsync_StoredAsBase64_IsDecoded()
    {
        var body = Encoding.ASCII.GetBytes(Convert.ToBase64String(_png, Base64FormattingOptions.InsertLineBreaks));
        _host.Http.When(Url).Respond(_ => Answer(body, ("Content-Type", "text/plain"), ("Content-Length", $"{body.Length}")));

        Assert.Equal(_png, (await _host.ReadAsync(Url)).Bytes!.Value.ToArray());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ReadAsync_CalledBase64_IsTakenAsWhatItIs(bool isBase64)
    {
        var body = isBase64 ? Encoding.ASCII.GetBytes(Convert.ToBase64String(_png)) : _png;
        _host.Http.When(Url).Respond(_ => Answer(body, ("Content-Encoding", "base64")));

        Assert.Equal(_png, (await _host.ReadAsync(Url)).Bytes!.Value.ToArray());
    }

    [Fact]
    public async Task ReadAsync_KnownByItsLabelAlone_IsNotWalkedToAnEndItDoesNotHave()
    {
        var targa = Convert.FromHexString("0000020000000000000000000100010018000000FF");
        _host.Http.When(Url).Respond(_ => Answer(targa, ("Content-Type", "image/png")));

        Assert.Equal(targa, (await _host.ReadAsync(Url)).Bytes!.Value.ToArray());
    }

    [Theory]
    [InlineData("{\"status\":\"processing\"}")]
    [InlineData("<?xml version=\"1.0\"?><Error><Code>NoSuchKey</Code></Error>")]
    public async Task ReadAsync_MessageThenWhole_IsFetchedAgain(string message)
    {
        _host.Http.Expect(Url).Respond(_ => Answer(Encoding.UTF8.GetBytes(message)));
        _host.Http.Expect(Url).Respond(_ => Answer(_png));

        Assert.NotNull((await _host.ReadAsync(Url)).Bytes);
    }

    [Fact]
    public async Task ReadAsync_EmptyThenWhole_IsFetchedAgain()
    {
        _host.Http.Expect(Url).Respond(_ => Answer([]));
        _host.Http.Expect(Url).Respond(_ => Answer(_png));

        Assert.NotNull((await _host.ReadAsync(Url)).Bytes);
    }

    [Fact]
    public async Task ReadAsync_ShorterThanSaid_IsFetchedAgain()
    {
        // Of a format that tells no end of its own.
        var file = Convert.FromHexString("424D36001800000000003600000028000000000400000003000001001800");
        _host.Http.Expect(Url).Respond(_ => Answer(file, ("Content-Length", "5000")));
        _host.Http.Expect(Url).Respond(_ => Answer(file));

        Assert.Equal("image/bmp", (await _host.ReadAsync(Url)).MediaType);
    }

    [Theory]
    [InlineData(203, null)]
    [InlineData(201, null)]
    [InlineData(206, null)]
    [InlineData(206, "bytes 0-99999/100000")]
    public async Task ReadAsync_OtherSuccess_IsTaken(int status, string? range)
    {
        _host.Http.When(Url).Respond(_ => Answer(_png, status, ("Content-Range", range)));

        Assert.NotNull((await _host.ReadAsync(Url)).Bytes);
    }

    [Fact]
    public async Task ReadAsync_PartThenWhole_IsFetchedAgain()
    {
        _host.Http.Expect(Url).Respond(_ => Answer(_png[..50_000], 206, ("Content-Range", "bytes 0-49999/100000")));
        _host.Http.Expect(Url).Respond(_ => Answer(_png));

        Assert.Equal(_png, (await _host.ReadAsync(Url)).Bytes!.Value.ToArray());
    }

    [Fact]
    public async Task ReadAsync_NotThereForAWhile_IsFetchedInTheEnd()
    {
        foreach (var status in new[] { 403, 404, 403, 503, 404 })
        {
            _host.Http.Expect(Url).Respond(_ => Answer([], status));
        }

        _host.Http.Expect(Url).Respond(_ => Answer(_png));

        Assert.NotNull((await _host.ReadAsync(Url)).Bytes);
    }

    [Theory]
    [InlineData(403, "<Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>")]
    [InlineData(400, "<Error><Code>ExpiredToken</Code><Message>The provided token has expired.</Message></Error>")]
    [InlineData(403, "<Error><Code>AuthenticationFailed</Code><AuthenticationErrorDetail>Signature not valid in the specified time frame: Start [a] - Expiry [b]</AuthenticationErrorDetail></Error>")]
    [InlineData(400, "{\"error\":\"InvalidJWT\",\"message\":\"\\\"exp\\\" claim timestamp check failed\"}")]
    [InlineData(401, "{\"message\":\"jwt expired\"}")]
    [InlineData(200, "<Error><Code>ExpiredRequest</Code><Message>Request has expired</Message></Error>")]
    public async Task ReadAsync_HostSaysExpired_IsReportedAsThatAtOnce(int status, string words)
    {
        var tries = _host.Http.When(Url).Respond(_ => Answer(Encoding.UTF8.GetBytes(words), status));

        var error = await _host.FailAsync(Url);

        Assert.Equal(FailureKind.OutputExpired, error.Kind);
        Assert.Contains("has expired", error.Message, StringComparison.Ordinal);
        Assert.Equal(1, _host.Http.GetMatchCount(tries));
    }

    [Theory]
    [InlineData("https://d111.cloudfront.net/a.png?Expires=1000000000&Signature=x&Key-Pair-Id=K")]
    [InlineData("https://s3.example/a.png?AWSAccessKeyId=k&Expires=1000000000&Signature=x")]
    [InlineData("https://s3.example/a.png?X-Amz-Date=20200101T000000Z&X-Amz-Expires=60&X-Amz-Signature=x")]
    [InlineData("https://acct.blob.core.windows.net/c/a.png?sv=2020&se=2020-01-01T00%3A00%3A00Z&sig=x")]
    [InlineData("https://acct.blob.core.windows.net/c/a.png?sv=2020&se=2020-01-01&sig=x")]
    public async Task ReadAsync_RefusedAfterItsOwnEnd_HasExpired(string url)
    {
        var tries = _host.Http.When("*").Respond(_ => Answer("Access denied"u8.ToArray(), 403));

        Assert.Contains("has expired", (await _host.FailAsync(url)).Message, StringComparison.Ordinal);
        Assert.Equal(1, _host.Http.GetMatchCount(tries));
    }

    [Fact]
    public async Task ReadAsync_ErrorDocumentUnder200_IsNoImage()
    {
        _host.Http.When(Url).Respond("image/png", "<?xml version=\"1.0\"?><Error><Code>NoSuchKey</Code></Error>");

        Assert.Contains("is not an image", (await _host.FailAsync(Url)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://s3.example/a%2Fb/%7Euser/%41.png?X-Amz-Signature=a%2Bb%7E")]
    [InlineData("https://s3.example/bucket/../key/./%2e%2e/x.png?sig=1")]
    public async Task ReadAsync_SignedPath_IsSentToTheLetterAlsoFromAnOrdinaryUri(string url)
    {
        var sent = new List<string>();
        _host.Http.When("*").Respond(request =>
        {
            sent.Add(request.RequestUri!.PathAndQuery);
            return sent.Count > 1 ? Answer(_png) : Answer([], 302, ("Location", url));
        });

        await _host.ReadAsync(url);

        Assert.Equal([url["https://s3.example".Length..], url["https://s3.example".Length..]], sent);
    }

    [Theory]
    [InlineData("//")]
    [InlineData("///")]
    [InlineData("https://")]
    [InlineData("http://[::1")]
    [InlineData("//a..b/")]
    [InlineData("\u001b[31m")]
    [InlineData("")]
    [InlineData(null)]
    public async Task ReadAsync_RedirectToNowhere_IsAFailureInWords(string? location)
    {
        _host.Http.When(Url).Respond(_ => Answer([], 302, ("Location", location)));
        _host.Http.When("https://cdn.example/*").Respond(_ => Answer("nothing"u8.ToArray(), 410));

        var error = await _host.FailAsync(Url);

        Assert.True(error.Kind is FailureKind.OutputUnavailable or FailureKind.OutputExpired, error.Message);
    }

    [Fact]
    public async Task ReadAsync_UnknownFormatCalledAnImage_IsKept()
    {
        _host.Http.When(Url).Respond("image/x-new", new MemoryStream([0xC0, 1, 2, 3, 0x80, 0, 0, 7]));

        var image = await _host.ReadAsync(Url);

        Assert.Equal("image/x-new", image.MediaType);
        Assert.Equal(8, image.Bytes!.Value.Length);
    }

    private static byte[] Pack(byte[] file, string encoding) =>
        encoding.Split(", ").Aggregate(file, (bytes, layer) =>
        {
            using var packed = new MemoryStream();
            using (Stream? packing = layer switch
            {
                "gzip" or "x-gzip" => new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true),
                "br" => new BrotliStream(packed, CompressionLevel.Fastest, leaveOpen: true),
                "deflate" => new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true),
                "raw deflate" => new DeflateStream(packed, CompressionLevel.Fastest, leaveOpen: true),
                _ => null,
            })
            {
                (packing ?? packed).Write(bytes);
            }

            return packed.ToArray();
        });

    private static HttpResponseMessage Answer(byte[] body, params (string Name, string? Value)[] headers) => Answer(body, 200, headers);

    private static HttpResponseMessage Answer(byte[] body, int status, params (string Name, string? Value)[] headers)
    {
        var answer = new HttpResponseMessage((HttpStatusCode)status) { Content = new ByteArrayContent(body) };
        foreach (var (name, value) in headers)
        {
            if (value is not null && !answer.Headers.TryAddWithoutValidation(name, value))
            {
                answer.Content.Headers.Remove(name);
                answer.Content.Headers.TryAddWithoutValidation(name, value);
            }
        }

        return answer;
    }
}
