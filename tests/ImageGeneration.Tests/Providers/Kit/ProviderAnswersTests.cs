using System.Text.Json;
using ImageGeneration.Providers;
using ImageGeneration.Providers.Kit;

namespace ImageGeneration.Tests.Providers.Kit;

/// <summary>What a provider of one's own makes of an answer.</summary>
public sealed class ProviderAnswersTests
{
    private const string Prompt = "a red fox in the snow";
    private static readonly JobReference _job = new("mine", "17", "m", Count: 1) { Caller = new(Prompt) };

    private readonly ProviderTestBed _bed = new();

    [Theory]
    [InlineData("https://api.test/v1", "jobs", "https://api.test/v1/jobs")]
    [InlineData("https://api.test/v1/", "/jobs", "https://api.test/v1/jobs")]
    [InlineData("https://api.test", "jobs?q=1", "https://api.test/jobs?q=1")]
    public void CreateRequest_Path_IsBelowTheBaseUrl(string root, string path, string expected)
    {
        using var request = Client(root).CreateRequest(HttpMethod.Get, path, null);

        Assert.Equal(expected, request.RequestUri?.AbsoluteUri);
        Assert.Equal($"Bearer {ProviderTestBed.Key}", request.Headers.Authorization?.ToString());
    }

    [Fact]
    public void CreateRequest_AbsoluteAddressAsPath_StaysBelowTheBaseUrl()
    {
        using var request = Client().CreateRequest(HttpMethod.Get, "https://evil.test/jobs", null);

        Assert.Equal("api.test", request.RequestUri?.Host);
    }

    [Fact]
    public void CreateRequest_WithoutBaseUrl_SaysSo() =>
        Assert.Throws<InvalidOperationException>(() => Client(root: null).CreateRequest(HttpMethod.Get, "jobs", null));

    [Fact]
    public void Constructor_NameThatIsEmpty_Throws() =>
        Assert.Throws<ArgumentException>(() => new ProviderHttpClient(" ", new ProviderOptions(), _bed));

    [Theory]
    [InlineData("""{"id":"j1"}""", "j1")]
    [InlineData("""{"id":17}""", "17")]
    [InlineData("""{"id":"j1","state":"do""", "j1")]
    [InlineData("""{"id":"../me"}""", "../me")]
    [InlineData("""{"id":".."}""", null)]
    [InlineData("""{"id":"a b"}""", null)]
    [InlineData("""{"id":"r8_TestKey0123456789abcdefghijklmnop"}""", null)]
    [InlineData("""{"name":"j1"}""", null)]
    [InlineData("<html>", null)]
    public async Task ReadJobId_Answer_IsWhatCanBeKept(string body, string? expected)
    {
        using var reply = await SendAsync(200, body);

        Assert.Equal(expected, Client().ReadJobId(reply));
    }

    [Theory]
    [InlineData(200, "{}", ProviderOperation.Submit, FailureKind.UnknownOutcome)]
    [InlineData(200, "<html>", ProviderOperation.Submit, FailureKind.UnknownOutcome)]
    [InlineData(200, "{}", ProviderOperation.Read, FailureKind.Unavailable)]
    [InlineData(503, "", ProviderOperation.Submit, FailureKind.UnknownOutcome)]
    [InlineData(422, "", ProviderOperation.Submit, FailureKind.InvalidRequest)]
    [InlineData(404, "", ProviderOperation.Submit, FailureKind.Unsupported)]
    public async Task CreateFailure_Answer_IsOfItsKind(int status, string body, ProviderOperation operation, FailureKind expected)
    {
        using var reply = await SendAsync(status, body);

        Assert.Equal(expected, Client().CreateFailure(reply, operation, "model m").Kind);
    }

    [Fact]
    public async Task CreateFailure_KindThatTheServicePromises_CountsBeforeTheStatus()
    {
        using var reply = await SendAsync(503, "", ("Retry-After", "5"));

        var failure = Client().CreateFailure(reply, ProviderOperation.Submit, "model m", kind: FailureKind.Unavailable);

        Assert.Equal((FailureKind.Unavailable, TimeSpan.FromSeconds(5)), (failure.Kind, failure.RetryAfter));
    }

    [Theory]
    [InlineData(404, "", ProviderOperation.Read, JobStatus.Failed, FailureKind.JobFailed)]
    [InlineData(404, "", ProviderOperation.Cancel, JobStatus.Unknown, FailureKind.JobFailed)]
    [InlineData(200, "{}", ProviderOperation.Read, JobStatus.Unknown, FailureKind.Unavailable)]
    [InlineData(500, "", ProviderOperation.Read, JobStatus.Unknown, FailureKind.Unavailable)]
    public async Task CreateUnread_Answer_EndsTheJobOnlyWhereItIsGone(
        int status, string body, ProviderOperation operation, JobStatus expected, FailureKind kind)
    {
        using var reply = await SendAsync(status, body);

        var job = Client().CreateUnread(reply, operation, _job);

        Assert.Equal((expected, kind, _job), (job.Status, job.Failure?.Kind, job.Reference));
    }

    [Theory]
    [InlineData("""{"pictures":["https://files.test/a.png"]}""", null)]
    [InlineData("""{"pictures":[]}""", FailureKind.EmptyOutput)]
    [InlineData("{}", FailureKind.EmptyOutput)]
    [InlineData("""{"pictures":{"nsfw_content_detected":true}}""", FailureKind.ContentRejected)]
    public async Task ReadOutput_Answer_IsTheJobWithItsImages(string body, FailureKind? expected)
    {
        using var reply = await SendAsync(200, body);

        var job = Client().ReadOutput(reply, reply.ReadMember("pictures"), _job);

        Assert.Equal((expected, expected is null ? 1 : 0), (job.Failure?.Kind, job.Images.Count));
    }

    [Fact]
    public async Task ReadMember_BodyThatIsNoJson_IsUndefined()
    {
        using var reply = await SendAsync(200, "busy");

        Assert.Equal(JsonValueKind.Undefined, reply.ReadMember("a").ValueKind);
        Assert.Null(reply.ReadText("a"));
    }

    [Fact]
    public void Sanitize_ServicesWords_HaveNeitherKeyNorPrompt()
    {
        var words = Client().Sanitize($"no\n\"{Prompt}\" for {ProviderTestBed.Key}", _job);

        Assert.StartsWith("no ", words, StringComparison.Ordinal);
        Assert.DoesNotContain("fox", words, StringComparison.Ordinal);
        Assert.DoesNotContain(ProviderTestBed.Key, words, StringComparison.Ordinal);
    }

    private async Task<ProviderReply> SendAsync(int status, string body, params (string Name, string Value)[] headers)
    {
        _bed.On("POST", "https://api.test/v1/jobs", status, body, headers: headers);
        var client = Client();
        using var request = client.CreateRequest(HttpMethod.Post, "jobs", new JsonBody());
        return await client.SendAsync(request, ProviderOperation.Submit, default);
    }

    private ProviderHttpClient Client(string? root = "https://api.test/v1") =>
        new("mine", new ProviderOptions { ApiKey = ProviderTestBed.Key, BaseUrl = root is null ? null : new Uri(root) }, _bed);
}
