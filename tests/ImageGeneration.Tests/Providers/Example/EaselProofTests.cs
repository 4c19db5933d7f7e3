using System.Net;
using System.Net.Sockets;
using System.Text;
using ImageGeneration.Providers;
using ImageGeneration.Tests.Time;
using Microsoft.Extensions.DependencyInjection;

namespace ImageGeneration.Tests.Providers.Example;

/// <summary>What a provider of one's own gets from the kit: what was surely not sent, what may have been, how long to wait, and no secrets
/// in messages.</summary>
public sealed class EaselProofTests : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    public EaselProofTests() => _listener.Start();

    private Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/v1/");

    public void Dispose() => _listener.Dispose();

    [Fact]
    public async Task Submit_ConnectionRefused_IsNotAccepted()
    {
        await using var services = EaselApplication.Create(TimeProvider.System, address: Address);
        _listener.Stop();

        var result = await EaselApplication.Provider(services).SubmitAsync(Request(), default);

        Assert.Equal(FailureKind.Unavailable, Assert.IsType<SubmitResult.NotAccepted>(result).Failure.Kind);
    }

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 201 Created\r\nContent-Length: 100\r\n\r\n{\"id\":\"j")]
    [InlineData("HTTP/1.1 201 Created\r\nContent-Length: 2\r\n\r\n{}")]
    public async Task Submit_CutAfterTheBodyWasSent_IsUnknown(string answer)
    {
        await using var services = EaselApplication.Create(TimeProvider.System, address: Address);
        var sent = AnswerAsync(answer);

        var result = await EaselApplication.Provider(services).SubmitAsync(Request(), default);

        Assert.Equal(FailureKind.UnknownOutcome, Assert.IsType<SubmitResult.Unknown>(result).Failure.Kind);
        Assert.Contains("\"prompt\":\"a lighthouse at night\"", await sent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Submit_CutAfterTheId_IsTheJob()
    {
        await using var services = EaselApplication.Create(TimeProvider.System, address: Address);
        var sent = AnswerAsync("HTTP/1.1 201 Created\r\nContent-Length: 100\r\n\r\n{\"id\":\"j1\",\"sta");

        var result = await EaselApplication.Provider(services).SubmitAsync(Request(), default);

        Assert.Equal("j1", Assert.IsType<SubmitResult.Accepted>(result).Job.Reference?.Id);
        await sent;
    }

    /// <summary>Not only of the request that was refused: of every one to this provider.</summary>
    [Fact]
    public async Task Generate_RateLimitedWithRetryAfter_PausesTheProvider()
    {
        var time = new StepClock();
        var server = new EaselServer(429) { RetryAfter = TimeSpan.FromSeconds(7), Clock = () => time.Elapsed };
        await using var services = EaselApplication.Create(time, server);
        var images = services.GetRequiredService<IImageGenerationService>();
        TestThread.LeaveContext();

        var first = images.GenerateImageAsync(EaselApplication.Request(), "easel");
        await time.StepUntilAsync(() => server.Calls.Count == 1, TimeSpan.FromMilliseconds(50), TimeSpan.FromHours(1));
        var second = images.GenerateImageAsync(EaselApplication.Request(), "easel");
        await time.StepUntilAsync(Task.WhenAll(first, second), TimeSpan.FromMilliseconds(50), TimeSpan.FromHours(1));

        Assert.Equal(3, server.Calls.Count(call => call == "POST /v1/jobs"));
        Assert.InRange(server.Times[1] - server.Times[0], TimeSpan.FromSeconds(7), TimeSpan.FromSeconds(14));
    }

    [Theory]
    [InlineData(401)]
    [InlineData(422)]
    [InlineData(429)]
    [InlineData(500)]
    public async Task Submit_ServiceThatRepeatsKeyAndPrompt_ReportsNeither(int status)
    {
        await using var services = EaselApplication.Create(TimeProvider.System, address: Address);
        var error = "{\"error\":\"Bearer easel-key may not draw a lighthouse at night today\"}";
        var sent = AnswerAsync($"HTTP/1.1 {status} No\r\nContent-Type: application/json\r\nContent-Length: {error.Length}\r\n\r\n{error}");

        var result = await EaselApplication.Provider(services).SubmitAsync(Request(), default);

        var failure = result is SubmitResult.Unknown unknown ? unknown.Failure : Assert.IsType<SubmitResult.NotAccepted>(result).Failure;
        Assert.Contains("may not draw", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(EaselApplication.Key, result.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("lighthouse", result.ToString(), StringComparison.Ordinal);
        Assert.Contains($"Bearer {EaselApplication.Key}", await sent, StringComparison.Ordinal);
    }

    private static ProviderRequest Request() =>
        new() { Model = ImageModel.Sdxl, ModelId = "easel-xl", Prompt = "a lighthouse at night", Width = 1024, Height = 1024 };

    /// <summary>Reads one request to the end of its JSON, answers and closes.</summary>
    private async Task<string> AnswerAsync(string answer)
    {
        using var client = await _listener.AcceptTcpClientAsync();
        var stream = client.GetStream();
        var request = new StringBuilder();
        var buffer = new byte[4096];
        while (!request.ToString().EndsWith('}'))
        {
            var read = await stream.ReadAsync(buffer);
            if (read == 0)
            {
                break;
            }

            request.Append(Encoding.UTF8.GetString(buffer, 0, read));
        }

        await stream.WriteAsync(Encoding.UTF8.GetBytes(answer));
        return request.ToString();
    }
}
