using System.Text.Json;
using ImageGeneration.Providers.RunPod;
using ImageGeneration.Tests.Fakes;
using ImageGeneration.Tests.Providers;

namespace ImageGeneration.Tests.Failover;

/// <summary>Several jobs with one seed make one picture, several times over: told, or refused, before anything is spent.</summary>
public sealed class RepeatedSeedTests
{
    private readonly FakeProvider _fake = new();

    [Theory]
    [InlineData(true, 3, 1, null, true)]
    [InlineData(true, 3, 4, null, false)]
    [InlineData(true, 1, 1, null, false)]
    [InlineData(true, 5, 4, null, true)]
    [InlineData(false, 3, 1, null, false)]
    [InlineData(false, 3, 1, """{"seed":7}""", true)]
    [InlineData(false, 3, 1, """{"noise_seed":7}""", true)]
    [InlineData(false, 3, 1, """{"random_seed":7}""", true)]
    [InlineData(false, 3, 1, """{"workflow":{"3":{"class_type":"KSampler","inputs":{"seed":7,"model":["4",0]}}}}""", true)]
    [InlineData(false, 3, 1, """{"seed":-1}""", false)]
    [InlineData(false, 3, 4, """{"seed":7}""", false)]
    public async Task Generate_JobsThatWouldRunWithOneSeed_IsAWarning(bool isFixed, int count, int perJob, string? extras, bool warned)
    {
        await using var app = App(isFixed, perJob);

        var response = await app.RunAsync(app.Images.GenerateImageWithFailoverAsync(Request(count, extras)));

        Assert.Equal(warned, response.Warnings.Any(warning => warning.Contains("the same image", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(true, null)]
    [InlineData(false, """{"seed":7}""")]
    public async Task Generate_StrictAndJobsWouldRunWithOneSeed_NothingIsSent(bool isFixed, string? extras)
    {
        await using var app = App(isFixed, 1, strict: true);

        await Assert.ThrowsAnyAsync<ImageGenerationException>(() => app.RunAsync(app.Images.GenerateImageWithFailoverAsync(Request(3, extras))));

        Assert.Empty(_fake.Submits);
    }

    [Fact]
    public void GetCapabilities_WhereNobodyCanSetTheSeed_ItIsFixed()
    {
        var bed = new ProviderTestBed();
        const string workflow = """{"3":{"inputs":{"seed":1}},"6":{"inputs":{"text":""}}}""";
        var (without, with) = (new ComfyUiWorkflow { Workflow = workflow }, new ComfyUiWorkflow { Workflow = workflow });
        without.Inputs["prompt"] = with.Inputs["prompt"] = "6.text";
        with.Inputs["seed"] = "3.seed";

        Assert.True(bed.RunPod(options => (options.Models["flux1"], options.Workflows["flux1"]) = ("comfy", without)).GetCapabilities("flux1")!.FixedSeed);
        Assert.False(bed.RunPod(options => (options.Models["flux1"], options.Workflows["flux1"]) = ("comfy", with)).GetCapabilities("flux1")!.FixedSeed);
        Assert.True(bed.Modal(options => options.FixedFields["seed"] = "7").GetCapabilities("flux1")!.FixedSeed);
        Assert.True(bed.Modal(options => (options.Fields["seed"], options.FixedFields["rng"]) = ("rng", "7")).GetCapabilities("flux1")!.FixedSeed);
        Assert.False(bed.Modal(options => options.FixedFields["steps"] = "7").GetCapabilities("flux1")!.FixedSeed);
    }

    private static ImageGenerationRequest Request(int count, string? extras) => TestApplication.Request() with
    {
        Count = count,
        Extras = extras is null ? null : new Dictionary<string, JsonElement> { ["fake"] = JsonDocument.Parse(extras).RootElement },
    };

    private TestApplication App(bool isFixed, int perJob, bool strict = false)
    {
        _fake.Capabilities = _ => new() { ModelId = "m", FixedSeed = isFixed, Seed = !isFixed, MaxImagesPerJob = perJob, ReportsSeed = true };
        return new([_fake], options => options.RejectUnsupportedSettings = strict);
    }
}
