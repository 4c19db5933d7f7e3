using System.Text.Json;
using ImageGeneration.Prompts;
using ImageGeneration.Providers;
using ImageGeneration.Routing;
using Microsoft.Extensions.Options;

namespace ImageGeneration.Tests.Routing;

public sealed class RequestAdapterTests
{
    private static readonly ImageGenerationRequest _request = new() { Prompt = "a cat" };
    private readonly RequestAdapter _adapter = new(new PromptEnhancer(Options.Create(new ImageGenerationServiceOptions())), Options.Create(new ImageGenerationServiceOptions()));

    [Fact]
    public void Adapt_AllWithinTheModel_NothingChanges()
    {
        var adapted = Adapt(_request with { Seed = 7, Steps = 20, GuidanceScale = 7.5, OutputFormat = ImageFormat.Png }, Full());

        Assert.Empty(adapted.Changes);
        Assert.Equal((1024, 1024, 7L, 20, 7.5, ImageFormat.Png), (
            adapted.Request.Width, adapted.Request.Height, adapted.Request.Seed, adapted.Request.Steps, adapted.Request.GuidanceScale, adapted.Request.Format));
    }

    [Fact]
    public void Adapt_SizeTheModelLacks_TheNearestAndAWarningThatNamesIt()
    {
        var adapted = Adapt(_request with { Width = 1001, Height = 777 }, Full());

        Assert.Equal((1000, 776), (adapted.Request.Width, adapted.Request.Height));
        Assert.Equal("m makes 1000x776 instead of 1001x777", Assert.Single(adapted.Changes));
    }

    [Theory]
    [InlineData(1920, 1080, "16:9", "1", 1344, 768)]
    [InlineData(1024, 1024, "1:1", "1", 1024, 1024)]
    [InlineData(512, 512, "1:1", "0.25", 512, 512)]
    [InlineData(600, 300, "16:9", "0.25", 672, 384)]
    public void Adapt_AModelOfAspectRatios_TheNearestShapeThenArea(int width, int height, string ratio, string megapixels, int madeWidth, int madeHeight)
    {
        var sizes = new AspectRatioSizes(
            [new(1024, 1024, "1:1"), new(1344, 768, "16:9"), new(768, 1344, "9:16")],
            [new("1", 1), new("0.25", 0.5)]);

        var request = Adapt(_request with { Width = width, Height = height }, Full() with { Sizes = sizes }).Request;

        Assert.Equal((ratio, megapixels, madeWidth, madeHeight), (request.AspectRatio, request.Megapixels, request.Width, request.Height));
    }

    [Fact]
    public void Adapt_BeyondTheModelsRanges_ClampedWithAWarningEach()
    {
        var model = Full() with { Steps = new(1, 4), GuidanceScale = null, MaxSeed = 65535, Formats = [] };

        var adapted = Adapt(_request with { Steps = 30, GuidanceScale = 3, Seed = 70000, OutputFormat = ImageFormat.Webp }, model);

        Assert.Equal((4, null, 4464L, null), (adapted.Request.Steps, adapted.Request.GuidanceScale, adapted.Request.Seed, adapted.Request.Format));
        Assert.Equal(4, adapted.Changes.Count);
    }

    /// <summary>Each seed outside becomes one inside, always the same, and neighbours stay neighbours.</summary>
    [Theory]
    [InlineData(0, 0, 65535, 0)]
    [InlineData(65535, 0, 65535, 65535)]
    [InlineData(65536, 0, 65535, 0)]
    [InlineData(0, 1, 65535, 65535)]
    [InlineData(1, 1, 65535, 1)]
    [InlineData(65536, 1, 65535, 1)]
    [InlineData(0, 10, 12, 12)]
    [InlineData(4294967295, 0, long.MaxValue, 4294967295)]
    [InlineData(4294967295, 0, 0, 0)]
    public void Adapt_SeedOutsideTheModelsRange_IsAnotherOneWithAWarning(long asked, long least, long most, long used)
    {
        var adapted = Adapt(_request with { Seed = asked }, Full() with { MinSeed = least, MaxSeed = most });

        Assert.Equal(used, adapted.Request.Seed);
        Assert.Equal(
            asked == used ? [] : [FormattableString.Invariant($"m takes seeds from {least} to {most}; {used} is used instead of {asked}")],
            adapted.Changes);
    }

    [Fact]
    public void Slice_SeedsPastTheHighest_GoOnFromTheLeast()
    {
        var adapted = Adapt(_request with { Seed = 0, Count = 4 }, Full() with { MinSeed = 1, MaxSeed = 9 });

        Assert.Equal([9L, 1L, 2L, 3L], Enumerable.Range(0, 4).Select(first => adapted.Slice(first, 1).Seed!.Value));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(0, 0)]
    [InlineData(5_000_000_000, 5_000_000_001)]
    public void Adapt_TheLibraryChoosesASeed_ItIsWithinTheModelsRange(long least, long most) =>
        Assert.InRange(Adapt(_request, Full() with { MinSeed = least, MaxSeed = most }).Request.Seed!.Value, least, most);

    [Fact]
    public void Adapt_TheModelKeepsItsSeedToItself_TheLibraryChoosesOne()
    {
        Assert.NotNull(Adapt(_request, Full() with { ReportsSeed = false }).Request.Seed);
        Assert.Null(Adapt(_request, Full() with { ReportsSeed = true }).Request.Seed);
    }

    [Fact]
    public void Adapt_LoraWeights_GoToTheLoraModel()
    {
        var model = Full() with { MaxLoraWeights = 0, LoraModel = Full() with { ModelId = "lora", MaxLoraWeights = 2 } };

        var adapted = Adapt(_request with { LoraWeights = new Dictionary<string, double> { ["me/style"] = 0.8 } }, model);

        Assert.Equal("lora", adapted.Request.ModelId);
        Assert.Equal(0.8, Assert.Single(adapted.Request.LoraWeights).Value);
    }

    [Fact]
    public void Adapt_LoraWeightsAndNoModelForThem_RefusedWithTheSettingToMake()
    {
        var request = _request with { Model = ImageModel.Flux1, LoraWeights = new Dictionary<string, double> { ["me/style"] = 0.8 } };

        Assert.Null(_adapter.Adapt(request, "replicate", Full(), out var refusal));
        Assert.Contains("LoraModels:flux1", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void Adapt_ExtrasOfSeveralProviders_EachGetsItsOwn()
    {
        using var extra = JsonDocument.Parse("""{"go_fast":false}""");
        var request = _request with { Extras = new Dictionary<string, JsonElement> { ["other"] = extra.RootElement, ["replicate"] = extra.RootElement } };

        Assert.NotNull(_adapter.Adapt(request, "replicate", Full(), out _)!.Value.Request.Extras);
        Assert.Null(_adapter.Adapt(request, "runpod", Full(), out _)!.Value.Request.Extras);
    }

    private static ModelCapabilities Full() => new()
    {
        ModelId = "m",
        NegativePrompt = true,
        Steps = new(1, 50),
        GuidanceScale = new(0, 20),
        Formats = [ImageFormat.Png, ImageFormat.Jpeg],
    };

    private AdaptedRequest Adapt(ImageGenerationRequest request, ModelCapabilities model) => _adapter.Adapt(request, "replicate", model, out _)!.Value;
}
