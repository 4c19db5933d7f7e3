using System.Text.Json;
using ImageGeneration.Prompts;
using ImageGeneration.Providers.Replicate;
using ImageGeneration.Routing;
using Microsoft.Extensions.Options;

namespace ImageGeneration.Tests.Providers.Replicate;

/// <summary>What the library itself chooses must be what the model takes: by what the model tells, else by the table.</summary>
public sealed class ReplicateClosedModelTests
{
    private const string Root = "https://api.replicate.com/v1/models/";
    private const string Created = """{"id":"abc123","status":"starting"}""";
    private const string Version = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    private readonly ProviderTestBed _bed = new();

    /// <summary>The tables alone: what is asked for is never a ratio, a seed or a format that the model refuses.</summary>
    [Theory]
    [InlineData("openai/gpt-image-1", """{"prompt":"a fox","aspect_ratio":"3:2","number_of_images":2,"output_format":"jpeg"}""")]
    [InlineData("openai/gpt-image-1-mini", """{"prompt":"a fox","aspect_ratio":"3:2","number_of_images":2,"output_format":"jpeg"}""")]
    [InlineData("ideogram-ai/ideogram-v3-turbo", """{"prompt":"a fox","aspect_ratio":"16:9","seed":1852516352}""")]
    [InlineData("ideogram-ai/ideogram-v2", """{"prompt":"a fox","aspect_ratio":"16:9","seed":1852516352}""")]
    [InlineData("google/imagen-4", """{"prompt":"a fox","aspect_ratio":"16:9","output_format":"jpg"}""")]
    [InlineData("recraft-ai/recraft-v3", """{"prompt":"a fox","aspect_ratio":"16:9"}""")]
    [InlineData("acme/unheard-of", """{"prompt":"a fox","aspect_ratio":"16:9","seed":1852516352}""")]
    public async Task Submit_NothingIsReported_FitsWhatTheTableKnows(string id, string input)
    {
        _bed.On("POST", $"{Root}{id}/predictions", 201, Created);
        var provider = Provider(id, schemas: false);

        Assert.Equal(input, await SubmitAsync(provider, Request()));
    }

    [Theory]
    [InlineData("openai/gpt-image-1")]
    [InlineData("openai/gpt-image-9")]
    public async Task Submit_ModelReportsItsRatiosAndCount_FitsThem(string id)
    {
        _bed.On("GET", Root + id, 200, Schema("""
            "prompt":{},"number_of_images":{"minimum":1,"maximum":10},"quality":{},
            "aspect_ratio":{"enum":["1:1","3:2","2:3"]},"output_format":{"enum":["png","webp"]}
            """));
        _bed.On("POST", $"{Root}{id}/predictions", 201, Created);
        var provider = Provider(id);

        Assert.Equal("""{"prompt":"a fox","aspect_ratio":"3:2","number_of_images":2}""", await SubmitAsync(provider, Request()));
        var capabilities = provider.GetCapabilities("thing")!;
        Assert.Equal((10, false), (capabilities.MaxImagesPerJob, capabilities.Seed));
        Assert.Equal(["aspect_ratio", "number_of_images", "output_format", "prompt", "quality"], capabilities.InputNames!.Order(StringComparer.Ordinal));
        Assert.Equal(id == "openai/gpt-image-1" ? (1536, 1024) : (1216, 832), (capabilities.Sizes.Fit(1536, 1024).Width, capabilities.Sizes.Fit(1536, 1024).Height));
    }

    [Fact]
    public async Task Submit_ModelReportsANarrowSeed_FitsIt()
    {
        _bed.On("GET", Root + "ideogram-ai/ideogram-v3-turbo", 200, Schema("""
            "prompt":{},"seed":{"type":"integer","maximum":2147483647},"aspect_ratio":{"enum":["1:1","16:9"]}
            """));
        _bed.On("POST", Root + "ideogram-ai/ideogram-v3-turbo/predictions", 201, Created);

        Assert.Equal(
            """{"prompt":"a fox","aspect_ratio":"16:9","seed":1852516352}""",
            await SubmitAsync(Provider("ideogram-ai/ideogram-v3-turbo"), Request()));
    }

    /// <summary>Community models have no route by their name; what the model tells has the version.</summary>
    [Theory]
    [InlineData("acme/fine-tune")]
    [InlineData("acme/fine-tune:latest")]
    [InlineData("https://replicate.com/acme/fine-tune")]
    public async Task Submit_CommunityModelWithoutAVersion_IsCalledByTheNewest(string id)
    {
        _bed.On("GET", Root + "acme/fine-tune", 200, Schema(""" "prompt":{},"width":{},"height":{} """, isOfficial: false));
        _bed.On("POST", "https://api.replicate.com/v1/predictions", 201, Created);
        var provider = Provider(id);

        Assert.Equal("""{"prompt":"a fox","width":1344,"height":768}""", await SubmitAsync(provider, Request()));
        Assert.Contains($"\"version\":\"{Version}\"", _bed.Last.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Submit_NothingCanBeRead_GoesOnWithTheTable()
    {
        _bed.On("GET", Root + "openai/gpt-image-1", 500, "oops");
        _bed.On("POST", Root + "openai/gpt-image-1/predictions", 201, Created);

        Assert.Contains("\"aspect_ratio\":\"3:2\"", await SubmitAsync(Provider("openai/gpt-image-1"), Request()), StringComparison.Ordinal);
    }

    [Fact]
    public void ReadSchemas_Default_IsOn() => Assert.True(new ReplicateOptions().DiscoverModelCapabilities);

    private static ImageGenerationRequest Request() => new()
    {
        Prompt = "a fox",
        Model = "thing",
        Width = 1344,
        Height = 768,
        Count = 2,
        Seed = 4_000_000_000,
        OutputFormat = ImageFormat.Jpeg,
    };

    private static string Schema(string properties, bool isOfficial = true) =>
        """{"is_official":OFFICIAL,"latest_version":{"id":"VERSION","openapi_schema":{"components":{"schemas":{"Input":{"properties":{INPUT}}}}}}}"""
            .Replace("OFFICIAL", isOfficial ? "true" : "false", StringComparison.Ordinal)
            .Replace("VERSION", Version, StringComparison.Ordinal)
            .Replace("INPUT", properties, StringComparison.Ordinal);

    private ReplicateImageProvider Provider(string id, bool schemas = true) =>
        _bed.Replicate(options => (options.DiscoverModelCapabilities, options.Models["thing"]) = (schemas, id));

    private async Task<string> SubmitAsync(ReplicateImageProvider provider, ImageGenerationRequest request)
    {
        var options = Options.Create(new ImageGenerationServiceOptions());
        await provider.ReadCapabilitiesAsync(request.Model, default);
        var model = provider.GetCapabilities(request.Model)!;
        var adapted = new RequestAdapter(new PromptEnhancer(options), options).Adapt(request, "replicate", model, out _)!.Value;
        var job = await provider.SubmitJobAsync(adapted.Slice(0, Math.Min(request.Count, adapted.MaxImagesPerJob)), default);
        Assert.Null(job.Failure);
        using var body = JsonDocument.Parse(_bed.Last.Body);
        return body.RootElement.GetProperty("input").GetRawText();
    }
}
