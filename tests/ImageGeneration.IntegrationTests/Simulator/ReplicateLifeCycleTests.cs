using System.Net;
using System.Text.RegularExpressions;
using ImageGeneration.Simulator.Artwork;

namespace ImageGeneration.IntegrationTests.Simulator;

public sealed partial class ReplicateLifeCycleTests
{
    [Fact]
    public async Task Create_WithoutPreference_AnswersStartingAndLinksToItself()
    {
        await using var harness = await SimulatorHarness.StartAsync();

        var created = await harness.PostAsync(SimulatorHarness.Schnell, SimulatorHarness.FluxInput);

        Assert.Equal(HttpStatusCode.Created, created.Status);
        Assert.Equal("starting", created.Text("status"));
        Assert.Equal("hidden", created.Text("version"));
        Assert.Equal("black-forest-labs/flux-schnell", created.Text("model"));
        Assert.Equal(26, created.Text("id")!.Length);
        Assert.Equal("", created.Text("logs"));
        Assert.Equal("a red fox", created["input"].GetProperty("prompt").GetString());
        Assert.Equal(
            $"{harness.Simulator.ReplicateBaseUrl}/predictions/{created.Text("id")}", created["urls"].GetProperty("get").GetString());
        Assert.False(created.Has("metrics"));
        Assert.Equal("599", created.Headers["ratelimit-remaining"]);
        Assert.Equal("1", created.Headers["ratelimit-reset"]);
    }

    [Fact]
    public async Task Poll_AsTimePasses_GoesFromStartingOverProcessingToSucceeded()
    {
        await using var harness = await SimulatorHarness.StartAsync();
        var id = await harness.CreateAsync();

        var waiting = await harness.PollAsync(id);
        harness.Clock.Advance(TimeSpan.FromMilliseconds(150));
        var begun = await harness.PollAsync(id);
        harness.Clock.Advance(TimeSpan.FromMilliseconds(600));
        var half = await harness.PollAsync(id);
        harness.Clock.Advance(TimeSpan.FromMilliseconds(600));
        var done = await harness.PollAsync(id);

        Assert.Equal(["starting", "processing", "processing", "succeeded"], Statuses(waiting, begun, half, done));
        Assert.False(waiting.Has("started_at"));
        Assert.Equal("2026-01-31T23:30:00.15Z", begun.Text("started_at"));
        Assert.StartsWith("Using seed: 42\n", begun.Text("logs"), StringComparison.Ordinal);
        Assert.Equal("2/4", LastStep(half));
        Assert.Equal("4/4", LastStep(done));
        Assert.Equal("2026-01-31T23:30:01.35Z", done.Text("completed_at"));
        Assert.Equal(1.2, done["metrics"].GetProperty("predict_time").GetDouble());
        Assert.Equal(1.35, done["metrics"].GetProperty("total_time").GetDouble());
    }

