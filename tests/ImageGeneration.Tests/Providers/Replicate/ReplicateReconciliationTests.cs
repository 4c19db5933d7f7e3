using System.Text.Json;
using ImageGeneration.Providers;

namespace ImageGeneration.Tests.Providers.Replicate;

public sealed class ReplicateReconciliationTests
{
    private const string List = "https://api.replicate.com/v1/predictions";
    private const string Same = """{"id":"mine","model":"black-forest-labs/flux-schnell","version":"hidden","status":"processing","created_at":"2026-11-22T12:00:01Z","input":{"seed":4.0,"prompt":"a red fox in the snow"}}""";

    private readonly ProviderTestBed _bed = new();

    [Fact]
    public async Task FindSubmitted_SameInputSince_IsAdopted()
    {
        _bed.On("GET", List, 200, "{\"next\":null,\"results\":[{\"id\":\"x\",\"input\":{\"prompt\":\"another\"}}," + Same + "]}");

        var job = await FindAsync(_ => true);

        Assert.Equal((JobStatus.Running, "mine"), (job?.Status, job?.Reference?.Id));
        Assert.Equal("?created_after=2026-11-22T11:59:55.000Z", _bed.Last.Uri.Query);
    }

    [Theory]
    [InlineData("flux-schnell\"", "flux-dev\"")]
    [InlineData("2026-11-22T12:00:01Z", "2026-11-22T11:00:01Z")]
    [InlineData("\"seed\":4.0", "\"seed\":5")]
    [InlineData("\"seed\":4.0,", "")]
    [InlineData("\"seed\":4.0", "\"seed\":4,\"steps\":4")]
    [InlineData("\"mine\"", "null")]
    public async Task FindSubmitted_AnythingElse_IsLeftAlone(string old, string changed)
    {
        _bed.On("GET", List, 200, "{\"results\":[" + Same.Replace(old, changed, StringComparison.Ordinal) + "]}");

        Assert.Null(await FindAsync(_ => true));
    }

    /// <summary>A deployment's jobs tell its name; the model behind it is not known here.</summary>
    [Theory]
    [InlineData("deployments/acme/thing", "\"deployment\":\"acme/thing\"", true)]
    [InlineData("deployments/acme/thing", "\"deployment\":\"thing\"", true)]
    [InlineData("deployments/acme/thing", "\"deployment\":\"acme/other\"", false)]
    [InlineData("deployments/acme/thing", "\"deployment\":null", true)]
    [InlineData("black-forest-labs/flux-schnell", "\"deployment\":\"acme/thing\"", false)]
    [InlineData("black-forest-labs/flux-schnell", "\"deployment\":null", true)]
    public async Task FindSubmitted_JobOfADeployment_BelongsToItsRequestsOnly(string modelId, string member, bool found)
    {
        var input = modelId.StartsWith("deployments", StringComparison.Ordinal)
            ? """{"prompt":"a red fox in the snow","width":1024,"height":1024,"seed":4}"""
            : """{"prompt":"a red fox in the snow","seed":4}""";
        _bed.On("GET", List, 200, $$"""{"results":[{"id":"a","status":"processing","created_at":"2026-11-22T12:00:01Z",{{member}},"input":{{input}}}]}""");

        Assert.Equal(found, await FindAsync(_ => true, modelId: modelId) is not null);
    }

    /// <summary>Inputs that a model declares as secret come back without what was in them.</summary>
    [Theory]
    [InlineData("\"hf_api_token\":\"[REDACTED]\"", true)]
    [InlineData("\"hf_api_token\":null", true)]
    [InlineData("\"hf_api_token\":\"hf_mine\"", true)]
    [InlineData("\"go_fast\":true", false)]
    [InlineData("\"lora_weights\":\"[REDACTED]\"", false)]
    public async Task FindSubmitted_SecretInTheInput_IsNotCompared(string echoed, bool found)
    {
        var same = Same.Replace("\"seed\":4.0", "\"seed\":4.0," + echoed, StringComparison.Ordinal);
        _bed.On("GET", List, 200, "{\"results\":[" + same + "]}");
        using var extras = JsonDocument.Parse("""{"hf_api_token":"hf_mine"}""");

        Assert.Equal(found, await FindAsync(_ => true, extras.RootElement) is not null);
    }

    [Fact]
    public async Task FindSubmitted_JobOfAnotherRequest_IsPassedOver()
    {
        _bed.On("GET", List, 200, "{\"results\":[" + Same.Replace("mine", "claimed", StringComparison.Ordinal) + "," + Same + "]}");

        var job = await FindAsync(id => id != "claimed");

        Assert.Equal("mine", job?.Reference?.Id);
    }

    [Fact]
    public async Task FindSubmitted_SeveralPages_AreWalkedOnTheOwnOriginOnly()
    {
        _bed.On("GET", List + "?cursor=2", 200, "{\"next\":\"https://evil.test/predictions\",\"results\":[]}");
        _bed.On("GET", List, 200, "{\"next\":\"" + List + "?cursor=2\",\"results\":[]}");

        Assert.Null(await FindAsync(_ => true));
        Assert.Equal(2, _bed.Sent.Count);
    }

    [Theory]
    [InlineData(500, "")]
    [InlineData(200, "[]")]
    [InlineData(200, """{"results":[null,7,{"created_at":"2026-11-22T12:00:01Z","input":[]}]}""")]
    public async Task FindSubmitted_UnreadableList_FindsNothing(int status, string body)
    {
        _bed.On("GET", List, status, body);

        Assert.Null(await FindAsync(_ => true));
    }

    private async Task<ProviderJob?> FindAsync(
        Func<string, bool> tryClaim, JsonElement? extras = null, string modelId = "black-forest-labs/flux-schnell")
    {
        var request = ProviderTestBed.Request(modelId) with { Seed = 4, Extras = extras };
        return await _bed.Replicate().FindSubmittedAsync(request, FixedTime.Now, default).FirstOrDefaultAsync(job => tryClaim(job.Reference!.Id));
    }
}
