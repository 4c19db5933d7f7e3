using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace ImageGeneration.Configuration;

internal static class ReloadingRegistration
{
    /// <summary>Registers options of this type that change with their configurations. <see cref="IOptions{TOptions}"/> provides the
    /// current ones too, so that no service keeps old ones by using the wrong interface.</summary>
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
