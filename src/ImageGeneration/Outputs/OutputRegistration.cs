using ImageGeneration.Providers.Modules;
using ImageGeneration.Transport;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ImageGeneration.Outputs;

/// <summary>Registers the reader with its two clients, and the processing of outputs.</summary>
internal static class OutputRegistration
{
    public static IServiceCollection AddOutputs(this IServiceCollection services)
    {
        AddClient(services, OutputHttp.GuardedClient, guarded: true);
        AddClient(services, OutputHttp.PrivateClient, guarded: false);
        services.TryAddSingleton<IImageReader>(provider =>
        {
            return new ImageReader(
                provider.GetRequiredService<IHttpClientFactory>(),
                provider.GetRequiredService<IOptions<ImageGenerationServiceOptions>>().Value.Outputs,
                new OutputOrigins(name => BaseUrlOf(name, provider)),
                provider.GetService<TimeProvider>() ?? TimeProvider.System,
                provider.GetRequiredService<ILogger<ImageReader>>());
        });
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IOutputCheck, FileCheck>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IOutputCheck, BlackImageCheck>());
        services.TryAddSingleton<OutputFetcher>();
        services.TryAddSingleton<OutputChecks>();
        services.TryAddSingleton<OutputPipeline>();
        return services;
    }

    private static Uri? BaseUrlOf(string name, IServiceProvider services)
    {
        var registration = services.GetRequiredService<ProviderRegistry>().InOrder
            .FirstOrDefault(known => string.Equals(known.Name, name, StringComparison.OrdinalIgnoreCase));
        return registration?.Options(services) is { } options && (registration.IsRequired || options.IsConfigured) ? options.BaseUrl : null;
    }

    // The factory's own log lines contain whole URLs, and a signed link gives access to the image.
    private static void AddClient(IServiceCollection services, string name, bool guarded) =>
        services.AddHttpClient(name, client => client.Timeout = Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(() => OutputHttp.CreateHandler(guarded))
            .WithoutBlanketRetry()
            .RemoveAllLoggers();
}
