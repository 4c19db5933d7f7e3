using ImageGeneration.Tests.Time;
using Microsoft.Extensions.DependencyInjection;

namespace ImageGeneration.Tests.Providers.Example;

/// <summary>The example of the page on writing a provider through the whole library, against a fake of its service.</summary>
public sealed class EaselImageProviderTests
{
    [Fact]
    public async Task Generate_Example_DeliversWithSeedsAndWarnings()
    {
        var server = new EaselServer();

        var response = await EaselApplication.RunAsync(server, EaselApplication.Request() with { Count = 2, Width = 1000 });

        Assert.Equal([40L, 41L], response.Images.Select(image => image.Seed));
        Assert.Equal("easel", response.Metadata.Attempts[0].Provider);
        Assert.Contains("\"width\":1024,\"height\":1024,\"count\":2", server.Body, StringComparison.Ordinal);
        Assert.Equal("POST /v1/jobs", server.Calls[0]);
        Assert.All(server.Calls.Skip(1), call => Assert.Equal("GET /v1/jobs/j1", call));
    }

    [Theory]
    [InlineData(429, 2)]
    [InlineData(503, 2)]
    public async Task Generate_NotSent_IsSentAgainByTheLibrary(int status, int submits)
    {
        var server = new EaselServer(status);

        var response = await EaselApplication.RunAsync(server, EaselApplication.Request());

        Assert.Single(response.Images);
        Assert.Equal(submits, server.Calls.Count(call => call.StartsWith("POST", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(401, FailureKind.Unauthorized)]
    [InlineData(404, FailureKind.Unsupported)]
    [InlineData(422, FailureKind.InvalidRequest)]
    [InlineData(500, FailureKind.UnknownOutcome)]
    public async Task Generate_Refused_IsItsKindAndSentOnce(int status, FailureKind kind)
    {
        var server = new EaselServer(status);

        var failure = await Assert.ThrowsAnyAsync<ImageGenerationException>(() => EaselApplication.RunAsync(server, EaselApplication.Request()));

        Assert.Equal(kind, failure.Kind);
        Assert.Single(server.Calls);
        Assert.DoesNotContain("easel-key", failure.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("blocked", FailureKind.ContentRejected)]
    [InlineData("failed", FailureKind.JobFailed)]
    [InlineData("a word of tomorrow", FailureKind.TimedOut)]
    public async Task Generate_JobThatEndsOtherwise_IsItsKind(string end, FailureKind kind)
    {
        var server = new EaselServer { End = end };

        var failure = await Assert.ThrowsAnyAsync<ImageGenerationException>(
            () => EaselApplication.RunAsync(server, EaselApplication.Request() with { Deadline = TimeSpan.FromSeconds(30) }));

        Assert.Equal(kind, failure.Kind);
        Assert.Equal(kind == FailureKind.TimedOut, server.Calls.Contains("DELETE /v1/jobs/j1"));
    }

    [Fact]
    public async Task CheckHealth_Example_CostsNothing()
    {
        var server = new EaselServer();
        await using var services = EaselApplication.Create(new StepClock(), server);

        Assert.True(await services.GetRequiredService<IImageGenerationService>().TestConnectionAsync("easel"));
        Assert.Equal("GET /v1/me", Assert.Single(server.Calls));
    }

    [Theory]
    [InlineData(401, "Authentication failed at easel (401). Check ImageGeneration:Providers:easel:ApiKey.")]
    [InlineData(0, "easel cannot be reached: Refused.")]
    public async Task CheckHealth_Example_SaysWhatIsWrong(int status, string words)
    {
        var server = status > 0 ? new EaselServer(status, status) : new EaselServer { Fault = new(HttpRequestError.ConnectionError, "Refused.") };
        await using var services = EaselApplication.Create(new StepClock(), server);
        var provider = services.GetRequiredService<IImageGenerationService>();

        Assert.False(await provider.TestConnectionAsync("easel"));
        var health = await EaselApplication.Provider(services).CheckHealthAsync(default);

        Assert.Equal(words, health.Description);
        Assert.NotNull(health.Failure);
    }

    /// <summary>Without a connection nothing was sent; after that the job may run.</summary>
    [Theory]
    [InlineData(HttpRequestError.ConnectionError, FailureKind.Unavailable)]
    [InlineData(HttpRequestError.NameResolutionError, FailureKind.Unavailable)]
    [InlineData(HttpRequestError.ResponseEnded, FailureKind.UnknownOutcome)]
    public async Task Generate_NoAnswer_IsUnknownOnlyOnceSent(HttpRequestError error, FailureKind kind)
    {
        var server = new EaselServer { Fault = new(error) };

        var failure = await Assert.ThrowsAnyAsync<ImageGenerationException>(() => EaselApplication.RunAsync(server, EaselApplication.Request()));

        Assert.Equal(kind, failure.Kind);
        Assert.Equal(kind == FailureKind.UnknownOutcome, server.Calls.Count == 1);
    }
}
