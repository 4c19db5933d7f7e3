using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ImageGeneration.Outputs;
using ImageGeneration.Providers;
using ImageGeneration.Tests.Fakes;
using Microsoft.Extensions.Logging.Testing;

namespace ImageGeneration.Tests.Redaction;

/// <summary>Whatever a provider says, in whatever place: what leaves the library is one line, and holds no secret and no prompt.</summary>
public sealed class WayOutTests
{
    private const string Key = "r8_TestKey0123456789abcdefghijklmnop";
    private const string Prompt = "a red fox in the snow, seen from afar";
    private const string Hostile = "\u001b[31mworse\u001b[0m\r\nFORGED log line \u202eevil\u202c\u200b";

    private static readonly string Told = $"{Hostile} key {Key} and {Convert.ToHexString("r8_TestKey0123456789abcdefghijklmnop"u8)}, "
        + "token civ-55667788aabbccdd and 8f14e45fceea167a, signed c2lnbmVkLWJ5LXVz, prompt a%20red%20fox%20in%20the%20snow%2C%20seen%20from%20afar, not: blurry, grey and dull";

    private static readonly JsonSerializerOptions _reflection = new() { TypeInfoResolver = new DefaultJsonTypeInfoResolver() };

    private readonly FakeProvider _provider = new();
    private readonly FakeLogCollector _logs = new();

