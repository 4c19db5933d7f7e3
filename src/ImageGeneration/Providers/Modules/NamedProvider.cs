using System.Diagnostics.CodeAnalysis;
using ImageGeneration.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ImageGeneration.Providers.Modules;

/// <summary>Adds named options for a provider that was added under a name of its own: from the settings under this name, then from the
/// code.</summary>
internal static class NamedProvider
{
    public static void Add<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)] TOptions>(
        IServiceCollection services, string name, ProviderModule? module, IValidateOptions<TOptions> ranges, Action<TOptions>? configure)
        where TOptions : ProviderOptions
    {
        var sources = SettingsSources.In(services);
        var options = services.AddOptions<TOptions>(name).Configure(options => sources.Bind(name, options)).ValidateOnStart();
        if (configure is not null)
        {
            options.Configure(configure);
        }

        options.PostConfigure(static options => options.ApiKey = options.ApiKey?.Trim());
        services.AddSingleton<IValidateOptions<TOptions>>(new NamedProviderValidator<TOptions>(name, module, ranges));
        services.AddReloading<TOptions>(name, sources.Configurations);
    }

    public static void CallIf(bool condition, Action action)
    {
        if (condition)
        {
            action();
        }
    }
}
