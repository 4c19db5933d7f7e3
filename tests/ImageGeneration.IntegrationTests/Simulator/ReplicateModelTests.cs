using System.Text.Json;

namespace ImageGeneration.IntegrationTests.Simulator;

public sealed class ReplicateModelTests
{
    private const string Fox = "/v1/models/acme/fox";
    private const string Body = """{"owner":"acme","name":"fox","visibility":"private","hardware":"gpu-t4","description":"A fox"}""";
    private const string Trainings =
        "/v1/models/ostris/flux-dev-lora-trainer/versions/26dce37af90b9d997eeb970d92e47de3064d46c300504ae376c75bef6a9022d2/trainings";

    [Fact]
    public async Task Model_OfOnesOwn_IsMadeChangedAndDeleted()
    {
        await using var harness = await SimulatorHarness.StartAsync();

        var created = await harness.PostAsync("/v1/models", Body);
        var withoutReadme = await harness.GetAsync($"{Fox}/readme");
        var changed = await PatchAsync(harness, """{"readme":"# Fox","github_url":"https://github.com/acme/fox"}""");
        var readme = await harness.GetAsync($"{Fox}/readme");
        var read = await harness.GetAsync(Fox);
        var deleted = await DeleteAsync(harness, Fox);
        var gone = await harness.GetAsync(Fox);

        Assert.Equal(("A fox", null), (created.Text("description"), created.Text("github_url")));
        Assert.Equal(("A fox", "https://github.com/acme/fox"), (changed.Text("description"), changed.Text("github_url")));
        Assert.Equal(changed.Body, read.Body);
        Assert.Equal((404, "", "# Fox"), ((int)withoutReadme.Status, withoutReadme.Body, readme.Body));
        Assert.StartsWith("text/plain", readme.Headers["Content-Type"], StringComparison.Ordinal);
        Assert.Equal([204, 404], new[] { deleted, gone }.Select(answer => (int)answer.Status));
    }

    [Fact]
    public async Task Model_WithATrainedVersion_IsDeletedAfterIt()
    {
        await using var harness = await SimulatorHarness.StartAsync();
        await harness.PostAsync("/v1/models", Body);
        var training = await harness.PostAsync(
            Trainings, """{"destination":"acme/fox","input":{"input_images":"https://x.test/a.zip"} }""");
        harness.Clock.Advance(TimeSpan.FromMinutes(10));
        var trained = await harness.GetAsync($"/v1/trainings/{training.Text("id")}");
        var version = trained["output"].GetProperty("version").GetString()!.Split(':')[1];

        var tooEarly = await DeleteAsync(harness, Fox);
        var unknown = await DeleteAsync(harness, $"{Fox}/versions/{new string('0', 64)}");
        var deletedVersion = await DeleteAsync(harness, $"{Fox}/versions/{version}");
        var versions = await harness.GetAsync($"{Fox}/versions");
        var create = await harness.PostAsync("/v1/predictions", $$"""{"version":"{{version}}","input":{"prompt":"x"} }""");
        var deleted = await DeleteAsync(harness, Fox);

        Assert.Equal(
            [409, 404, 202, 422, 204], new[] { tooEarly, unknown, deletedVersion, create, deleted }.Select(answer => (int)answer.Status));
        Assert.Empty(versions["results"].EnumerateArray());
    }

    [Fact]
    public async Task Model_OfOthersOrPublic_IsNotToBeChangedOrDeleted()
    {
        await using var harness = await SimulatorHarness.StartAsync();
        await harness.PostAsync("/v1/models", Body.Replace("private", "public", StringComparison.Ordinal));

        var foreign = await DeleteAsync(harness, "/v1/models/stability-ai/sdxl");
        var isPublic = await DeleteAsync(harness, Fox);
        var changed = await harness.SendAsync(HttpMethod.Patch, "/v1/models/stability-ai/sdxl", "{}", "Bearer test-key");
        var again = await harness.PostAsync("/v1/models", Body);

        Assert.Equal([404, 409, 404, 409], new[] { foreign, isPublic, changed, again }.Select(answer => (int)answer.Status));
    }

