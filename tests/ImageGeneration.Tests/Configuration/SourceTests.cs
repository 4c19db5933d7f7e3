using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ImageGeneration.Tests.Configuration;

/// <summary>Configurations of every kind are read as their own providers read them.</summary>
public sealed class SourceTests
{
    [Fact]
    public void Read_AProviderThatDecrypts_GivesWhatItReports() =>
        Assert.Equal(TimeSpan.FromSeconds(90), Options(new ConfigurationBuilder().Add(new Decrypting())).Deadline);

    [Fact]
    public void Read_AProviderWithKeysOfItsOwn_GivesWhatItReports() =>
        Assert.Equal(TimeSpan.FromSeconds(90), Options(new ConfigurationBuilder().Add(new Elsewhere())).Deadline);

    [Theory]
    [InlineData("""{ "ImageGeneration": { "Budget": { "PerDayUsd": 5 } } }""", "ImageGen", "ImageGen has no settings, but ImageGeneration has")]
    [InlineData("""{ "ImageGenration": { "Budget": { "PerDayUsd": 5 } } }""", "ImageGeneration", "but ImageGenration has")]
    [InlineData("""{ "App": { "Image-Generation": { "Prices": [ {} ] } } }""", "App:ImageGeneration", "but App:Image-Generation has")]
    public void Read_AnEmptySectionBesideTheOneThatIsMeant_IsAnError(string json, string section, string expected) =>
        Assert.Contains(Failures(SettingsHost.Configuration(json).GetSection(section)), failure => failure.Contains(expected, StringComparison.Ordinal));

    [Theory]
    [InlineData("""{ "Logging": { "Level": "x" } }""")]
    [InlineData("""{ "ImageGenerator": { "Path": "x" }, "Modal": { "BaseUrl": "x" } }""")]
    public void Read_NoSectionAtAll_LeavesTheDefaults(string json)
    {
        var builder = new ServiceCollection().AddImageGeneration(SettingsHost.Configuration(json).GetSection("ImageGeneration"));
        builder.Services.Configure<ImageGenerationServiceOptions>(options => options.Replicate.ApiKey = "key");
        using var services = builder.Services.BuildServiceProvider();

        services.GetRequiredService<IStartupValidator>().Validate();
    }

    [Fact]
    public void Read_AWholeConfigurationWithoutTheSection_IsOneError()
    {
        var names = string.Join(", ", Enumerable.Range(0, 30).Select(i => $"\"NAME{i}\": 1"));

        var failure = Assert.Single(Failures(SettingsHost.Configuration($$"""{ {{names}} }""")));

        Assert.Contains("GetSection(\"ImageGeneration\")", failure, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Failures(IConfiguration configuration)
    {
        using var services = new ServiceCollection().AddImageGeneration(configuration).Services.BuildServiceProvider();
        return Assert.Throws<OptionsValidationException>(services.GetRequiredService<IStartupValidator>().Validate).Failures;
    }

    private static ImageGenerationServiceOptions Options(IConfigurationBuilder source)
    {
        using var services = new ServiceCollection()
            .AddImageGeneration(source.Build().GetSection("ImageGeneration")).Services.BuildServiceProvider();
        services.GetRequiredService<IStartupValidator>().Validate();
        return services.GetRequiredService<IOptions<ImageGenerationServiceOptions>>().Value;
    }

    private sealed class Decrypting : ConfigurationProvider, IConfigurationSource
    {
        public IConfigurationProvider Build(IConfigurationBuilder builder) => this;

        public override void Load() => Data = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase)
        {
            ["ImageGeneration:Deadline"] = "enc:90s",
            ["ImageGeneration:Replicate:ApiKey"] = "enc:key",
        };

        public override bool TryGet(string key, out string? value)
        {
            var has = base.TryGet(key, out value);
            value = value?["enc:".Length..];
            return has;
        }
    }

    private sealed class Elsewhere : ConfigurationProvider, IConfigurationSource
    {
        public IConfigurationProvider Build(IConfigurationBuilder builder) => this;

        public override bool TryGet(string key, out string? value)
        {
            value = key switch { "ImageGeneration:Deadline" => "90s", "ImageGeneration:Replicate:ApiKey" => "key", _ => null };
            return value is not null;
        }

        public override IEnumerable<string> GetChildKeys(IEnumerable<string> earlierKeys, string? parentPath) => parentPath switch
        {
            null => ["ImageGeneration"],
            "ImageGeneration" => ["Deadline", "Replicate"],
            "ImageGeneration:Replicate" => ["ApiKey"],
            _ => [],
        };
    }
}
