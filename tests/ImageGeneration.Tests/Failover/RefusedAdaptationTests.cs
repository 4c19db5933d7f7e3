using System.Text.Json;
using ImageGeneration.Providers;
using ImageGeneration.Tests.Fakes;

namespace ImageGeneration.Tests.Failover;

/// <summary>A value that was chosen for the model and is refused ends nothing: the next provider may take it.</summary>
public sealed class RefusedAdaptationTests : IAsyncDisposable
{
    private readonly FakeProvider _first = new("first");
    private readonly FakeProvider _second = new("second");
    private readonly TestApplication _app;

    public RefusedAdaptationTests() => _app = new([_first, _second]);

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Theory]
    [InlineData("""input.aspect_ratio: aspect_ratio must be one of the following: "1:1", "3:2", "2:3" """)]
    [InlineData("input.seed: Must be less than or equal to 2147483647")]
    [InlineData("body.width: Input should be a multiple of 16")]
    [InlineData("Invalid parameter: size")]
    [InlineData("resolution 1024x1024 is not supported by this model")]
    [InlineData("input.megapixels: Must be one of 1")]
    [InlineData("input.num_outputs: Must be less than or equal to 1")]
    [InlineData("numInferenceSteps must be at most 4; seed must be positive")]
    [InlineData("Additional property guidance_scale is not allowed")]
    [InlineData("body.num_inference_steps: Extra inputs are not permitted")]
    [InlineData("Additional property negative_prompt is not allowed")]
    [InlineData("Unexpected input. output_format is not a valid input option.")]
    [InlineData("body.lora_weights: Extra inputs are not permitted")]
    [InlineData("input.image: field required")]
    [InlineData("image_url is a required input.")]
    [InlineData("Unexpected input. height is not a valid input option.; width is a required input.")]
    public async Task Submit_RefusedForWhatWasChosenHere_TheNextProviderDelivers(string words)
    {
        Adapting();
        Refuses(words);
        var request = TestApplication.Request() with { Width = 1920, Height = 1080, Seed = 4_000_000_000, Steps = 50, GuidanceScale = 7, Count = 2 };

        var response = await _app.RunAsync(_app.Images.GenerateImageWithFailoverAsync(request));

        Assert.Equal(("second", FailureKind.Unsupported), (response.Provider, response.Metadata.Attempts[0].Failure));
        Assert.Contains(words.Trim().TrimEnd('.'), response.Metadata.Attempts[0].Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("input.prompt: must not be longer than 300 characters")]
    [InlineData("input.num_inference_steps: Must be less than or equal to 4")]
    [InlineData("input.guidance_scale: Must be at most 3")]
    [InlineData("input.seed: Must be even")]
    [InlineData("input.scheduler: must be one of DDIM, K_EULER")]
    [InlineData("Additional property imput_image is not allowed")]
    [InlineData("input.width: Must be a multiple of 64")]
    [InlineData("input.output_format: output_format must be one of jpg, png")]
    [InlineData("the image is not valid")]
    [InlineData("input.negative_prompt: too long")]
    [InlineData("prompt is a required input.")]
    [InlineData("lora weights could not be loaded")]
    [InlineData("input.aspect_ratio: must be one of 1:1; input.prompt: too long")]
    public async Task Submit_RefusedForWhatTheCallerSet_EndsTheRequest(string words)
    {
        Refuses(words);
        using var extras = JsonDocument.Parse("""{"scheduler":"x","imput_image":"https://a.test/b.png"}""");
        var request = TestApplication.Request() with
        {
            Width = 1000,
            Height = 1000,
            Seed = 42,
            Steps = 8,
            GuidanceScale = 3.5,
            OutputFormat = ImageFormat.Webp,
            Extras = new Dictionary<string, JsonElement> { ["first"] = extras.RootElement.Clone(), ["second"] = extras.RootElement.Clone() },
        };

        var failure = await Assert.ThrowsAsync<ImageGenerationException>(
            () => _app.RunAsync(_app.Images.GenerateImageWithFailoverAsync(request)));

        Assert.Equal(FailureKind.InvalidRequest, failure.Kind);
        Assert.Empty(_second.Submits);
    }

    [Fact]
    public async Task Job_RefusedForASizeThatWasAdapted_TheNextProviderDelivers()
    {
        Adapting();
        _first.OnSubmit = (provider, request, _) => Task.FromResult(provider.Accepted(request));
        _first.OnGetJob = (job, _) => Task.FromResult(ProviderJob.Failed(
            new(FailureKind.InvalidRequest, $"first refused the input of job {job.Id}: size must be smaller."), job));

        var response = await _app.RunAsync(_app.Images.GenerateImageWithFailoverAsync(
            TestApplication.Request() with { Width = 1920, Height = 1080 }));

        Assert.Equal("second", response.Provider);
    }

    private void Refuses(string words) => _first.OnSubmit = (_, _, _) => Task.FromResult(
        ProviderJob.Failed(new(FailureKind.InvalidRequest, $"first refused the input (422): {words}.") { StatusCode = 422 }));

    private void Adapting() => _first.Capabilities = model => new()
    {
        ModelId = $"first/{model}",
        Sizes = new NamedRatios(),
        MaxImagesPerJob = 4,
        Steps = new(1, 30),
        GuidanceScale = new(0, 5),
    };

    private sealed record NamedRatios : SizeRule
    {
        public override FittedSize Fit(int width, int height) => new(1344, 768, "16:9", "1");
    }
}
