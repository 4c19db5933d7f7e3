using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;
using ImageGeneration.Providers;
using ImageGeneration.Providers.Modal;
using ImageGeneration.Providers.Replicate;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace ImageGeneration.Tests.Providers.Kit;

/// <summary>What the transport that applications get does when the wire breaks: only here is it seen which of its faults surely sent nothing.</summary>
public sealed class LoopbackTransportTests : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ServiceProvider _services;

    public LoopbackTransportTests()
    {
        _listener.Start();
        var services = new ServiceCollection();
        services.AddImageGeneration().AddReplicate().AddModal();
        _services = services.BuildServiceProvider();
    }

    public void Dispose()
    {
        _listener.Dispose();
        _services.Dispose();
    }

    /// <summary>Its own 100 seconds are shorter than one leg of a Modal call.</summary>
    [Theory]
    [InlineData("replicate")]
    [InlineData("runpod")]
    [InlineData("modal")]
    public void Client_OfAnApplication_HasNoClockOfItsOwn(string provider)
    {
        var services = new ServiceCollection();
        services.AddImageGeneration().AddReplicate().AddRunPod().AddModal();
        using var built = services.BuildServiceProvider();

        using var client = built.GetRequiredService<IHttpClientFactory>().CreateClient("ImageGeneration:" + provider);

        Assert.Equal(Timeout.InfiniteTimeSpan, client.Timeout);
    }

    [Fact]
    public async Task Submit_NobodyListens_IsUnavailable()
    {
        var provider = Provider();
        _listener.Stop();

        var job = await provider.SubmitJobAsync(Request(), default);

        Assert.Equal(FailureKind.Unavailable, job.Failure?.Kind);
    }

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 201 Cre")]
    [InlineData("HTTP/1.1 201 Created\r\nContent-Length: 100\r\n\r\n{\"id\":\"ab")]
    [InlineData("HTTP/1.1 201 Created\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"id\"\r\n")]
    [InlineData("no HTTP at all\r\n\r\n")]
    public async Task Submit_AnswerBreaksOff_IsUnknownOutcome(string answer)
    {
        var server = AnswerAsync(answer);

        var job = await Provider().SubmitJobAsync(Request(), default);

        Assert.Equal(FailureKind.UnknownOutcome, job.Failure?.Kind);
        Assert.DoesNotContain("An error occurred", job.Failure!.Message, StringComparison.Ordinal);
        Assert.Contains("\"prompt\":\"a red fox in the snow\"", await server, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("HTTP/1.1 201 Created\r\nContent-Length: 100\r\n\r\n{\"id\":\"abc\",\"status\":\"star")]
    [InlineData("HTTP/1.1 201 Created\r\nTransfer-Encoding: chunked\r\n\r\nc\r\n{\"id\":\"abc\",\r\n")]
    public async Task Submit_AnswerBreaksOffAfterTheId_IsTheJob(string answer)
    {
        var server = AnswerAsync(answer);

        var job = await Provider().SubmitJobAsync(Request(), default);

        Assert.Equal((null, "abc"), (job.Failure, job.Reference?.Id));
        await server;
    }

    [Theory]
    [InlineData("HTTP/1.1 202 Accepted\r\nContent-Length: 100\r\n\r\n{\"call_id\":\"fc-1\",\"sta", "fc-1")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"call_id\":\"fc-1\",\"sta", "fc-1")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"call_id\":\"fc-1", null)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"id\":\"fc-1\",\"sta", null)]
    public async Task Submit_ModalAnswerBreaksOff_IsTheCallWhereItsIdWasReported(string answer, string? id)
    {
        var server = AnswerAsync(answer);

        var job = await Modal().SubmitJobAsync(Request(), default);

        Assert.Equal(id, job.Reference?.Id);
        Assert.Equal(id is null ? FailureKind.UnknownOutcome : null, job.Failure?.Kind);
        Assert.Equal(id is null ? null : "/result/fc-1", job.Reference?.StatusUri?.AbsolutePath);
        await server;
    }

    [Fact]
    public async Task Submit_CanceledWhileTheAnswerIsAwaited_IsUnknownOutcome()
    {
        using var cancel = new CancellationTokenSource();
        var server = AnswerAsync(null, cancel.Cancel);

        var job = await Provider().SubmitJobAsync(Request(), cancel.Token);

        Assert.Equal(FailureKind.UnknownOutcome, job.Failure?.Kind);
        await server;
    }

    [Fact]
    public async Task Read_CanceledWhileTheAnswerIsAwaited_Throws()
    {
        using var cancel = new CancellationTokenSource();
        var server = AnswerAsync(null, cancel.Cancel);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Provider().GetJobAsync(new("replicate", "abc", "black-forest-labs/flux-schnell"), cancel.Token));

        await server;
    }

    [Fact]
    public async Task Submit_Redirect_IsNotFollowed()
    {
        var server = AnswerAsync("HTTP/1.1 307 Temporary Redirect\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n");

        var job = await Provider().SubmitJobAsync(Request(), default);

        Assert.Equal(FailureKind.Unsupported, job.Failure?.Kind);
        await server;
    }

    [Fact]
    public async Task Submit_ChunkedAnswer_IsRead()
    {
        var server = AnswerAsync(
            "HTTP/1.1 201 Created\r\nTransfer-Encoding: chunked\r\n\r\n8\r\n{\"id\":\"a\r\n18\r\nbc\",\"status\":\"starting\"}\r\n0\r\n\r\n");

        var job = await Provider().SubmitJobAsync(Request(), default);

        Assert.Equal((JobStatus.Queued, "abc"), (job.Status, job.Reference?.Id));
        Assert.Contains("Authorization: Bearer " + ProviderTestBed.Key, await server, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Submit_CompressedAnswer_IsRead()
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionMode.Compress, leaveOpen: true))
        {
            gzip.Write("""{"id":"abc","status":"starting"}"""u8);
        }

        var server = AnswerAsync(
            $"HTTP/1.1 201 Created\r\nContent-Encoding: gzip\r\nContent-Length: {compressed.Length}\r\n\r\n"
            + Encoding.Latin1.GetString(compressed.ToArray()));

        var job = await Provider().SubmitJobAsync(Request(), default);

        Assert.Equal((JobStatus.Queued, "abc"), (job.Status, job.Reference?.Id));
        Assert.Contains("gzip", await server, StringComparison.Ordinal);
    }

    private static ProviderRequest Request() => ProviderTestBed.Request("black-forest-labs/flux-schnell");

    private Uri Address(string path) => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}{path}");

    private ModalImageProvider Modal()
    {
        var options = new ModalOptions { ApiKey = ProviderTestBed.Key, BaseUrl = Address("/"), Mode = ModalMode.Queue };
        return new("modal", options, _services.GetRequiredService<IHttpClientFactory>(), TimeProvider.System, NullLogger<ModalImageProvider>.Instance);
    }

    private ReplicateImageProvider Provider()
    {
        var options = new ReplicateOptions { ApiKey = ProviderTestBed.Key, BaseUrl = Address("/v1") };
        return new("replicate", options, _services.GetRequiredService<IHttpClientFactory>(), TimeProvider.System, NullLogger<ReplicateImageProvider>.Instance);
    }

    // Reads one request, answers it with raw text (null: not before the other side hangs up) and hangs up.
    private async Task<string> AnswerAsync(string? answer, Action? received = null)
    {
        using var client = await _listener.AcceptTcpClientAsync();
        var stream = client.GetStream();
        var request = new StringBuilder();
        var buffer = new byte[16 * 1024];
        while (!IsWhole(request.ToString()) && await stream.ReadAsync(buffer) is > 0 and var read)
        {
            request.Append(Encoding.UTF8.GetString(buffer, 0, read));
        }

        received?.Invoke();
        if (answer is null)
        {
            try
            {
                Assert.Equal(0, await stream.ReadAsync(buffer));
            }
            catch (IOException)
            {
                // Hung up the hard way.
            }
        }
        else
        {
            await stream.WriteAsync(Encoding.Latin1.GetBytes(answer));
        }

        return request.ToString();
    }

    private static bool IsWhole(string request) =>
        request.IndexOf("\r\n\r\n", StringComparison.Ordinal) is > 0 and var end && (request.StartsWith("GET", StringComparison.Ordinal) || request.Length > end + 4);
}
