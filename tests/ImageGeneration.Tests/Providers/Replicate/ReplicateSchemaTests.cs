using ImageGeneration.Providers;
using ImageGeneration.Tests.Time;

namespace ImageGeneration.Tests.Providers.Replicate;

public sealed class ReplicateSchemaTests
{
    private const string Version = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
    private const string Root = "https://api.replicate.com/v1/models/acme/thing";
    private const string Deployment = "https://api.replicate.com/v1/deployments/acme/ours";
    private const string ByRatio =
        """{"latest_version":{"id":"x","openapi_schema":{"components":{"schemas":{"Input":{"type":"object","properties":{"prompt":{"type":"string"},"seed":{"type":"integer","minimum":1},"num_outputs":{"type":"integer","minimum":1,"maximum":3},"num_inference_steps":{"type":"integer","minimum":2,"maximum":40},"guidance":{"type":"number","minimum":0,"maximum":6},"aspect_ratio":{"allOf":[{"$ref":"#/components/schemas/aspect_ratio"}],"default":"1:1"},"megapixels":{"allOf":[{"$ref":"#/components/schemas/megapixels"}]},"output_format":{"allOf":[{"$ref":"#/components/schemas/output_format"}]},"lora_weights":{"type":"string"},"lora_scale":{"type":"number"}}},"aspect_ratio":{"enum":["1:1","16:9","7:3","match_input_image"]},"megapixels":{"enum":["1","0.25"]},"output_format":{"enum":["jpg","png"]}}}}}}""";

    private const string ByPixels =
        """{"openapi_schema":{"components":{"schemas":{"Input":{"properties":{"prompt":{},"negative_prompt":{"type":"string"},"width":{"minimum":128,"maximum":2048,"multipleOf":16},"height":{},"steps":{},"cfg_scale":{},"output_format":{"enum":["jpeg"]}}}}}}}""";

    private readonly ProviderTestBed _bed = new();

    [Fact]
    public async Task Submit_ModelThatReportsItsRatios_GetsItsOwnNames()
    {
        _bed.On("GET", Root, 200, ByRatio);
        _bed.On("POST", Root + "/predictions", 201, """{"id":"abc123","status":"starting"}""");
        var provider = Provider("acme/thing");

        await provider.ReadCapabilitiesAsync("thing", default);
        var capabilities = provider.GetCapabilities("thing")!;
        await provider.SubmitJobAsync(
            ProviderTestBed.Request("acme/thing", "thing") with
            {
                NegativePrompt = "n",
                AspectRatio = "7:3",
                Megapixels = "1",
                Count = 2,
                Steps = 9,
                GuidanceScale = 2.5,
                Seed = 1,
                Format = ImageFormat.Jpeg,
                LoraWeights = [new("a/b", 0.5)],
            },
            default);

        Assert.Equal(
            """{"input":{"prompt":"a red fox in the snow","aspect_ratio":"7:3","megapixels":"1","num_outputs":2,"num_inference_steps":9,"guidance":2.5,"seed":1,"output_format":"jpg","lora_weights":"a/b","lora_scale":0.5}}""",
            _bed.Last.Body);
        Assert.Equal(("acme/thing", 3, 1, false), (capabilities.ModelId, capabilities.MaxImagesPerJob, capabilities.MaxLoraWeights, capabilities.NegativePrompt));
        Assert.Equal((new NumericRange(2, 40), new NumericRange(0, 6)), (capabilities.Steps, capabilities.GuidanceScale));
        Assert.Equal(new FittedSize(1344, 768, "16:9", "1"), capabilities.Sizes.Fit(1920, 1080));
        Assert.Equal(new FittedSize(784, 336, "7:3", "0.25"), capabilities.Sizes.Fit(700, 300));
        Assert.Equal([ImageFormat.Jpeg, ImageFormat.Png], capabilities.Formats);
        Assert.Equal((1, uint.MaxValue, false), (capabilities.MinSeed, capabilities.MaxSeed, capabilities.ReportsSeed));
    }

