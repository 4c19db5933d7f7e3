using System.Text.Json;
using ImageGeneration.IntegrationTests.Simulator;
using ImageGeneration.Simulator;

namespace ImageGeneration.IntegrationTests.Contract;

/// <summary>
/// What was once said to Replicate is said to the simulator, request by request: each answer has the status, the members and the types
/// of the recorded one.
/// </summary>
public sealed class RecordedConversationTests
{
    private const string Training =
        "/v1/models/stability-ai/sdxl/versions/39ed52f2a78e934b3ba6e2a89f5b1c712de7dfea535525255b1aa35c5565e08b/trainings";

    private static readonly string[] Replayed =
    [
        "hardware-list", "models-predictions-create-wait-text", "predictions-cancel", "predictions-create-wait",
        "predictions-invalid-token", "predictions-run-sdxl", "trainings-create", "trainings-get", "trainings-invalid-destination",
    ];

    private static readonly string? Folder =
        ReplicateContract.Source is { } document ? Path.GetDirectoryName(document) : null;

    [ContractFact]
    public void Recordings_AreEachReplayedHere() => Assert.Equal(
        Replayed,
        Directory.EnumerateFiles(Folder!, "*.json").Select(Path.GetFileNameWithoutExtension).Where(name => name != "openapi").Order());

    [ContractFact]
    public async Task Run_OfSdxl_GoesAsRecorded() => Assert.Equal(13, await ReplayAsync("predictions-run-sdxl"));

    [ContractFact]
    public async Task SyncCreate_OfSdxl_GoesAsRecorded() => Assert.Equal(6, await ReplayAsync("predictions-create-wait", options =>
    {
        options.Replicate.OutputsAsDataUris = true;
        options.Replicate.Versions = ReplicateVersions.Rewritten;
    }));

    [ContractFact]
    public async Task SyncCreate_OfText_GoesAsRecorded() => Assert.Equal(1, await ReplayAsync(
        "models-predictions-create-wait-text", options => options.Replicate.Versions = ReplicateVersions.Deployment));

    [ContractFact]
    public async Task Cancel_GoesAsRecorded() => Assert.Equal(5, await ReplayAsync("predictions-cancel"));

    [ContractFact]
    public async Task InvalidToken_GoesAsRecorded() =>
        Assert.Equal(1, await ReplayAsync("predictions-invalid-token", options => options.ApiKeys.Add("another")));

    [ContractFact]
    public async Task Hardware_GoesAsRecorded() => Assert.Equal(1, await ReplayAsync("hardware-list"));

    [ContractFact]
    public async Task TrainingCreate_GoesAsRecorded() => Assert.Equal(1, await ReplayAsync(
        "trainings-create", prepare: conversation => conversation.AddModelAsync("replicate", "dreambooth-sdxl")));

    [ContractFact]
    public async Task TrainingWithoutADestination_GoesAsRecorded() => Assert.Equal(1, await ReplayAsync("trainings-invalid-destination"));

    [ContractFact]
    public async Task TrainingRead_GoesAsRecorded() => Assert.Equal(1, await ReplayAsync("trainings-get", prepare: async conversation =>
    {
        await conversation.AddModelAsync("acme", "fox");
        var input = conversation.Exchanges[0].GetProperty("json").GetProperty("input").GetRawText();
        await conversation.CreateForAsync("medrnz3bm5dd6ultvad2tejrte", Training, $$"""{"destination":"acme/fox","input":{{input}}}""");
    }));

    private static async Task<int> ReplayAsync(
        string name, Action<SimulatorOptions>? configure = null, Func<RecordedConversation, Task>? prepare = null)
    {
        await using var harness = await SimulatorHarness.StartAsync(options =>
        {
            options.Replicate.WebBackendAsRecorded = true;
            configure?.Invoke(options);
        });
        using var recording = JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Combine(Folder!, $"{name}.json")));
        var conversation = new RecordedConversation(harness, recording);
        await (prepare?.Invoke(conversation) ?? Task.CompletedTask);

        foreach (var exchange in conversation.Exchanges)
        {
            await conversation.ReplayAsync(exchange);
        }

        return conversation.Exchanges.Count;
    }
}
