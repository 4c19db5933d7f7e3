using ImageGeneration.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ImageGeneration.Providers.Modules;

/// <summary>How one provider is made.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Options">Its settings.</param>
/// <param name="Create">Makes it from them.</param>
/// <param name="OnChange">Has a listener told when they have changed.</param>
internal sealed record ProviderRegistration(
    string Name,
    Func<IServiceProvider, ProviderOptions> Options,
    Func<IServiceProvider, ProviderOptions, IImageProvider> Create,
    Action<IServiceProvider, Action> OnChange)
{
    /// <summary>The application added it by name: it must be configured.</summary>
    public bool IsRequired { get; init; }

    /// <summary>What it is an account of, so that it is made anew when its settings have changed; null for one of the application's
    /// own.</summary>
    public ProviderModule? Module { get; init; }

    /// <summary>It has the settings of its module in the options of the service, not those under a name of its own.</summary>
    public bool IsInRoot => Module?.IsNamed(Name) == true;
}

/// <summary>The providers in the order of registration: those that the application added itself, then the built-in ones, which are used
/// when they have a key.</summary>
internal sealed class ProviderRegistry
{
    private readonly List<ProviderRegistration> _required = [];
    private readonly List<ProviderRegistration> _optional = [];
    private readonly List<ProviderModule> _modules = [];

    public IEnumerable<ProviderRegistration> InOrder => _required.Concat(_optional);

    public IEnumerable<ProviderRegistration> Required => _required;

    /// <summary>All that the library brings along.</summary>
    public IReadOnlyList<ProviderModule> Modules => _modules;

    /// <summary>All have their settings in the options of the service: what further accounts and providers of the application's own have
    /// is not known there.</summary>
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