    [Fact]
    public async Task GetCapabilities_VersionThatReportsItsPixels_HasThem()
    {
        _bed.On("GET", $"{Root}/versions/{Version}", 200, ByPixels);
        var provider = Provider($"acme/thing:{Version}");
        var before = provider.GetCapabilities("thing")!;

        await provider.ReadCapabilitiesAsync("thing", default);
        var capabilities = provider.GetCapabilities("thing")!;

        Assert.NotEqual(before, capabilities);
        Assert.Equal(new PixelSizes(128, 2048, 16), capabilities.Sizes);
        Assert.Equal((true, false, 1), (capabilities.NegativePrompt, capabilities.Seed, capabilities.MaxImagesPerJob));
        Assert.Equal((new NumericRange(1, 500), new NumericRange(0, 50)), (capabilities.Steps, capabilities.GuidanceScale));
    }

    /// <summary>Stable Diffusion has neither a least nor a greatest width, but a list of them.</summary>
    [Fact]
    public async Task GetCapabilities_NumbersToChooseFrom_AreKeptTo()
    {
        _bed.On("GET", Root, 200, """
            {"latest_version":{"openapi_schema":{"components":{"schemas":{"width":{"enum":[64,128,192,1024],"type":"integer"},
            "Input":{"properties":{"prompt":{},"width":{"allOf":[{"$ref":"#/components/schemas/width"}]},
            "height":{"allOf":[{"$ref":"#/components/schemas/width"}]},"num_outputs":{"enum":[1,2],"type":"integer"}}}}}}}}
            """);
        var provider = Provider("acme/thing");

        await provider.ReadCapabilitiesAsync("thing", default);
        var capabilities = provider.GetCapabilities("thing")!;

        Assert.Equal(new PixelSizes(64, 1024, 64), capabilities.Sizes);
        Assert.Equal(2, capabilities.MaxImagesPerJob);
    }

    [Fact]
    public async Task GetCapabilities_CustomRatioWithPixels_IsAskedForByPixels()
    {
        _bed.On("GET", Root, 200, """{"latest_version":{"openapi_schema":{"components":{"schemas":{"Input":{"properties":{"prompt":{},"aspect_ratio":{"enum":["1:1","custom"]},"width":{"minimum":256,"maximum":1440},"height":{}}}}}}}}""");
        _bed.On("POST", Root + "/predictions", 201, """{"id":"abc123","status":"starting"}""");
        var provider = Provider("acme/thing");

        await provider.ReadCapabilitiesAsync("thing", default);
        await provider.SubmitJobAsync(ProviderTestBed.Request("acme/thing", "thing"), default);

        Assert.Equal(new PixelSizes(256, 1440, 32), provider.GetCapabilities("thing")!.Sizes);
        Assert.Equal("""{"input":{"prompt":"a red fox in the snow","width":1024,"height":1024,"aspect_ratio":"custom"}}""", _bed.Last.Body);
    }

    [Theory]
    [InlineData(404, """{"detail":"The requested resource could not be found.","status":404}""")]
    [InlineData(200, "{}")]
    [InlineData(200, """{"latest_version":null}""")]
    [InlineData(502, "<html></html>")]
    public async Task ReadCapabilities_Refused_IsTheGenericRowAndOneLogLine(int status, string body)
    {
        _bed.On("GET", Root, status, body);
        var provider = Provider("acme/thing");
        var before = provider.GetCapabilities("thing");

        await provider.ReadCapabilitiesAsync("thing", default);
        await provider.ReadCapabilitiesAsync("thing", default);

        Assert.Same(before, provider.GetCapabilities("thing"));
        Assert.Equal(2002, Assert.Single(_bed.Logs.GetSnapshot()).Id.Id);
        Assert.Single(_bed.Sent);
    }