    [Fact]
    public async Task Logs_AsTimePasses_OnlyGrow()
    {
        await using var harness = await SimulatorHarness.StartAsync();
        var body = $$"""{"version":"{{SimulatorHarness.SdxlVersion}}","input":{"prompt":"a fox","width":64,"height":64} }""";
        var id = (await harness.PostAsync("/v1/predictions", body)).Text("id")!;

        var logs = new List<string> { "" };
        for (var poll = 0; poll < 20; poll++)
        {
            harness.Clock.Advance(TimeSpan.FromMilliseconds(233));
            logs.Add((await harness.PollAsync(id)).Text("logs")!);
            Assert.StartsWith(logs[^2], logs[^1], StringComparison.Ordinal);
        }

        Assert.True(logs.Distinct().Count() > 10);
        Assert.Contains("  6%|", logs[^1], StringComparison.Ordinal);
        Assert.EndsWith("it/s]\n", logs[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Create_WithSdxlVersion_RunsItAndEchoesTheVersion()
    {
        await using var harness = await SimulatorHarness.StartAsync();

        var bare = await Create(SimulatorHarness.SdxlVersion);
        var full = await Create($"stability-ai/sdxl:{SimulatorHarness.SdxlVersion}");
        var official = await Create("black-forest-labs/flux-dev");

        Assert.Equal("stability-ai/sdxl", bare.Text("model"));
        Assert.Equal("stability-ai/sdxl", full.Text("model"));
        Assert.Equal("black-forest-labs/flux-dev", official.Text("model"));
        Assert.Equal(SimulatorHarness.SdxlVersion, bare.Text("version"));

        Task<Answer> Create(string version) =>
            harness.PostAsync("/v1/predictions", $$"""{"version":"{{version}}","input":{"prompt":"a castle"} }""");
    }

    [Fact]
    public async Task Create_ByDeployment_RunsTheModelBehindIt()
    {
        await using var harness = await SimulatorHarness.StartAsync(
            options => options.Replicate.Deployments["acme/pictures"] = "black-forest-labs/flux-dev");

        var created = await harness.PostAsync("/v1/deployments/acme/pictures/predictions", SimulatorHarness.FluxInput);

        Assert.Equal(HttpStatusCode.Created, created.Status);
        Assert.Equal("acme/pictures", created.Text("deployment"));
        Assert.Equal("black-forest-labs/flux-dev", created.Text("model"));
    }

    [Fact]
    public async Task Output_ByModel_IsAListOrOneLink()
    {
        await using var harness = await SimulatorHarness.StartAsync();
        var many = await harness.CreateAsync("""{"input":{"prompt":"a red fox","num_outputs":3,"output_format":"png"} }""");
        var pro = await harness.PostAsync("/v1/models/black-forest-labs/flux-1.1-pro/predictions", SimulatorHarness.FluxInput);
        harness.Clock.Advance(TimeSpan.FromMinutes(1));

        var list = (await harness.PollAsync(many))["output"];
        var link = (await harness.PollAsync(pro.Text("id")!))["output"];

        Assert.Equal(3, list.GetArrayLength());
        Assert.EndsWith("/out-2.png", list[2].GetString(), StringComparison.Ordinal);
        Assert.StartsWith(harness.Simulator.OutputBaseUri.ToString(), link.GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "image/webp")]
    [InlineData("jpg", "image/jpeg")]
    [InlineData("png", "image/png")]
    public async Task Output_WhenFetched_IsOfTheFormatAskedFor(string? format, string mediaType)
    {
        await using var harness = await SimulatorHarness.StartAsync(options => options.Renderer = new ArtworkRenderer());
        var member = format is null ? "" : $",\"output_format\":\"{format}\"";
        var id = await harness.CreateAsync($$"""{"input":{"prompt":"x","megapixels":"0.25"{{member}} } }""");
        harness.Clock.Advance(SimulatorHarness.SchnellTime);
        var link = (await harness.PollAsync(id))["output"][0].GetString()!;

        using var file = await harness.Client.GetAsync(new Uri(link));

        Assert.EndsWith(format ?? "webp", link, StringComparison.Ordinal);
        Assert.Equal(mediaType, file.Content.Headers.ContentType!.MediaType);
        Assert.True((await file.Content.ReadAsByteArrayAsync()).Length > 10_000);
    }

    [Fact]
    public async Task Output_AsDataUri_CarriesTheImageItself()
    {
        await using var harness = await SimulatorHarness.StartAsync(options => options.Replicate.OutputsAsDataUris = true);
        var id = await harness.CreateAsync();
        harness.Clock.Advance(SimulatorHarness.SchnellTime);

        var output = (await harness.PollAsync(id))["output"][0].GetString()!;

        Assert.StartsWith("data:image/png;base64,", output, StringComparison.Ordinal);
        Assert.Equal(0x89, Convert.FromBase64String(output[(output.IndexOf(',', StringComparison.Ordinal) + 1)..])[0]);
    }

    [Fact]
    public async Task Poll_AnHourAfterTheEnd_FindsTheOutputRemoved()
    {
        await using var harness = await SimulatorHarness.StartAsync();
        var id = await harness.CreateAsync();
        harness.Clock.Advance(TimeSpan.FromMinutes(1));
        var link = (await harness.PollAsync(id))["output"][0].GetString()!;

        harness.Clock.Advance(TimeSpan.FromHours(1));
        var expired = await harness.PollAsync(id);
        using var file = await harness.Client.GetAsync(new Uri(link));

        Assert.True(expired["data_removed"].GetBoolean());
        Assert.Equal(System.Text.Json.JsonValueKind.Null, expired["output"].ValueKind);
        Assert.Equal(HttpStatusCode.NotFound, file.StatusCode);
    }

    [Fact]
    public async Task Latency_WithSpeedAndColdStart_ScalesAndStartsColdOnce()
    {
        await using var harness = await SimulatorHarness.StartAsync(options =>
        {
            options.Latency.Speed = 10;
            options.Latency.ColdStart = TimeSpan.FromSeconds(20);
            options.Latency.RunTimes["black-forest-labs/flux-schnell"] = TimeSpan.FromSeconds(5);
        });

        var cold = await harness.CreateAsync();
        var warm = await harness.CreateAsync();
        harness.Clock.Advance(TimeSpan.FromMilliseconds(515));

        Assert.Equal("starting", (await harness.PollAsync(cold)).Text("status"));
        Assert.Equal("succeeded", (await harness.PollAsync(warm)).Text("status"));
    }

    private static string[] Statuses(params Answer[] answers) => Array.ConvertAll(answers, answer => answer.Text("status")!);

    private static string LastStep(Answer answer) => Steps().Matches(answer.Text("logs")!)[^1].Groups[1].Value;

    [GeneratedRegex(@"^\s*\d+%\s*\|.+?\|\s*(\d+/\d+)", RegexOptions.Multiline)]
    private static partial Regex Steps();
}
