using ImageGeneration.Registration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ImageGeneration.Outputs;

/// <summary>Registers the reader and its two clients.</summary>
internal static class OutputRegistration
{
    public static IServiceCollection AddOutputs(this IServiceCollection services)
    {
        AddClient(services, OutputHttp.GuardedClient, guarded: true);
        AddClient(services, OutputHttp.PrivateClient, guarded: false);
        services.TryAddSingleton<IImageReader>(provider =>
        {
            var hosts = BaseUrls(provider);
            return new ImageReader(
                provider.GetRequiredService<IHttpClientFactory>(),
                provider.GetRequiredService<IOptions<ImageGenerationOptions>>().Value.Outputs,
                url => IsTrusted(url, hosts),
                provider.GetService<TimeProvider>() ?? TimeProvider.System,
                provider.GetRequiredService<ILogger<ImageReader>>());
        });
        return services;
    }

    // A provider's answer may name a private address only when the application itself put a provider on one, or that very host.
    internal static bool IsTrusted(Uri url, IReadOnlyList<Uri> baseUrls) =>
        baseUrls.Any(own =>
            own.IdnHost == url.IdnHost || (PrivateNetworkGuard.IsPrivateHost(own) && PrivateNetworkGuard.IsPrivateHost(url)));

    private static List<Uri> BaseUrls(IServiceProvider services) =>
    [
        .. services.GetRequiredService<ProviderRegistry>().InOrder
            .Select(registration => (registration, Options: registration.Options(services)))
            .Where(provider => provider.registration.IsRequired || provider.Options.IsConfigured)
            .Select(provider => provider.Options.BaseUrl)
            .OfType<Uri>(),
    ];

    // The factory's own log lines hold whole URLs, and a signed link is the picture.
    private static void AddClient(IServiceCollection services, string name, bool guarded) =>
        services.AddHttpClient(name, client => client.Timeout = Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(() => OutputHttp.CreateHandler(guarded))
            .WithoutBlanketRetry()
            .RemoveAllLoggers();
}
