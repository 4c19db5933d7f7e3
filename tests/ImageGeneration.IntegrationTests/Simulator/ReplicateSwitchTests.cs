using System.Net;
using System.Text.Json;
using ImageGeneration.Simulator;

namespace ImageGeneration.IntegrationTests.Simulator;

public sealed class ReplicateSwitchTests
{
    private const string SdxlBody = $$"""{"version":"{{SimulatorHarness.SdxlVersion}}","input":{"width":64,"height":64} }""";

    [Theory]
    [InlineData(ReplicateVersions.AsAsked, "hidden", SimulatorHarness.SdxlVersion)]
    [InlineData(ReplicateVersions.Deployment, "dp-c846a69991daf4c0e5d016514849d14e", "dp-7762fd07cf82c948538e41f63f77d685")]
    [InlineData(
        ReplicateVersions.Rewritten,
        "c846a69991daf4c0e5d016514849d14ee5b2e6846ce6b9d6f21369e564cfe51e",
        "7762fd07cf82c948538e41f63f77d685e02b063e37e496e96eefd46c929f9bdc")]
    public async Task Versions_OfOfficialAndOtherModels_AreAsChosen(ReplicateVersions versions, string official, string other)
    {
        await using var harness = await SimulatorHarness.StartAsync(options => options.Replicate.Versions = versions);

        Assert.Equal(official, (await harness.PostAsync(SimulatorHarness.Schnell, SimulatorHarness.FluxInput)).Text("version"));
        Assert.Equal(other, (await harness.PostAsync("/v1/predictions", SdxlBody)).Text("version"));
    }

    [Theory]
    [InlineData(0, 20)]
    [InlineData(3, 24)]
    [InlineData(6, 27)]
    [InlineData(9, 30)]
    public async Task FractionDigits_WhenSet_AreThatManyEverywhere(int digits, int length)
    {
        await using var harness = await SimulatorHarness.StartAsync(options => options.Replicate.FractionDigits = digits);
        var created = await harness.PostAsync(SimulatorHarness.Schnell, SimulatorHarness.FluxInput);
        harness.Clock.Advance(TimeSpan.FromMinutes(1));
        var done = await harness.PollAsync(created.Text("id")!);

        Assert.All(
            new[] { created.Text("created_at"), done.Text("created_at"), done.Text("started_at"), done.Text("completed_at") },
            time => Assert.Equal(length, time!.Length));
    }

    [Fact]
    public async Task WebBackend_AsRecorded_HasNullsThereOnly()
    {
        await using var harness = await SimulatorHarness.StartAsync(options => options.Replicate.WebBackendAsRecorded = true);
        var id = await harness.CreateAsync();

        var canceled = await harness.PostAsync($"/v1/predictions/{id}/cancel");
        var polled = await harness.PollAsync(id);

        Assert.Equal((JsonValueKind.Null, JsonValueKind.String), (canceled["logs"].ValueKind, polled["logs"].ValueKind));
    }

    [Fact]
    public async Task OptionalMembers_WhenOmitted_AreAbsentWhereTheyWereEmpty()
    {
        await using var harness = await SimulatorHarness.StartAsync(options => options.Replicate.OmitOptionalMembers = true);
        var created = await harness.PostAsync(SimulatorHarness.Schnell, SimulatorHarness.FluxInput);
        harness.Clock.Advance(TimeSpan.FromMinutes(1));

        var done = await harness.PollAsync(created.Text("id")!);

        string[] least = ["id", "version", "input", "status", "created_at", "urls"];
        Assert.Equal(least, created.Json.EnumerateObject().Select(member => member.Name));
        Assert.True(done.Has("output") && done.Has("logs"));
        Assert.False(done.Has("error") || done.Has("data_removed") || done.Has("model"));
    }

    [Fact]
    public async Task InternalNames_OfOfficialModels_AreReportedInsteadOfTheirOwn()
    {
        await using var harness = await SimulatorHarness.StartAsync(options => options.Replicate.InternalModelNames = true);

        var official = await harness.PostAsync(SimulatorHarness.Schnell, SimulatorHarness.FluxInput);
        var other = await harness.PostAsync("/v1/predictions", SdxlBody);

        Assert.Equal(("replicate-internal/flux-schnell", "stability-ai/sdxl"), (official.Text("model"), other.Text("model")));
    }

    [Fact]
    public async Task Secrets_InTheInput_AreNotEchoed()
    {
        await using var harness = await SimulatorHarness.StartAsync();

        var created = await harness.PostAsync(
            "/v1/models/black-forest-labs/flux-dev-lora/predictions", """{"input":{"prompt":"x","hf_api_token":"hf_secret"}}""");
        var schema = await harness.GetAsync("/v1/models/black-forest-labs/flux-dev-lora");

        Assert.Equal("""{"prompt":"x","hf_api_token":"[REDACTED]"}""", created["input"].GetRawText());
        Assert.Contains("\"x-cog-secret\":true", schema.Body, StringComparison.Ordinal);
        Assert.Contains("hf_secret", harness.Journal.Jobs[0].Input, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, 202, "processing")]
    [InlineData(true, 201, "starting")]
    public async Task SyncReply_WhenTheWaitRunsOut_IsAsChosen(bool starting, int status, string word)
    {
        await using var harness = await SimulatorHarness.StartAsync(options =>
        {
            options.Replicate.UnfinishedSyncSaysStarting = starting;
            options.Replicate.UnfinishedSyncStatus = status;
            options.Replicate.SendLocation = true;
            options.Latency.RunTimes["black-forest-labs/flux-schnell"] = TimeSpan.FromMinutes(2);
        });
        var create = harness.PostAsync(SimulatorHarness.Schnell, SimulatorHarness.FluxInput, headers: ("Prefer", "wait=5"));
        await harness.UntilItWaitsAsync();
        harness.Clock.Advance(TimeSpan.FromSeconds(5));

        var answer = await create;

        Assert.Equal((status, word, JsonValueKind.Null), ((int)answer.Status, answer.Text("status"), answer["output"].ValueKind));
        Assert.Equal(answer["urls"].GetProperty("get").GetString(), answer.Headers["Location"]);
    }

