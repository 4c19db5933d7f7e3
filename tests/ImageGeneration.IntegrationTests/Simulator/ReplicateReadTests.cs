using System.Globalization;
using ImageGeneration.Simulator;

namespace ImageGeneration.IntegrationTests.Simulator;

public sealed class ReplicateReadTests
{
    [Fact]
    public async Task List_OfManyPredictions_PagesNewestFirst()
    {
        await using var harness = await SimulatorHarness.StartAsync(options => options.Latency = SimulatorLatency.None);
        var ids = new List<string>();
        for (var i = 0; i < 203; i++)
        {
            ids.Add(await harness.CreateAsync());
            harness.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        ids.Reverse();
        var pages = new List<Answer>();
        for (string? link = "/v1/predictions"; link is not null; link = pages[^1].Text("next"))
        {
            pages.Add(await harness.GetAsync(link));
        }

        Assert.Equal([100, 100, 3], pages.Select(page => page["results"].GetArrayLength()));
        Assert.Equal(ids, pages.SelectMany(Ids));
    }

    [Fact]
    public async Task List_BetweenTwoTimes_ReturnsWhatWasCreatedThen()
    {
        await using var harness = await SimulatorHarness.StartAsync();
        await harness.CreateAsync();
        harness.Clock.Advance(TimeSpan.FromMinutes(1));
        var after = Iso(harness.Clock.GetUtcNow());
        var id = await harness.CreateAsync();
        harness.Clock.Advance(TimeSpan.FromMinutes(1));
        await harness.CreateAsync();

        var answer = await harness.GetAsync(
            $"/v1/predictions?created_after={after}&created_before={Iso(harness.Clock.GetUtcNow() - TimeSpan.FromSeconds(1))}");

        Assert.Equal([id], Ids(answer));
        Assert.Equal("a red fox", answer["results"][0].GetProperty("input").GetProperty("prompt").GetString());
        Assert.Equal("succeeded", answer["results"][0].GetProperty("status").GetString());

        static string Iso(DateTimeOffset time) => Uri.EscapeDataString(time.ToString("O", CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task Model_WhenRead_CarriesTheSchemaThatValidates()
    {
        await using var harness = await SimulatorHarness.StartAsync();

        var model = await harness.GetAsync("/v1/models/black-forest-labs/flux-schnell");
        var version = await harness.GetAsync($"/v1/models/stability-ai/sdxl/versions/{SimulatorHarness.SdxlVersion}");
        var versions = await harness.GetAsync("/v1/models/stability-ai/sdxl/versions");

        var input = model["latest_version"].GetProperty("openapi_schema")
            .GetProperty("components").GetProperty("schemas").GetProperty("Input");
        Assert.Equal("prompt", input.GetProperty("required")[0].GetString());
        Assert.Equal(4, input.GetProperty("properties").GetProperty("num_inference_steps").GetProperty("maximum").GetInt32());
        Assert.Equal(SimulatorHarness.SdxlVersion, version.Text("id"));
        Assert.Equal(3, versions["results"].GetArrayLength());
    }

    [Fact]
    public async Task Models_WhenSearchedFor_AreFoundByNameOrDescription()
    {
        await using var harness = await SimulatorHarness.StartAsync();

        var byQuery = await harness.SendAsync(new HttpMethod("QUERY"), "/v1/models", "kontext", "Bearer test-key");
        var search = await harness.GetAsync("/v1/search?query=flux+image&limit=2", key: null);
        var none = await harness.GetAsync("/v1/search?query=", key: null);
        var tooMany = await harness.GetAsync("/v1/search?query=flux&limit=51", key: null);

        Assert.Equal(
            ["flux-kontext-dev", "flux-kontext-max", "flux-kontext-pro"],
            byQuery["results"].EnumerateArray().Select(model => model.GetProperty("name").GetString()).Order());
        Assert.Equal(("flux image", 2), (search.Text("query"), search["models"].GetArrayLength()));
        var first = search["models"][0];
        Assert.StartsWith("flux-", first.GetProperty("model").GetProperty("name").GetString(), StringComparison.Ordinal);
        Assert.True(first.GetProperty("metadata").GetProperty("score").GetDouble() > 0);
        Assert.Equal((400, "Query parameter \"query\" is required"), ((int)none.Status, none.Text("detail")));
        Assert.Equal(400, (int)tooMany.Status);
    }

    [Fact]
    public async Task Account_AndHardware_AreReadForNothing()
    {
        await using var harness = await SimulatorHarness.StartAsync();

        Assert.Equal("organization", (await harness.GetAsync("/v1/account")).Text("type"));
        Assert.Equal("cpu", (await harness.GetAsync("/v1/hardware")).Json[0].GetProperty("sku").GetString());
        Assert.Equal(0, harness.Journal.JobsCreated);
    }

    private static IEnumerable<string> Ids(Answer page) =>
        page["results"].EnumerateArray().Select(result => result.GetProperty("id").GetString()!);
}
