using System.Net;
using System.Net.Http.Headers;
using System.Text;
using ImageGeneration.Simulator;

namespace ImageGeneration.IntegrationTests.Simulator;

public sealed class ReplicateFileTests
{
    [Fact]
    public async Task File_UploadedReadListedDeleted_IsThereThatLong()
    {
        await using var harness = await SimulatorHarness.StartAsync();

        var created = await UploadAsync(harness, "hello", "greeting.txt", """{"order":7}""");
        var path = new Uri(created["urls"].GetProperty("get").GetString()!).AbsolutePath;
        var read = await harness.GetAsync(path);
        var list = await harness.GetAsync("/v1/files");
        var deleted = await harness.SendAsync(HttpMethod.Delete, path, body: null, "Bearer test-key");
        var gone = await harness.GetAsync(path);

        Assert.Equal([201, 200, 200, 204, 404], new[] { created, read, list, deleted, gone }.Select(answer => (int)answer.Status));
        Assert.Equal(("greeting.txt", "text/plain"), (read.Text("name"), read.Text("content_type")));
        Assert.Equal((5, 7), (read["size"].GetInt32(), read["metadata"].GetProperty("order").GetInt32()));
        Assert.Equal("5d41402abc4b2a76b9719d911017c592", read["checksums"].GetProperty("md5").GetString());
        Assert.Equal(TimeSpan.FromHours(24), read["expires_at"].GetDateTimeOffset() - read["created_at"].GetDateTimeOffset());
        Assert.Equal(1, list["results"].GetArrayLength());
        Assert.Equal("""{"detail":"File not found"}""", gone.Body.TrimEnd());
        Assert.False(created.Headers.ContainsKey("ratelimit-remaining"));
        Assert.Single(harness.Journal.RequestsTo(RequestPhase.Upload));
    }

    [Fact]
    public async Task File_TooLargeNamelessOrExpired_IsRefused()
    {
        await using var harness = await SimulatorHarness.StartAsync(options => options.Replicate.FileLimit = 10);

        var large = await UploadAsync(harness, "0123456789", "a.bin");
        var nameless = await UploadAsync(harness, "hello", fileName: null);
        var broken = await UploadAsync(harness, "hello", "a.txt", metadata: "{");
        var list = await UploadAsync(harness, "hello", "a.txt", metadata: "[1]");
        var json = await harness.PostAsync("/v1/files", "{}");
        var small = await UploadAsync(harness, "hello", "a.txt");
        harness.Clock.Advance(TimeSpan.FromHours(24));

        Assert.Equal([413, 422, 422, 422, 422], new[] { large, nameless, broken, list, json }.Select(answer => (int)answer.Status));
        Assert.Equal("""{"detail":"Files must be less than 100MB in size"}""", large.Body.TrimEnd());
        Assert.Equal(HttpStatusCode.NotFound, (await harness.GetAsync($"/v1/files/{small.Text("id")}")).Status);
    }

    [Fact]
    public async Task Download_WithASignature_NeedsNoKeyUntilItExpires()
    {
        await using var harness = await SimulatorHarness.StartAsync();
        var id = (await UploadAsync(harness, "hello", "a.txt")).Text("id")!;
        var link = harness.Simulator.SignedFileUri(id, harness.Clock.GetUtcNow() + TimeSpan.FromMinutes(5))!.PathAndQuery;

        var good = await harness.GetAsync(link, key: null);
        var forged = await harness.GetAsync(link.Replace("owner=acme", "owner=other", StringComparison.Ordinal), key: null);
        harness.Clock.Advance(TimeSpan.FromMinutes(5));
        var late = await harness.GetAsync(link, key: null);

        Assert.Equal("hello", good.Body);
        Assert.Equal([HttpStatusCode.NotFound, HttpStatusCode.NotFound], [forged.Status, late.Status]);
    }

    private static async Task<Answer> UploadAsync(SimulatorHarness harness, string text, string? fileName, string metadata = "{}")
    {
        using var content = new ByteArrayContent(Encoding.ASCII.GetBytes(text));
        content.Headers.ContentType = new MediaTypeHeaderValue("text/plain");
        using var json = new StringContent(metadata, Encoding.UTF8, "application/json");
        using var form = new MultipartFormDataContent();
        if (fileName is null)
        {
            form.Add(content, "content");
        }
        else
        {
            form.Add(content, "content", fileName);
        }

        form.Add(json, "metadata");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/files") { Content = form };
        request.Headers.TryAddWithoutValidation("Authorization", "Bearer test-key");
        using var response = await harness.Client.SendAsync(request);
        return await Answer.ReadAsync(response);
    }
}