    [Fact]
    public async Task SyncReply_WithPartOfTheOutput_HasTheRestWhenPolled()
    {
        await using var harness = await SimulatorHarness.StartAsync(options => options.Latency = SimulatorLatency.None);
        harness.Simulator.Faults.Add(new FaultRule { Effect = ReplicateFaults.PartialSyncOutput(1) });

        var created = await harness.PostAsync(
            SimulatorHarness.Schnell, """{"input":{"prompt":"x","num_outputs":3}}""", headers: ("Prefer", "wait"));
        var polled = await harness.PollAsync(created.Text("id")!);

        Assert.Equal(("processing", 1), (created.Text("status"), created["output"].GetArrayLength()));
        Assert.Equal(("succeeded", 3), (polled.Text("status"), polled["output"].GetArrayLength()));
    }

    [Fact]
    public async Task OutputExpired_AtOnce_IsRemovedAndGone()
    {
        await using var harness = await SimulatorHarness.StartAsync(options => options.Latency = SimulatorLatency.None);
        harness.Simulator.Faults.Add(new FaultRule { Effect = ReplicateFaults.OutputExpired });

        var id = await harness.CreateAsync();
        var polled = await harness.PollAsync(id);
        using var file = await harness.Client.GetAsync(new Uri(harness.Simulator.OutputBaseUri, $"/xezq/{id}/out-0.webp"));

        Assert.Equal((true, "succeeded"), (polled["data_removed"].GetBoolean(), polled.Text("status")));
        Assert.Equal((JsonValueKind.Null, "{}"), (polled["output"].ValueKind, polled["input"].GetRawText()));
        Assert.Equal(HttpStatusCode.NotFound, file.StatusCode);
    }

    [Fact]
    public async Task Create_WithLittleCredit_IsOneAtATimeAndSaysSo()
    {
        await using var harness = await SimulatorHarness.StartAsync(options => options.Replicate.LowCredit = true);

        var first = await harness.PostAsync(SimulatorHarness.Schnell, SimulatorHarness.FluxInput);
        var second = await harness.PostAsync(SimulatorHarness.Schnell, SimulatorHarness.FluxInput);
        harness.Clock.Advance(TimeSpan.FromSeconds(10));
        var third = await harness.PostAsync(SimulatorHarness.Schnell, SimulatorHarness.FluxInput);

        Assert.Equal([201, 429, 201], new[] { first, second, third }.Select(answer => (int)answer.Status));
        Assert.Equal(
            "Request was throttled. Your rate limit for creating predictions is reduced to 6 requests per minute with a burst of 1 "
            + "requests while you have less than $5.0 in credit. Your rate limit resets in ~10s.",
            second.Text("detail"));
        Assert.Equal((10, "10"), (second["retry_after"].GetInt32(), second.Headers["Retry-After"]));
        Assert.Equal(HttpStatusCode.OK, (await harness.GetAsync("/v1/account")).Status);
    }

    [Fact]
    public async Task EnforcedLimits_WithoutOnesOwn_AreTheRealOnes()
    {
        await using var harness = await SimulatorHarness.StartAsync(options => options.EnforceRateLimits = true);
        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < 601; i++)
        {
            statuses.Add((await harness.PostAsync(SimulatorHarness.Schnell, SimulatorHarness.FluxInput)).Status);
        }

        Assert.Equal(600, statuses.Count(status => status == HttpStatusCode.Created));
        Assert.Equal(HttpStatusCode.TooManyRequests, statuses[^1]);
        Assert.Equal("2999", (await harness.GetAsync("/v1/account")).Headers["ratelimit-remaining"]);
    }

    [Fact]
    public async Task Run_BeyondThirtyMinutes_TimesOut()
    {
        await using var harness = await SimulatorHarness.StartAsync(
            options => options.Latency.RunTimes["black-forest-labs/flux-schnell"] = TimeSpan.FromHours(2));
        var id = await harness.CreateAsync();
        harness.Clock.Advance(TimeSpan.FromMinutes(31));

        var answer = await harness.PollAsync(id);

        Assert.Equal(("failed", "Prediction timed out"), (answer.Text("status"), answer.Text("error")));
    }

    [Theory]
    [InlineData(null, "59999")]
    [InlineData(10, "8")]
    public async Task Polls_UnlessALimitOfOnesOwnIsSet_HaveABucketOfTheirOwn(int? reads, string left)
    {
        await using var harness = await SimulatorHarness.StartAsync(options => options.Replicate.ReadsPerMinute = reads);
        var id = await harness.CreateAsync();
        await harness.GetAsync("/v1/account");

        Assert.Equal(left, (await harness.PollAsync(id)).Headers["ratelimit-remaining"]);
    }
}