    [Theory]
    [InlineData("private", "secret", "enum", "visibility")]
    [InlineData("gpu-t4", "gpu-h900", "enum", "hardware")]
    [InlineData("\"fox\"", "\"A Fox/x\"", "pattern", "name")]
    [InlineData("\"acme\"", "\"a/b\"", "pattern", "owner")]
    [InlineData("\"owner\":\"acme\",", "", "required", "")]
    [InlineData("\"description\":\"A fox\"", "\"paper_url\":\"no\"", "format", "paper_url")]
    [InlineData("\"A fox\"", "5", "invalid_type", "description")]
    public async Task Model_ThatIsWrong_IsRefusedByField(string right, string wrong, string type, string field)
    {
        await using var harness = await SimulatorHarness.StartAsync();

        var answer = await harness.PostAsync("/v1/models", Body.Replace(right, wrong, StringComparison.Ordinal));

        Assert.Equal(422, (int)answer.Status);
        var complaint = Assert.Single(answer["invalid_fields"].EnumerateArray());
        Assert.Equal((type, field), (complaint.GetProperty("type").GetString(), complaint.GetProperty("field").GetString()));
    }

    [Fact]
    public async Task Models_Listed_ArePublicAndSortedAsAsked()
    {
        await using var harness = await SimulatorHarness.StartAsync();
        await harness.PostAsync("/v1/models", Body);

        var newestVersion = await harness.GetAsync("/v1/models");
        var oldestFirst = await harness.GetAsync("/v1/models?sort_by=model_created_at&sort_direction=asc");
        var nonsense = await harness.GetAsync("/v1/models?sort_by=name");

        Assert.DoesNotContain("fox", Texts(newestVersion, model => model.GetProperty("name")));
        var times = Texts(newestVersion, model => model.GetProperty("latest_version").GetProperty("created_at")).ToList();
        Assert.Equal(times.OrderDescending(StringComparer.Ordinal), times);
        Assert.Equal("real-esrgan", Texts(oldestFirst, model => model.GetProperty("name")).First());
        Assert.Equal(400, (int)nonsense.Status);
    }

    [Fact]
    public async Task Collections_ListedReadAndFound_HoldTheModels()
    {
        await using var harness = await SimulatorHarness.StartAsync();

        var listed = await harness.GetAsync("/v1/collections");
        var one = await harness.GetAsync("/v1/collections/super-resolution");
        var unknown = await harness.GetAsync("/v1/collections/nothing");
        var found = await harness.GetAsync("/v1/search?query=resolution", key: null);

        Assert.Equal(["text-to-image", "super-resolution", "language-models"], Texts(listed, item => item.GetProperty("slug")));
        Assert.Equal("real-esrgan", Assert.Single(one["models"].EnumerateArray()).GetProperty("name").GetString());
        Assert.Equal(404, (int)unknown.Status);
        Assert.Equal("super-resolution", Assert.Single(found["collections"].EnumerateArray()).GetProperty("slug").GetString());
    }

    [Fact]
    public async Task Readme_AndExamplesOfAModel_AreRead()
    {
        await using var harness = await SimulatorHarness.StartAsync();

        var readme = await harness.GetAsync("/v1/models/stability-ai/sdxl/readme");
        var examples = await harness.GetAsync("/v1/models/stability-ai/sdxl/examples");
        var unknown = await harness.GetAsync("/v1/models/acme/unknown/examples");

        Assert.StartsWith("# sdxl\n", readme.Body, StringComparison.Ordinal);
        Assert.Empty(examples["results"].EnumerateArray());
        Assert.Equal(404, (int)unknown.Status);
    }

    private static IEnumerable<string?> Texts(Answer answer, Func<JsonElement, JsonElement> member) =>
        answer["results"].EnumerateArray().Select(item => member(item).GetString());

    private static Task<Answer> PatchAsync(SimulatorHarness harness, string body) =>
        harness.SendAsync(HttpMethod.Patch, Fox, body, "Bearer test-key");

    private static Task<Answer> DeleteAsync(SimulatorHarness harness, string path) =>
        harness.SendAsync(HttpMethod.Delete, path, body: null, "Bearer test-key");
}
