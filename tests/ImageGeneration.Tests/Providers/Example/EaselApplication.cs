using ImageGeneration.Providers;
using ImageGeneration.Tests.Time;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ImageGeneration.Tests.Providers.Example;

/// <summary>An application with the example, whose service is a fake, or whoever answers at the address.</summary>
internal static class EaselApplication
{
    public const string Key = "easel-key";

    public static ServiceProvider Create(TimeProvider time, EaselServer? server = null, Uri? address = null)
    {
        var services = new ServiceCollection();
        services.AddSingleton(time);

        services.AddImageGeneration().AddProvider(
            "easel",
            provider => new EaselImageProvider(
                "easel",
                provider.GetRequiredService<IOptionsMonitor<ProviderOptions>>().Get("easel"),
                provider.GetRequiredService<IHttpClientFactory>()),
            options =>
            {
                options.ApiKey = "easel-key";
                options.BaseUrl = new Uri("https://api.easel.test/v1/");
                options.Models["sdxl"] = "easel-xl";
                options.RateLimit.RequestsPerMinute = 120;
            });

        if (server is not null)
        {
            services.AddHttpClient("ImageGeneration:easel").ConfigurePrimaryHttpMessageHandler(() => server);
        }

        services.Configure<ProviderOptions>("easel", options => options.BaseUrl = address ?? options.BaseUrl);
        return services.BuildServiceProvider();
    }

    public static EaselImageProvider Provider(IServiceProvider services) => new(
        "easel",
        services.GetRequiredService<IOptionsMonitor<ProviderOptions>>().Get("easel"),
        services.GetRequiredService<IHttpClientFactory>());

    public static ImageGenerationRequest Request() => new() { Prompt = "a lighthouse", Model = ImageModel.Sdxl };

    public static async Task<ImageGenerationResponse> RunAsync(EaselServer server, ImageGenerationRequest request)
    {
        var time = new StepClock();
        await using var services = Create(time, server);
        TestThread.LeaveContext();
        var call = services.GetRequiredService<IImageGenerationService>().GenerateImageAsync(request, "easel");
        await time.StepUntilAsync(call, TimeSpan.FromMilliseconds(50), TimeSpan.FromHours(1));
        return await call;
    }
}
