using ImageGeneration.Providers;

namespace ImageGeneration.Tests.Providers.Replicate;

public sealed class ReplicateCapabilityTests
{
    private readonly ProviderTestBed _bed = new();

    [Fact]
    public void GetCapabilities_NameThatIsNotMapped_IsNull() => Assert.Null(_bed.Replicate().GetCapabilities("pony"));

    [Fact]
    public void GetCapabilities_Flux1_IsSchnell()
    {
        var capabilities = _bed.Replicate().GetCapabilities("FLUX1");

        Assert.Equal("black-forest-labs/flux-schnell", capabilities!.ModelId);
        Assert.Equal(new FittedSize(1344, 768, "16:9", "1"), capabilities.Sizes.Fit(1920, 1080));
        Assert.Equal(new FittedSize(512, 512, "1:1", "0.25"), capabilities.Sizes.Fit(512, 512));
        Assert.Equal((4, new NumericRange(1, 4), null), (capabilities.MaxImagesPerJob, capabilities.Steps, capabilities.GuidanceScale));
        Assert.False(capabilities.NegativePrompt);
        Assert.True(capabilities.ReportsSeed);
        Assert.Equal(0, capabilities.MaxLoraWeights);
        Assert.Null(capabilities.LoraModel);
    }

    [Fact]
    public void GetCapabilities_Sdxl_TakesNegativePromptStepsAndPixels()
    {
        var capabilities = _bed.Replicate().GetCapabilities(ImageModel.Sdxl)!;

        Assert.StartsWith("stability-ai/sdxl:39ed52f2", capabilities.ModelId, StringComparison.Ordinal);
        Assert.Equal(new PixelSizes(64, 4096, 8), capabilities.Sizes);
        Assert.Equal((new NumericRange(1, 500), new NumericRange(1, 50), 4), (capabilities.Steps, capabilities.GuidanceScale, capabilities.MaxImagesPerJob));
        Assert.True(capabilities.NegativePrompt);
    }

    [Theory]
    [InlineData("bytedance/sdxl-lightning-4step:6f7a773af6fc3e8de9d5a3c00be77c17308914bf67772726aff83496ba1e3bbe", 77)]
    [InlineData("me/sdxl-of-ours", 77)]
    [InlineData("stability-ai/stable-diffusion:ac732df83cea7fff18b8472768c88ad041fa750ff7681a21affe81863cbe77e4", 77)]
    [InlineData("lucataco/flux-schnell-lora", 256)]
    [InlineData("me/Flux-Dev-portraits", 512)]
    [InlineData("stability-ai/stable-diffusion-3.5-large", null)]
    [InlineData("black-forest-labs/flux-2-pro", null)]
    [InlineData("sdxl-fans/photomaker", null)]
    public void GetCapabilities_AModelInNoTable_ReadsWhatItsKinDoes(string id, int? expected) =>
        Assert.Equal(expected, _bed.Replicate(options => options.Models["kin"] = id).GetCapabilities("kin")!.PromptLimit?.Max);

    [Fact]
    public void GetCapabilities_Alias_IsTheRealModelAndOneLogLine()
    {
        var provider = _bed.Replicate(o => o.Models["flux1"] = "black-forest-labs/flux-1-schnell");

        var first = provider.GetCapabilities("flux1");
        var second = provider.GetCapabilities("flux1");

        Assert.Equal("black-forest-labs/flux-schnell", first!.ModelId);
        Assert.Same(first, second);
        Assert.Equal(2000, Assert.Single(_bed.Logs.GetSnapshot()).Id.Id);
    }

    [Fact]
    public void GetCapabilities_LoraModelConfigured_IsNamed()
    {
        var provider = _bed.Replicate(o => o.LoraModels["flux1"] = "black-forest-labs/flux-dev-lora");

        var lora = provider.GetCapabilities("flux1")!.LoraModel;

        Assert.Equal(("black-forest-labs/flux-dev-lora", 2), (lora?.ModelId, lora?.MaxLoraWeights));
        Assert.Equal(new NumericRange(1, 50), lora?.Steps);
    }