    [Fact]
    public async Task ReadCapabilities_RefusedOnce_IsAskedAgainAfterAWhile()
    {
        var time = new StepClock();
        _bed.Time = time;
        _bed.On("GET", Root, 502, "");
        var provider = Provider("acme/thing");
        await provider.ReadCapabilitiesAsync("thing", default);
        _bed.Http.ResetBackendDefinitions();
        _bed.On("GET", Root, 200, ByRatio);

        time.Advance(TimeSpan.FromMinutes(6));
        await provider.ReadCapabilitiesAsync("thing", default);

        Assert.Equal(3, provider.GetCapabilities("thing")!.MaxImagesPerJob);
    }

    [Fact]
    public async Task ReadCapabilities_ManyAtOnce_AskOnce()
    {
        _bed.On("GET", Root, 200, ByRatio);
        var provider = Provider("acme/thing");

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(async () => await provider.ReadCapabilitiesAsync("thing", default))));

        Assert.Single(_bed.Sent);
    }

    [Fact]
    public async Task ReadCapabilities_DeploymentOfAModelThatReports_AsksThatVersion()
    {
        _bed.On("GET", Deployment, 200, Release("acme/thing", Version));
        _bed.On("GET", $"{Root}/versions/{Version}", 200, ByRatio);
        var provider = Provider("deployments/acme/ours");

        await provider.ReadCapabilitiesAsync("thing", default);

        Assert.Equal((3, "deployments/acme/ours"), (provider.GetCapabilities("thing")!.MaxImagesPerJob, provider.GetCapabilities("thing")!.ModelId));
    }

    [Fact]
    public async Task ReadCapabilities_DeploymentOfAModelThatIsKnown_HasItsRow()
    {
        _bed.On("GET", Deployment, 200, Release("black-forest-labs/flux-1.1-pro", Version));
        var (provider, known) = (Provider("deployments/acme/ours"), Provider("black-forest-labs/flux-1.1-pro"));

        await provider.ReadCapabilitiesAsync("thing", default);

        Assert.Equal(
            known.GetCapabilities("thing")! with { ModelId = "deployments/acme/ours" }, provider.GetCapabilities("thing"));
        Assert.Single(_bed.Sent);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"current_release":{"model":"thing","version":null}}""")]
    [InlineData("""{"current_release":null}""")]
    public async Task ReadCapabilities_DeploymentThatDoesNotReportItsModel_IsTheGenericRowAndOneLogLine(string body)
    {
        _bed.On("GET", Deployment, 200, body);
        var provider = Provider("deployments/acme/ours");

        await provider.ReadCapabilitiesAsync("thing", default);

        Assert.NotNull(provider.GetCapabilities("thing"));
        Assert.Single(_bed.Logs.GetSnapshot(), line => line.Message.Contains("deployments/acme/ours", StringComparison.Ordinal));
        Assert.Single(_bed.Sent);
    }

    [Theory]
    [InlineData(false, "acme/thing")]
    [InlineData(true, "black-forest-labs/flux-dev")]
    [InlineData(false, "deployments/acme/thing")]
    [InlineData(true, Version)]
    public async Task ReadCapabilities_NotWantedOrKnownOrWithoutAPlace_AsksNobody(bool wanted, string id)
    {
        var provider = _bed.Replicate(o => (o.DiscoverModelCapabilities, o.Models["thing"]) = (wanted, id));

        await provider.ReadCapabilitiesAsync("thing", default);
        await provider.ReadCapabilitiesAsync("pony", default);

        Assert.Empty(_bed.Sent);
    }

    private ImageGeneration.Providers.Replicate.ReplicateImageProvider Provider(string id) =>
        _bed.Replicate(o => (o.DiscoverModelCapabilities, o.Models["thing"]) = (true, id));

    private static string Release(string model, string version) =>
        $$$"""{"owner":"acme","name":"ours","current_release":{"number":1,"model":"{{{model}}}","version":"{{{version}}}"}}""";
}
