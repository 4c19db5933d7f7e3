using ImageGeneration.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ImageGeneration.Providers.Modules;

/// <summary>Describes how a provider is created.</summary>
/// <param name="Name">The provider's name.</param>
/// <param name="Options">The provider's options.</param>
/// <param name="Create">Creates the provider from the options.</param>
/// <param name="OnChange">Registers a listener for changed options.</param>
internal sealed record ProviderRegistration(
    string Name,
    Func<IServiceProvider, ProviderOptions> Options,
    Func<IServiceProvider, ProviderOptions, IImageProvider> Create,
    Action<IServiceProvider, Action> OnChange)
{
    /// <summary>Gets whether the application added it by name, so that it must be configured.</summary>
    public bool IsRequired { get; init; }

    /// <summary>Gets the module that it is an account of, so that it is created anew when its settings have changed; null for one of the
    /// application's own.</summary>
    public ProviderModule? Module { get; init; }

    /// <summary>Whether its settings are those of its module in the options of the service, not those under a name of its own.</summary>
    public bool IsInRoot => Module?.IsNamed(Name) == true;
}

/// <summary>Holds the providers in the order of registration: those that the application added itself, then the built-in ones, which are
/// used when they have a key.</summary>
internal sealed class ProviderRegistry
{
    private readonly List<ProviderRegistration> _required = [];
    private readonly List<ProviderRegistration> _optional = [];
    private readonly List<ProviderModule> _modules = [];

    public IEnumerable<ProviderRegistration> InOrder => _required.Concat(_optional);

    public IEnumerable<ProviderRegistration> Required => _required;

    /// <summary>Gets the built-in modules.</summary>
    public IReadOnlyList<ProviderModule> Modules => _modules;

    /// <summary>Whether all have their settings in the options of the service: the settings of further accounts and of the application's
    /// own providers are not known there.</summary>
    public bool AreAllInRoot => InOrder.All(provider => provider.IsInRoot);

    public static ProviderRegistry In(IServiceCollection services) => RegistrationState.In<ProviderRegistry>(services);

    public void AddModule(ProviderModule module) => _modules.Add(module);

    public void Add(ProviderRegistration registration)
    {
        if (_required.Exists(other => SameName(other, registration)))
        {
            throw new ArgumentException(
                $"A provider named '{registration.Name}' has been added already; give the second one another name.", nameof(registration));
        }

        _optional.RemoveAll(other => SameName(other, registration));
        (registration.IsRequired ? _required : _optional).Add(registration);
    }

    private static bool SameName(ProviderRegistration left, ProviderRegistration right) =>
        string.Equals(left.Name, right.Name, StringComparison.OrdinalIgnoreCase);
}
