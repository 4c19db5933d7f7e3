using Microsoft.Extensions.DependencyInjection;

namespace ImageGeneration.Configuration;

/// <summary>What the calls of a registration remember for each other: it stands among the services as an instance.</summary>
internal static class RegistrationState
{
    public static T In<T>(IServiceCollection services)
        where T : class, new()
    {
        foreach (var descriptor in services)
        {
            if (descriptor is { IsKeyedService: false, ImplementationInstance: T state })
            {
                return state;
            }
        }

        var made = new T();
        services.AddSingleton(made);
        return made;
    }
}
