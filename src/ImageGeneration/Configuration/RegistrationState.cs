using Microsoft.Extensions.DependencyInjection;

namespace ImageGeneration.Configuration;

/// <summary>Shares the state of a registration between its calls, as an instance among the services.</summary>
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
