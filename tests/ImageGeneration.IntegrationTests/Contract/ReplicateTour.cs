using System.Net.Http.Headers;
using System.Text;
using ImageGeneration.IntegrationTests.Simulator;

namespace ImageGeneration.IntegrationTests.Contract;

/// <summary>A request, and what it got.</summary>
internal sealed record TourStep(HttpMethod Method, string Path, string? Body, Answer Answer);

/// <summary>A walk through every operation that Replicate's document has, each with a request that it takes.</summary>
internal sealed class ReplicateTour(SimulatorHarness harness)
{
    public const string SdxlBody = $$"""{"version":"{{SimulatorHarness.SdxlVersion}}","input":{} }""";
    public const string FoxModel = """{"owner":"acme","name":"fox","visibility":"private","hardware":"gpu-t4"}""";
    public const string Deployment = $$"""
        {"name":"pictures","model":"stability-ai/sdxl","version":"{{SimulatorHarness.SdxlVersion}}",
         "hardware":"gpu-t4","min_instances":0,"max_instances":3}
        """;

    private const string Trainer = "/v1/models/ostris/flux-dev-lora-trainer";
    private const string TrainerVersion = "26dce37af90b9d997eeb970d92e47de3064d46c300504ae376c75bef6a9022d2";
    private const string Fox = "/v1/models/acme/fox";
    private const string Pictures = "/v1/deployments/acme/pictures";
    private readonly List<TourStep> _steps = [];

    public async Task<IReadOnlyList<TourStep>> GoAsync()
    {
        await LookAroundAsync();
        await PredictAsync();
        await TrainAsync();
        await DeployAsync();
        await KeepFilesAsync();
        return _steps;
    }

    public static async Task<Answer> UploadAsync(SimulatorHarness harness, string text)
    {
        using var content = new ByteArrayContent(Encoding.ASCII.GetBytes(text));
        content.Headers.ContentType = new MediaTypeHeaderValue("text/plain");
        using var form = new MultipartFormDataContent { { content, "content", "a.txt" } };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/files") { Content = form };
        request.Headers.TryAddWithoutValidation("Authorization", "Bearer test-key");
        using var response = await harness.Client.SendAsync(request);
        return await Answer.ReadAsync(response);
    }

    private async Task LookAroundAsync()
    {
        await GetAsync(
            "/v1/account", "/v1/hardware", "/v1/collections", "/v1/collections/text-to-image", "/v1/search?query=flux", "/v1/models",
            Trainer, $"{Trainer}/versions", $"{Trainer}/versions/{TrainerVersion}", $"{Trainer}/examples", "/v1/webhooks/default/secret");
        await SendAsync(new HttpMethod("QUERY"), "/v1/models", "flux");
    }

    private async Task PredictAsync()
    {
        var id = (await PostAsync(SimulatorHarness.Schnell, SimulatorHarness.FluxInput)).Text("id");
        await PostAsync("/v1/predictions", SdxlBody);
        await GetAsync($"/v1/predictions/{id}", "/v1/predictions");
        await PostAsync($"/v1/predictions/{id}/cancel");
    }

    private async Task TrainAsync()
    {
        const string Training = """{"destination":"acme/fox","input":{"input_images":"https://x.test/a.zip"} }""";
        await PostAsync("/v1/models", FoxModel);
        await SendAsync(HttpMethod.Patch, Fox, """{"readme":"# Fox"}""");
        await GetAsync($"{Fox}/readme");
        var id = (await PostAsync($"{Trainer}/versions/{TrainerVersion}/trainings", Training)).Text("id");
        var other = (await PostAsync($"{Trainer}/versions/{TrainerVersion}/trainings", Training)).Text("id");
        await PostAsync($"/v1/trainings/{other}/cancel");
        harness.Clock.Advance(TimeSpan.FromMinutes(10));
        await GetAsync($"/v1/trainings/{id}", "/v1/trainings");
        var version = _steps[^2].Answer["output"].GetProperty("version").GetString()!.Split(':')[1];
        await SendAsync(HttpMethod.Delete, $"{Fox}/versions/{version}");
        await SendAsync(HttpMethod.Delete, Fox);
    }

    private async Task DeployAsync()
    {
        await PostAsync("/v1/deployments", Deployment);
        await GetAsync("/v1/deployments", Pictures);
        await SendAsync(HttpMethod.Patch, Pictures, """{"max_instances":10}""");
        await PostAsync($"{Pictures}/predictions", """{"input":{} }""");
        harness.Clock.Advance(TimeSpan.FromMinutes(20));
        await SendAsync(HttpMethod.Delete, Pictures);
    }

    private async Task KeepFilesAsync()
    {
        var answer = await UploadAsync(harness, "hello");
        _steps.Add(new TourStep(HttpMethod.Post, "/v1/files", null, answer));
        var id = answer.Text("id")!;
        var link = harness.Simulator.SignedFileUri(id, harness.Clock.GetUtcNow() + TimeSpan.FromMinutes(1))!.PathAndQuery;
        await GetAsync("/v1/files", $"/v1/files/{id}", link);
        await SendAsync(HttpMethod.Delete, $"/v1/files/{id}");
    }

    private async Task GetAsync(params string[] paths)
    {
        foreach (var path in paths)
        {
            await SendAsync(HttpMethod.Get, path);
        }
    }

    private Task<Answer> PostAsync(string path, string? body = null) => SendAsync(HttpMethod.Post, path, body);

    private async Task<Answer> SendAsync(HttpMethod method, string path, string? body = null)
    {
        var answer = await harness.SendAsync(method, path, body, "Bearer test-key");
        _steps.Add(new TourStep(method, path, body, answer));
        return answer;
    }
}
