using ImageGeneration.IntegrationTests.Simulator;
using ImageGeneration.Simulator;

namespace ImageGeneration.IntegrationTests.Contract;

/// <summary>Every answer of the simulator's Replicate is what Replicate's own document says it is.</summary>
public sealed class ReplicateContractTests
{
    private const string Trainings =
        "/v1/models/ostris/flux-dev-lora-trainer/versions/26dce37af90b9d997eeb970d92e47de3064d46c300504ae376c75bef6a9022d2/trainings";

    private const string SdxlBody = $$"""{"version":"{{SimulatorHarness.SdxlVersion}}","input":{"width":64,"height":64} }""";

    [ContractFact]
    public async Task Predictions_ByEachRouteAndInEachStatus_AreAsDocumented()
    {
        await using var harness = await SimulatorHarness.StartAsync(
            options => options.Replicate.Deployments["acme/pictures"] = "black-forest-labs/flux-dev");
        harness.Simulator.Faults.Add(new FaultRule
        {
            Effect = FaultEffect.Script(null, null, null, FaultEffect.JobFails("no"), FaultEffect.JobAborted, FaultEffect.NoOutput),
            Phase = RequestPhase.Create,
        });
        var ids = new List<string>();
        string[] routes =
        [
            SimulatorHarness.Schnell, "/v1/predictions", "/v1/deployments/acme/pictures/predictions", SimulatorHarness.Schnell,
            SimulatorHarness.Schnell, SimulatorHarness.Schnell, SimulatorHarness.Schnell,
        ];
        foreach (var route in routes)
        {
            var body = route == "/v1/predictions" ? SdxlBody : SimulatorHarness.FluxInput;
            ids.Add((await CheckAsync(harness, HttpMethod.Post, route, body)).Text("id")!);
        }

        await CheckAsync(harness, HttpMethod.Post, $"/v1/predictions/{ids[6]}/cancel");
        var statuses = new HashSet<string>();
        foreach (var step in (double[])[0, 0.5, 60, 3600])
        {
            harness.Clock.Advance(TimeSpan.FromSeconds(step));
            foreach (var id in ids)
            {
                statuses.Add((await CheckAsync(harness, HttpMethod.Get, $"/v1/predictions/{id}")).Text("status")!);
            }

            await CheckAsync(harness, HttpMethod.Get, "/v1/predictions");
        }

        Assert.Equal(["aborted", "canceled", "failed", "processing", "starting", "succeeded"], statuses.Order());
    }

    [ContractFact]
    public async Task Predictions_InSyncModeAndWithEverySwitchTheDocumentAllows_AreAsDocumented()
    {
        foreach (var versions in Enum.GetValues<ReplicateVersions>())
        {
            await using var harness = await SimulatorHarness.StartAsync(options =>
            {
                options.Latency = SimulatorLatency.None;
                options.Replicate.Versions = versions;
                options.Replicate.FractionDigits = 9;
                options.Replicate.OutputsAsDataUris = true;
            });

            (string, string)[] headers = [("Prefer", "wait"), ("Cancel-After", "30s")];
            await CheckAsync(harness, HttpMethod.Post, SimulatorHarness.Schnell, SimulatorHarness.FluxInput, headers);
            await CheckAsync(harness, HttpMethod.Get, "/v1/predictions");
        }
    }

    [ContractFact]
    public async Task Trainings_FromBeginToEnd_AreAsDocumented()
    {
        await using var harness = await SimulatorHarness.StartAsync();
        const string Body = """{"destination":"acme/fox","input":{"input_images":"https://x.test/a.zip"} }""";
        await CheckAsync(
            harness, HttpMethod.Post, "/v1/models", """{"owner":"acme","name":"fox","visibility":"private","hardware":"gpu-t4"}""");
        await CheckAsync(harness, HttpMethod.Get, "/v1/models/acme/fox");
        var id = (await CheckAsync(harness, HttpMethod.Post, Trainings, Body)).Text("id");
        var other = (await CheckAsync(harness, HttpMethod.Post, Trainings, Body)).Text("id");
        await CheckAsync(harness, HttpMethod.Post, $"/v1/trainings/{other}/cancel");
        foreach (var minutes in (int[])[0, 1, 10])
        {
            harness.Clock.Advance(TimeSpan.FromMinutes(minutes));
            await CheckAsync(harness, HttpMethod.Get, $"/v1/trainings/{id}");
            await CheckAsync(harness, HttpMethod.Get, "/v1/trainings");
        }

        await CheckAsync(harness, HttpMethod.Get, "/v1/models/acme/fox/versions");
    }

    [ContractFact]
    public async Task Lookups_OfAllThatCanBeRead_AreAsDocumented()
    {
        await using var harness = await SimulatorHarness.StartAsync();
        string[] paths =
        [
            "/v1/account", "/v1/hardware", "/v1/models", "/v1/models/black-forest-labs/flux-schnell", "/v1/models/nightmareai/real-esrgan",
            "/v1/models/stability-ai/sdxl/versions", $"/v1/models/stability-ai/sdxl/versions/{SimulatorHarness.SdxlVersion}",
            "/v1/webhooks/default/secret", "/v1/files", "/v1/search?query=flux", "/v1/search",
        ];

        foreach (var path in paths)
        {
            await CheckAsync(harness, HttpMethod.Get, path);
        }

        await CheckAsync(harness, new HttpMethod("QUERY"), "/v1/models", "flux");
    }

    [ContractFact]
    public async Task Files_FromUploadToDeletion_AreAsDocumented()
    {
        await using var harness = await SimulatorHarness.StartAsync(options => options.Replicate.FileLimit = 10);
        var id = (await UploadAsync(harness, "hello")).Text("id")!;
        await UploadAsync(harness, "much too long");
        var link = harness.Simulator.SignedFileUri(id, harness.Clock.GetUtcNow() + TimeSpan.FromMinutes(1))!.PathAndQuery;

        await CheckAsync(harness, HttpMethod.Get, $"/v1/files/{id}");
        await CheckAsync(harness, HttpMethod.Get, "/v1/files");
        await CheckAsync(harness, HttpMethod.Get, link);
        await CheckAsync(harness, HttpMethod.Delete, $"/v1/files/{id}");
        await CheckAsync(harness, HttpMethod.Get, $"/v1/files/{id}");
        await CheckAsync(harness, HttpMethod.Get, link);
    }

    private static async Task<Answer> CheckAsync(
        SimulatorHarness harness, HttpMethod method, string path, string? body = null, params (string Name, string Value)[] headers)
    {
        var answer = await harness.SendAsync(method, path, body, "Bearer test-key", headers);
        AssertDocumented(method, path, answer);
        return answer;
    }

    private static async Task<Answer> UploadAsync(SimulatorHarness harness, string text)
    {
        var answer = await ReplicateTour.UploadAsync(harness, text);
        AssertDocumented(HttpMethod.Post, "/v1/files", answer);
        return answer;
    }

    private static void AssertDocumented(HttpMethod method, string path, Answer answer)
    {
        var complaints = ReplicateContract.Check(
            method.Method, path, (int)answer.Status, answer.Headers.GetValueOrDefault("Content-Type"), answer.Body);

        Assert.True(complaints is not null, $"{method} {path} {(int)answer.Status} is not in the document: {answer.Body}");
        Assert.True(complaints.Count == 0, $"{method} {path} {(int)answer.Status}: {string.Join("; ", complaints)}: {answer.Body}");
    }
}
