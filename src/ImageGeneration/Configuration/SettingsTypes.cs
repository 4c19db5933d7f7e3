using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;

namespace ImageGeneration.Configuration;

/// <summary>Holds the types of options that can be configured, so that trimming keeps what is read of them: the library's own, and those
/// of the providers.</summary>
internal sealed class SettingsTypes
{
    private readonly Dictionary<Type, SettingsType> _all = [];
    private Type? _root;

    /// <summary>Gets the type of the options of the whole section.</summary>
    public SettingsType Root => _all[_root ?? throw new InvalidOperationException("No class of options stands for the section.")];

    public static SettingsTypes In(IServiceCollection services) => RegistrationState.In<SettingsTypes>(services);

    public SettingsTypes AddRoot<[DynamicallyAccessedMembers(SettingsType.Needed)] TOptions>()
        where TOptions : class, new()
    {
        _root = typeof(TOptions);
        return Add<TOptions>();
    }

    public SettingsTypes Add<[DynamicallyAccessedMembers(SettingsType.Needed)] TOptions>()
        where TOptions : class, new()
    {
        _all[typeof(TOptions)] = SettingsType.Make<TOptions>();
        return this;
    }

    /// <summary>Finds a type of options; returns null for any other type.</summary>
    public SettingsType? Find(Type type) => _all.GetValueOrDefault(type);
}
