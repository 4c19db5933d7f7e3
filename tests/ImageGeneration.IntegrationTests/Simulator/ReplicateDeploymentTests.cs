using System.Text.Json;

namespace ImageGeneration.IntegrationTests.Simulator;

public sealed class ReplicateDeploymentTests
{
    private const string Deployments = "/v1/deployments";
    private const string Pictures = $"{Deployments}/acme/pictures";
    private const string Body = $$"""
        {"name":"pictures","model":"stability-ai/sdxl","version":"{{SimulatorHarness.SdxlVersion}}",
         "hardware":"gpu-t4","min_instances":0,"max_instances":3}
        """;

    [Fact]
    public async Task Deployment_FromCreationToDeletion_IsThereAndRuns()
    {
        await using var harness = await SimulatorHarness.StartAsync();

        var created = await harness.PostAsync(Deployments, Body);
        var changed = await harness.SendAsync(HttpMethod.Patch, Pictures, """{"max_instances":10}""", "Bearer test-key");
        var read = await harness.GetAsync(Pictures);
        var prediction = await harness.PostAsync($"{Pictures}/predictions", """{"input":{"prompt":"x"}}""");
        var early = await harness.SendAsync(HttpMethod.Delete, Pictures, null, "Bearer test-key");
        harness.Clock.Advance(TimeSpan.FromMinutes(15));
        var late = await harness.SendAsync(HttpMethod.Delete, Pictures, null, "Bearer test-key");
        var gone = await harness.GetAsync(Pictures);

        Assert.Equal(("acme", "pictures"), (created.Text("owner"), created.Text("name")));
        var (first, second) = (created["current_release"], changed["current_release"]);
        Assert.Equal((1, 2), (first.GetProperty("number").GetInt32(), second.GetProperty("number").GetInt32()));
        Assert.Equal("""{"hardware":"gpu-t4","min_instances":0,"max_instances":10}""", second.GetProperty("configuration").GetRawText());
        Assert.Equal(changed.Body, read.Body);
        Assert.Equal(("acme/pictures", "stability-ai/sdxl"), (prediction.Text("deployment"), prediction.Text("model")));
        Assert.Equal(SimulatorHarness.SdxlVersion, prediction.Text("version"));
        Assert.Equal([409, 204, 404], new[] { early, late, gone }.Select(answer => (int)answer.Status));
    }

    [Fact]
    public async Task Deployments_OfOptionsAndRequests_AreListedNewestFirst()
    {
        await using var harness = await SimulatorHarness.StartAsync(
            options => options.Replicate.Deployments["acme/old"] = "black-forest-labs/flux-dev");
        await harness.PostAsync(Deployments, Body);
        await harness.PostAsync(Deployments, Body.Replace("pictures", "more", StringComparison.Ordinal));

        var listed = await harness.GetAsync(Deployments);
        await harness.SendAsync(HttpMethod.Delete, $"{Deployments}/acme/old", null, "Bearer test-key");
        var left = await harness.GetAsync(Deployments);

        Assert.Equal(["more", "pictures", "old"], Names(listed));
        Assert.Equal(["more", "pictures"], Names(left));

        static IEnumerable<string?> Names(Answer answer) =>
            answer["results"].EnumerateArray().Select(deployment => deployment.GetProperty("name").GetString());
    }

    [Theory]
    [InlineData("gpu-t4", "gpu-h900", 422, "hardware")]
    [InlineData("\"max_instances\":3", "\"max_instances\":21", 422, "max_instances")]
    [InlineData("\"name\":\"pictures\"", "\"name\":\"a/b\"", 422, "name")]
    [InlineData("\"name\":\"pictures\",", "", 422, "")]
    [InlineData("stability-ai/sdxl", "nightmareai/real-esrgan", 422, null)]
    [InlineData("}", "", 400, null)]
    public async Task Deployment_ThatIsWrong_IsRefusedByField(string right, string wrong, int status, string? field)
    {
        await using var harness = await SimulatorHarness.StartAsync();

        var answer = await harness.PostAsync(Deployments, Body.Replace(right, wrong, StringComparison.Ordinal));

        Assert.Equal(status, (int)answer.Status);
        var named = answer.Json.TryGetProperty("invalid_fields", out JsonElement fields) ? fields[0].GetProperty("field").GetString() : null;
        Assert.Equal(field, named);
        Assert.Empty((await harness.GetAsync(Deployments))["results"].EnumerateArray());
    }

    [Fact]
    public async Task Deployment_UnknownOrThereAlready_IsRefused()
    {
        await using var harness = await SimulatorHarness.StartAsync();
        await harness.PostAsync(Deployments, Body);

        var again = await harness.PostAsync(Deployments, Body);
        var unknown = await harness.SendAsync(HttpMethod.Patch, $"{Deployments}/acme/other", "{}", "Bearer test-key");
        var foreign = await harness.SendAsync(
            HttpMethod.Patch, Pictures, $$"""{"version":"{{new string('0', 64)}}"}""", "Bearer test-key");

        Assert.Equal([409, 404, 422], new[] { again, unknown, foreign }.Select(answer => (int)answer.Status));
    }
}
