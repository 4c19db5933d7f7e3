using System.Text.Json;
using ImageGeneration.Json;
using ImageGeneration.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;

namespace ImageGeneration.Tests.Extras;

/// <summary>Extras bind the route: what they hold is never dropped in silence.</summary>
public sealed class ExtrasRouteTests
{
    private const string Picture = """{"image":"https://x.test/in.png"}""";

    [Fact]
    public async Task Generate_ExtrasForOneProvider_TheOtherIsLeftOutThoughItIsFirst()
    {
        var (first, second) = (new FakeProvider("first"), new FakeProvider("second"));
        await using var application = new TestApplication([first, second]);
        var request = ExtrasBudgetTests.With("SECOND", Picture);

        var response = await application.RunAsync(application.Images.GenerateImageWithFailoverAsync(request));

        Assert.Equal("second", response.Provider);
        Assert.Empty(first.Submits);
        Assert.Equal("https://x.test/in.png", Assert.Single(second.Submits).Extras!.Value.GetProperty("image").GetString());
        var excluded = Assert.Single(application.Routes.Plan(request).Excluded);
        Assert.Equal("first", excluded.Provider);
        Assert.Contains("the extras are for SECOND", excluded.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Generate_TheProviderThatExtrasAreForFails_NobodyElseDrawsWithoutThem()
    {
        var (first, second) = (new FakeProvider("first"), new FakeProvider("second"));
        await using var application = new TestApplication([first.Fails(FailureKind.InvalidRequest), second]);

        await Assert.ThrowsAsync<ImageGenerationException>(
            () => application.RunAsync(application.Images.GenerateImageWithFailoverAsync(ExtrasBudgetTests.With("first", Picture))));

        Assert.Empty(second.Submits);
    }

    [Fact]
    public async Task Generate_AskedForByNameBesideTheExtras_WarnedAndWhereStrictRefused()
    {
        var request = ExtrasBudgetTests.With("second", Picture);
        await using var application = new TestApplication([new FakeProvider("first"), new FakeProvider("second")]);
        var provider = new FakeProvider("first");
        await using var strict = new TestApplication([provider, new FakeProvider("second")], options => options.RejectUnsupportedSettings = true);

        var response = await application.RunAsync(application.Images.GenerateImageAsync(request, "first"));
        var refused = await Assert.ThrowsAsync<ImageGenerationException>(() => strict.Images.GenerateImageAsync(request, "first"));

        Assert.Contains("would be lost at first", Assert.Single(response.Warnings), StringComparison.Ordinal);
        Assert.Contains("would be lost at first", refused.Message, StringComparison.Ordinal);
        Assert.Empty(provider.Submits);
    }

    [Theory]
    [InlineData("""{"second":{"image":"x"},"first":{}}""")]
    [InlineData("""{"second":{"image":"x"},"first":{"image_url":"x"}}""")]
    [InlineData("""{"second":{}}""")]
    [InlineData("""{}""")]
    public async Task PlanRoute_ExtrasReachBothOrHoldNothing_BothAreAsked(string extras)
    {
        await using var application = new TestApplication([new FakeProvider("first"), new FakeProvider("second")]);
        var request = TestApplication.Request() with { Extras = Members(extras) };

        Assert.Equal(["first", "second"], application.Routes.Plan(request).Entries.Select(entry => entry.Provider));
    }

    [Theory]
    [InlineData("replciate", " Did you mean 'replicate'?")]
    [InlineData("runpd", " Did you mean 'runpod'?")]
    [InlineData("openai", "")]
    [InlineData("", "")]
    [InlineData("replicate ", " Did you mean 'replicate'?")]
    public async Task Generate_ExtrasForNobody_RefusedBeforeAnythingIsSent(string name, string meant)
    {
        await using var services = Services();
        var images = services.GetRequiredService<IImageGenerationService>();
        var routes = services.GetRequiredService<IImageRoutePlanner>();
        var request = ExtrasBudgetTests.With(name, Picture);

        var refused = await Assert.ThrowsAsync<ArgumentException>(() => images.GenerateImageWithFailoverAsync(request));

        Assert.Equal("Extras", refused.ParamName);
        Assert.Contains($"Extras name '{name}', and no provider of that name is configured. Configured: replicate, runpod.{meant}", refused.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => routes.Plan(request));
        Assert.Throws<ArgumentException>(() => images.SelectOptimalProvider(request));
    }

    [Fact]
    public async Task PlanRoute_OneProviderInTwoSpellings_Refused()
    {
        await using var services = Services();

        var refused = Assert.Throws<ArgumentException>(() => services.GetRequiredService<IImageRoutePlanner>().Plan(
            TestApplication.Request() with { Extras = Members("""{"runpod":{},"RunPod":{"seed":1}}""") }));

        Assert.Contains("once", refused.Message, StringComparison.Ordinal);
    }

    /// <summary>Members of the input are told with the name that was meant; those that the model has are not.</summary>
    [Theory]
    [InlineData("flux1", "replicate", """{"imput_image":"x"}""", "no input 'imput_image' (Extras)")]
    [InlineData("flux1", "replicate", """{"goFast":false}""", "did you mean 'go_fast'?")]
    [InlineData("flux1", "replicate", """{"output-quality":90}""", "did you mean 'output_quality'?")]
    [InlineData("sdxl", "replicate", """{"promt_strength":0.5}""", "did you mean 'prompt_strength'?")]
    [InlineData("sdxl", "replicate", """{"prompt_strength":0.5,"image":"x","scheduler":"DDIM","mask":"y"}""", null)]
    [InlineData("flux1", "replicate", """{"go_fast":false,"output_quality":90,"disable_safety_checker":true}""", null)]
    [InlineData("flux1", "runpod", """{"guidence":3}""", "did you mean 'guidance'?")]
    [InlineData("sdxl", "runpod", """{"shceduler":"DDIM"}""", "did you mean 'scheduler'?")]
    [InlineData("sdxl", "runpod", """{"scheduler":"DDIM","image_url":"x"}""", null)]
    [InlineData("custom", "runpod", """{"anything":"goes"}""", null)]
    public async Task Generate_MemberThatTheModelLacks_ReportedAndWhereStrictRefused(string model, string provider, string extras, string? told)
    {
        await using var services = Services();
        await using var strict = Services(options => options.RejectUnsupportedSettings = true);
        var request = ExtrasBudgetTests.With(provider, extras) with { Model = model };

        var plain = services.GetRequiredService<IImageRoutePlanner>().Plan(request);
        var refused = strict.GetRequiredService<IImageRoutePlanner>().Plan(request);

        var adaptations = Assert.Single(plain.Entries).Adaptations;
        Assert.Equal(told is null, refused.Entries.Count == 1);
        if (told is null)
        {
            Assert.Empty(adaptations);
        }
        else
        {
            Assert.Contains(told, Assert.Single(adaptations), StringComparison.Ordinal);
            Assert.Contains(refused.Excluded, exclusion => exclusion.Reason.Contains(told, StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("imput_image", "input_image")]
    [InlineData("inputImage", "input_image")]
    [InlineData("INPUT-IMAGE", "input_image")]
    [InlineData("inptu_image", "input_image")]
    [InlineData("input_images", "input_image")]
    [InlineData("sed", "seed")]
    [InlineData("sd", null)]
    [InlineData("", null)]
    [InlineData("something_else", null)]
    public void Nearest_Name_IsTheOneThatWasMeant(string name, string? meant) =>
        Assert.Equal(meant, WordText.Nearest(name, ["prompt", "input_image", "seed"]));

    private static Dictionary<string, JsonElement> Members(string json) =>
        JsonElement.Parse(json).EnumerateObject().ToDictionary(member => member.Name, member => member.Value);

    private static ServiceProvider Services(Action<ImageGenerationServiceOptions>? configure = null)
    {
        var services = new ServiceCollection();
        services.AddImageGeneration(options =>
        {
            (options.Replicate.ApiKey, options.RunPod.ApiKey) = (Providers.ProviderTestBed.Key, "rpa_test");
            options.RunPod.Models["custom"] = "abc123";
            configure?.Invoke(options);
        });
        return services.BuildServiceProvider();
    }
}
