using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ImageGeneration.Tests.Configuration;

/// <summary>The library with settings as they stand in a JSON file.</summary>
internal static class SettingsHost
{
    public static IConfigurationRoot Configuration(string json) =>
        new ConfigurationBuilder().AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(json))).Build();

    /// <param name="members">The members of the section, without its braces.</param>
    /// <param name="build">Adds providers.</param>
    public static ServiceProvider Services(string members, Action<IImageGenerationBuilder>? build = null)
    {
        var configuration = Configuration($$"""{ "ImageGeneration": { {{members}} } }""");
        var builder = new ServiceCollection().AddImageGeneration(configuration.GetSection("ImageGeneration"));
        build?.Invoke(builder);
        return builder.Services.BuildServiceProvider();
    }

    public static ImageGenerationServiceOptions Options(string members, Action<IImageGenerationBuilder>? build = null)
    {
        using var services = Services(WithKey(members), build);
        services.GetRequiredService<IStartupValidator>().Validate();
        return services.GetRequiredService<IOptions<ImageGenerationServiceOptions>>().Value;
    }

    public static IReadOnlyList<string> Failures(string members, Action<IImageGenerationBuilder>? build = null)
    {
        using var services = Services(WithKey(members), build);
        var failure = Assert.ThrowsAny<Exception>(services.GetRequiredService<IStartupValidator>().Validate);
        // The host's validator throws one for each kind of options that is wrong.
        IEnumerable<Exception> all = failure is AggregateException several ? several.InnerExceptions : [failure];
        return [.. all.SelectMany(one => Assert.IsType<OptionsValidationException>(one).Failures)];
    }

    // Any provider with a key, so that its lack is no failure.
    private static string WithKey(string members) =>
        members.Contains("\"Replicate\"", StringComparison.OrdinalIgnoreCase) ? members : $$"""{{members}}, "Replicate": { "ApiKey": "key" }""";
}