    [Fact]
    public async Task Generate_ProviderFails_NothingThatLeavesHoldsASecretOrASecondLine()
    {
        _provider.OnSubmit = (_, request, _) => Task.FromResult(
            ProviderJob.Failed(new(FailureKind.JobFailed, $"Job x: {Told}"), new("fake", "id\u001b[2J\n2", request.ModelId)));
        await using var app = Application(new FakeProvider("second").Fails(FailureKind.Unavailable));
        var request = Request();
        request = request with { Extras = new Dictionary<string, JsonElement>(request.Extras!) { ["second"] = request.Extras!["fake"] } };

        var failure = await Assert.ThrowsAsync<AllProvidersFailedException>(() => app.RunAsync(app.Images.GenerateImageWithFailoverAsync(request)));

        AssertShown(failure.ToString(), failure.Message, failure.Attempts[0].Message!, failure.Attempts[0].JobId!);
        Assert.Contains("Job x: worse FORGED log line evil key [redacted] and [redacted]", failure.Message, StringComparison.Ordinal);
        AssertShown([.. _logs.GetSnapshot().Select(line => line.Text())]);
        Assert.Contains(_logs.GetSnapshot(), line => line.Message.Contains("Job x", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Generate_ProviderThrows_TheLogHoldsTheFaultWithoutSecrets()
    {
        _provider.OnSubmit = (_, _, _) => throw new HttpRequestException(
            Told, new InvalidOperationException($"inner {Told}") { Data = { ["Authorization"] = $"Bearer {Key}" } });
        await using var app = Application();

        var failure = await Assert.ThrowsAsync<ImageGenerationException>(() => app.RunAsync(app.Images.GenerateImageAsync(Request(), "fake")));

        AssertShown(failure.ToString());
        var line = Assert.Single(_logs.GetSnapshot(), line => line.Message.Contains("threw while submitting", StringComparison.Ordinal)).Text();
        Assert.Contains("HttpRequestException: worse", line, StringComparison.Ordinal);
        Assert.Contains("InvalidOperationException: inner worse", line, StringComparison.Ordinal);
        Assert.Contains(nameof(FakeProvider.SubmitAsync), line, StringComparison.Ordinal);
        AssertHidden(line);
    }

    [Fact]
    public async Task Generate_ProviderDeliversWithStrangeLabels_TheyAreOneLine()
    {
        var steps = new List<GenerationProgress>();
        _provider.OnSubmit = (provider, request, _) => Task.FromResult(provider.Accepted(request) with { Reference = new("fake", $"id {Hostile}", request.ModelId) });
        _provider.OnGetJob = (job, _) => Task.FromResult(_provider.Done(_provider.Submits.First()) with
        {
            Reference = job,
            Warnings = [$"careful: {Told}"],
            Images = [new() { Url = new Uri("https://images.test/a.png"), MediaType = $"image/png{Hostile}" }],
        });
        await using var app = Application();

        var response = await app.RunAsync(app.Images.GenerateAsync(Request(), new() { Provider = "fake", Progress = new Steps(steps) }));

        AssertShown(
            [response.Images[0].MediaType!, response.Images[0].ToString(), response.Metadata.Attempts[0].JobId!, .. response.Warnings, .. steps.Select(step => step.ToString())]);
        Assert.Contains(response.Warnings, warning => warning.Contains("careful: worse FORGED", StringComparison.Ordinal));
        Assert.Contains(steps, step => step.JobId?.StartsWith("id worse", StringComparison.Ordinal) == true);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task CheckHealth_ProviderSaysOrThrows_TheDescriptionIsShown(bool throws)
    {
        _provider.OnHealth = _ => throws ? throw new HttpRequestException($"no: {Told}") : Task.FromResult(new ProviderHealth(false, $"no: {Told}"));
        await using var app = Application();

        var health = await app.Monitor.CheckHealthAsync("fake");

        Assert.Contains("no: worse FORGED", health.Description, StringComparison.Ordinal);
        Assert.DoesNotContain(Key, health.Description, StringComparison.Ordinal);
        AssertLine(health.Description);
    }

    [Fact]
    public void Exception_MadeByTheApplication_IsOneLine() =>
        AssertLine(new ImageGenerationException(FailureKind.JobFailed, $"said: {Hostile}").Message);

    [Fact]
    public void OutputErrors_CauseThatNamesTheLink_IsCleaned()
    {
        var link = new Uri("https://me:sesame-open@files.test/private/9f8e7d6c5b4a/fox.png?X-Amz-Signature=0a1b2c3d4e5f6a7b8c9d");
        var cause = new HttpRequestException($"GET {link} broke", new IOException($"path {link.PathAndQuery}"));

        var text = OutputErrors.Unavailable(link, "the connection broke off", cause).ToString();

        Assert.Contains("IOException: path", text, StringComparison.Ordinal);
        Assert.DoesNotContain("9f8e7d6c5b4a", text, StringComparison.Ordinal);
        Assert.DoesNotContain("0a1b2c3d4e5f", text, StringComparison.Ordinal);
        Assert.DoesNotContain("sesame", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_AsJson_HoldNoKey()
    {
        var options = new ImageGenerationServiceOptions
        {
            Replicate = { ApiKey = Key },
            RunPod = { ApiKey = Key },
            Modal = { ApiKey = Key, ProxyKey = Key, ProxySecret = Key, Headers = { ["X-Key"] = Key }, FixedFields = { ["token"] = Key } },
        };

        var json = JsonSerializer.Serialize(options, _reflection);

        Assert.Contains("flux-schnell", json, StringComparison.Ordinal);
        Assert.DoesNotContain(Key, json, StringComparison.Ordinal);
        Assert.DoesNotContain(Key, $"{options}{options.Replicate}{options.RunPod}{options.Modal}", StringComparison.Ordinal);
    }

    private static ImageGenerationRequest Request() => TestApplication.Request(Prompt) with
    {
        NegativePrompt = "blurry, grey and dull",
        LoraWeights = new Dictionary<string, double> { ["https://loras.test/fox.safetensors?sig=c2lnbmVkLWJ5LXVz"] = 1 },
        Extras = new Dictionary<string, JsonElement>
        {
            ["fake"] = JsonDocument.Parse("""{"civitai_api_token":"civ-55667788aabbccdd","nested":[{"hf_token":"8f14e45fceea167a"}],"size":"large"}""").RootElement,
        },
    };

    private TestApplication Application(params FakeProvider[] others)
    {
        FakeProvider[] all = [_provider, .. others];
        foreach (var provider in all)
        {
            provider.Capabilities = model => new() { ModelId = $"fake/{model}", ReportsSeed = true, NegativePrompt = true, MaxLoraWeights = 8 };
        }

        return new(
            all,
            services: services => _logs.AddTo(services),
            provider: options =>
            {
                options.ApiKey = Key;
                options.LoraModels["sdxl"] = "fake/lora";
            });
    }

    private static void AssertShown(params IEnumerable<string> texts) => Assert.All(texts, AssertHidden);

    private static void AssertHidden(string text)
    {
        foreach (var secret in new[] { "TestKey", "5465737", "civ-5566", "8f14e45f", "c2lnbmVk", "fox", "blurry" })
        {
            Assert.DoesNotContain(secret, text, StringComparison.OrdinalIgnoreCase);
        }

        Assert.DoesNotContain("\u001b", text, StringComparison.Ordinal);
        Assert.DoesNotContain("\nFORGED", text, StringComparison.Ordinal);
        Assert.DoesNotContain("\u202e", text, StringComparison.Ordinal);
    }

    private static void AssertLine(string text) => Assert.DoesNotContain(text, c => char.IsControl(c) || c is '\u202e' or '\u200b');

    private sealed class Steps(List<GenerationProgress> steps) : IProgress<GenerationProgress>
    {
        public void Report(GenerationProgress value) => steps.Add(value);
    }
}
