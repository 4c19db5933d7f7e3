using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace ImageGeneration.Configuration;

internal static class ReloadingRegistration
{
    /// <summary>Has the options of this type change with their configurations. Whoever asks for <see cref="IOptions{TOptions}"/> gets the
    /// current ones too: nothing here can hold on to old ones by asking for the wrong interface.</summary>
    public static void AddReloading<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)] TOptions>(
        this IServiceCollection services, string name, IReadOnlyList<IConfiguration> configurations)
        where TOptions : class
    {
        services.TryAddSingleton<ReloadableOptions<TOptions>>();
        services.TryAddSingleton<IOptionsMonitor<TOptions>>(static services => services.GetRequiredService<ReloadableOptions<TOptions>>());
        services.TryAddSingleton<IOptions<TOptions>>(static services => services.GetRequiredService<ReloadableOptions<TOptions>>());
        foreach (var configuration in configurations)
        {
            services.AddSingleton<IOptionsChangeTokenSource<TOptions>>(new ConfigurationChangeTokenSource<TOptions>(name, configuration));
        }
    }
}