    [Fact]
    public void GetCapabilities_SyncWait_PromisesNoSeed() =>
        Assert.False(_bed.Replicate(o => o.SyncWait = TimeSpan.FromSeconds(60)).GetCapabilities("flux1")!.ReportsSeed);

    [Theory]
    [InlineData("black-forest-labs/flux-kontext-pro", false, 0)]
    [InlineData("acme/some-official-model", false, 0)]
    [InlineData("acme/fine-tune:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", true, 500)]
    [InlineData("deployments/acme/mine", true, 500)]
    [InlineData("7762fd07cf82c948538e41f63f77d685e02b063e37e496e96eefd46c929f9bdc", true, 500)]
    public void GetCapabilities_OtherIds_FindTheirRowOrAGenericOne(string id, bool negativePrompt, int maxSteps)
    {
        var capabilities = Capabilities(id);

        Assert.Equal((id, negativePrompt, maxSteps), (capabilities.ModelId, capabilities.NegativePrompt, (int)(capabilities.Steps?.Max ?? 0)));
    }

    /// <summary>FLUX takes seed 0 for none and would make another picture each time.</summary>
    [Theory]
    [InlineData("black-forest-labs/flux-schnell", 1)]
    [InlineData("black-forest-labs/flux-dev", 1)]
    [InlineData("black-forest-labs/flux-dev-lora", 1)]
    [InlineData("stability-ai/sdxl", 0)]
    [InlineData("black-forest-labs/flux-kontext-dev", 0)]
    public void GetCapabilities_LeastSeed_IsTheFirstThatTheModelTakesForOne(string id, long least) =>
        Assert.Equal((least, uint.MaxValue), (Capabilities(id).MinSeed, Capabilities(id).MaxSeed));

    /// <summary>A format that a model does not take is a 422 there.</summary>
    [Theory]
    [InlineData("black-forest-labs/flux-kontext-pro", "Png, Jpeg")]
    [InlineData("black-forest-labs/flux-kontext-dev", "Webp, Jpeg, Png")]
    [InlineData("black-forest-labs/flux-schnell", "Webp, Jpeg, Png")]
    [InlineData("stability-ai/sdxl", "")]
    public void GetCapabilities_Formats_AreThoseTheModelTakes(string id, string formats) =>
        Assert.Equal(formats, string.Join(", ", Capabilities(id).Formats));

    [Fact]
    public async Task CheckHealth_Account_IsNamed()
    {
        _bed.On("GET", "https://api.replicate.com/v1/account", 200, """{"type":"organization","username":"acme"}""");

        var health = await _bed.Replicate().CheckHealthAsync(default);

        Assert.Equal(new ProviderHealth(true, "replicate accepts the key of organization acme."), health);
    }

    [Theory]
    [InlineData(404)]
    [InlineData(405)]
    [InlineData(410)]
    public async Task CheckHealth_AnotherAddress_NamesTheSetting(int status)
    {
        _bed.On("GET", "https://api.replicate.com/v1/account", status, "");

        var health = await _bed.Replicate().CheckHealthAsync(default);

        Assert.Equal((false, FailureKind.Unsupported), (health.IsHealthy, health.Failure));
        Assert.Contains("Check ImageGeneration:Replicate:BaseUrl.", health.Description, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CheckHealth_RefusedKey_IsUnhealthy()
    {
        _bed.On("GET", "https://api.replicate.com/v1/account", 401, """{"detail":"Invalid token"}""");

        var health = await _bed.Replicate().CheckHealthAsync(default);

        Assert.False(health.IsHealthy);
        Assert.Equal(FailureKind.Unauthorized, health.Failure);
        Assert.StartsWith("Authentication failed", health.Description, StringComparison.Ordinal);
    }

    private ModelCapabilities Capabilities(string id) => _bed.Replicate(o => o.Models["x"] = id).GetCapabilities("x")!;
}
