using System.Net;

namespace ImageGeneration.IntegrationTests.Simulator;

public sealed class ReplicateTrainingTests
{
    private const string Trainer = "/v1/models/ostris/flux-dev-lora-trainer";
    private const string Trainings =
        Trainer + "/versions/26dce37af90b9d997eeb970d92e47de3064d46c300504ae376c75bef6a9022d2/trainings";

    private const string Destination = """{"owner":"acme","name":"fox","visibility":"private","hardware":"gpu-t4"}""";
    private const string Body = """{"destination":"acme/fox","input":{"input_images":"https://x.test/a.zip","hf_token":"hf_1"}}""";

    [Fact]
    public async Task Training_FromDestinationToPrediction_MakesAVersionThatRuns()
    {
        await using var harness = await SimulatorHarness.StartAsync();
        var model = await harness.PostAsync("/v1/models", Destination);
        var created = await harness.PostAsync(Trainings, Body);
        var id = created.Text("id")!;
        harness.Clock.Advance(TimeSpan.FromMinutes(1));
        var running = await harness.GetAsync($"/v1/trainings/{id}");
        harness.Clock.Advance(TimeSpan.FromMinutes(2));

        var done = await harness.GetAsync($"/v1/trainings/{id}");
        var version = done["output"].GetProperty("version").GetString()!;
        var weights = await harness.Client.GetByteArrayAsync(new Uri(done["output"].GetProperty("weights").GetString()!));
        var prediction = await harness.PostAsync("/v1/predictions", $$"""{"version":"{{version}}","input":{"prompt":"a TOK fox"} }""");

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.Created), (model.Status, created.Status));
        Assert.Equal("[REDACTED]", created["input"].GetProperty("hf_token").GetString());
        Assert.EndsWith($"/v1/predictions/{id}", created["urls"].GetProperty("get").GetString(), StringComparison.Ordinal);
        Assert.EndsWith($"/v1/trainings/{id}", running["urls"].GetProperty("get").GetString(), StringComparison.Ordinal);
        Assert.Equal(("starting", "processing", "succeeded"), (created.Text("status"), running.Text("status"), done.Text("status")));
        Assert.Matches("^acme/fox:[0-9a-f]{64}$", version);
        Assert.True(weights.Length >= 1024);
        Assert.Equal((HttpStatusCode.Created, "acme/fox"), (prediction.Status, prediction.Text("model")));
        var latest = (await harness.GetAsync("/v1/models/acme/fox"))["latest_version"].GetProperty("id").GetString();
        Assert.EndsWith(latest!, version, StringComparison.Ordinal);
        Assert.Equal(120 * 0.001525m, harness.Journal.Jobs[0].BilledUsd);
    }

    [Fact]
    public async Task Training_WithoutItsDestinationVersionOrImages_IsRefusedOrFails()
    {
        await using var harness = await SimulatorHarness.StartAsync();

        var nowhere = await harness.PostAsync(Trainings, Body);
        await harness.PostAsync("/v1/models", Destination);
        var again = await harness.PostAsync("/v1/models", Destination);
        var unknown = await harness.PostAsync(Trainer + "/versions/1234/trainings", Body);
        var wrong = await harness.PostAsync(Trainings, """{"destination":"acme/fox","input":{"steps":1}}""");
        var empty = await harness.PostAsync(Trainings, """{"destination":"acme/fox","input":{}}""");
        harness.Clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal([404, 409, 404, 422], new[] { nowhere, again, unknown, wrong }.Select(answer => (int)answer.Status));
        Assert.Equal("""{"detail":"The specified training destination does not exist","status":404}""", nowhere.Body.TrimEnd());
        Assert.Equal("input_images must be provided", (await harness.GetAsync($"/v1/trainings/{empty.Text("id")}")).Text("error"));
    }

    [Fact]
    public async Task Trainings_ListedAndCanceled_AreApartFromPredictions()
    {
        await using var harness = await SimulatorHarness.StartAsync();
        await harness.PostAsync("/v1/models", Destination);
        var id = (await harness.PostAsync(Trainings, Body)).Text("id");
        var prediction = await harness.CreateAsync();

        var canceled = await harness.PostAsync($"/v1/trainings/{id}/cancel");
        var trainings = await harness.GetAsync("/v1/trainings");
        var predictions = await harness.GetAsync("/v1/predictions");

        Assert.Equal("canceled", canceled.Text("status"));
        Assert.Equal([id], trainings["results"].EnumerateArray().Select(item => item.GetProperty("id").GetString()));
        Assert.Equal([prediction], predictions["results"].EnumerateArray().Select(item => item.GetProperty("id").GetString()));
        Assert.Equal(HttpStatusCode.NotFound, (await harness.GetAsync($"/v1/trainings/{prediction}")).Status);
    }
}
