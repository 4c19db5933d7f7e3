using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ImageGeneration.Tests.Configuration;

/// <summary>They change this process's environment, so that no test runs beside them.</summary>
[CollectionDefinition(nameof(VariablesTests), DisableParallelization = true)]
[Collection(nameof(VariablesTests))]
public sealed class VariablesTests : IDisposable
{
    private readonly List<string> _set = [];

    [Fact]
    public void AddImageGeneration_WithoutArguments_ReadsTheSectionsVariables()
    {
        Set("ImageGeneration__Replicate__ApiKey", "simulated");
        Set("ImageGeneration__Replicate__BaseUrl", "http://127.0.0.1:5005/v1");
        Set("IMAGEGENERATION__RunPod__Models__mine", "abc");
        Set("ImageGeneration__Prices__0__Model", "sdxl");
        Set("ImageGeneration__Prices__0__PerImageUsd", "0.02");
        Set("ImageGeneration__Budget__Tags__tenant__Values__0__Name", "acme:eu");
        Set("ImageGeneration__Budget__Tags__tenant__Values__0__PerDayUsd", "5");
        Set("ImageGeneration__Deadline", "90s");
        Set("RUNPOD_API_KEY", "key");

        using var services = new ServiceCollection().AddImageGeneration().Services.BuildServiceProvider();
        var options = services.GetRequiredService<IOptions<ImageGenerationServiceOptions>>().Value;

        Assert.Equal(("simulated", "http://127.0.0.1:5005/v1"), (options.Replicate.ApiKey, options.Replicate.BaseUrl!.OriginalString));
        Assert.Equal(("key", "abc"), (options.RunPod.ApiKey, options.RunPod.Models["mine"]));
        Assert.Equal(0.02m, Assert.Single(options.Prices).PerImageUsd);
        Assert.Equal(5m, options.Budget.Tags["tenant"].Values["acme:eu"].PerDayUsd);
        Assert.Equal(TimeSpan.FromSeconds(90), options.Deadline);
    }

    [Fact]
    public void AddImageGeneration_WithoutArguments_RefusesAVariableThatNobodyReads()
    {
        Set("ImageGeneration__Replicate__ApiKey", "simulated");
        Set("ImageGeneration__Replicate__BaseUri", "http://127.0.0.1:5005/v1");
        using var services = new ServiceCollection().AddImageGeneration().Services.BuildServiceProvider();

        var failure = Assert.Throws<OptionsValidationException>(services.GetRequiredService<IStartupValidator>().Validate);

        Assert.StartsWith(
            "ImageGeneration:Replicate:BaseUri is not a setting and has no effect; did you mean BaseUrl?", Assert.Single(failure.Failures), StringComparison.Ordinal);
    }

    [Fact]
    public void AddImageGeneration_WithoutArguments_ReadsVariablesWithColons()
    {
        Set("ImageGeneration:Replicate:ApiKey", "simulated");
        Set("imagegeneration:budget:perdayusd", "5");

        using var services = new ServiceCollection().AddImageGeneration().Services.BuildServiceProvider();

        Assert.Equal(5m, services.GetRequiredService<IOptions<ImageGenerationServiceOptions>>().Value.Budget.PerDayUsd);
    }

    [Theory]
    [InlineData("ImageGeneration_Budget__PerDayUsd")]
    [InlineData("IMAGE_GENERATION__BUDGET__PERDAYUSD")]
    [InlineData("Image-Generation:Budget:PerDayUsd")]
    public void AddImageGeneration_WithoutArguments_RefusesAnotherSpellingOfTheSection(string variable)
    {
        Set("ImageGeneration__Replicate__ApiKey", "simulated");
        Set("IMAGE_GENERATION_OUTPUTS_DIR", "somebody else's");
        Set(variable, "5");
        using var services = new ServiceCollection().AddImageGeneration().Services.BuildServiceProvider();

        var failure = Assert.Throws<OptionsValidationException>(services.GetRequiredService<IStartupValidator>().Validate);

        Assert.StartsWith($"ImageGeneration:{variable} is not a setting and has no effect", Assert.Single(failure.Failures), StringComparison.Ordinal);
    }

    [Fact]
    public void AddImageGeneration_WithADelegate_LeavesTheSectionsVariablesAlone()
    {
        Set("ImageGeneration__Replicate__BaseUrl", "http://127.0.0.1:5005/v1");

        using var services = new ServiceCollection().AddImageGeneration(options => options.Replicate.ApiKey = "k").Services.BuildServiceProvider();

        Assert.Equal("https://api.replicate.com/v1", services.GetRequiredService<IOptions<ImageGenerationServiceOptions>>().Value.Replicate.BaseUrl!.OriginalString);
    }

    public void Dispose() => _set.ForEach(name => Environment.SetEnvironmentVariable(name, null));

    private void Set(string name, string value)
    {
        _set.Add(name);
        Environment.SetEnvironmentVariable(name, value);
    }
}
