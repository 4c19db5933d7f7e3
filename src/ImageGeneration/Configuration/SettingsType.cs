using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace ImageGeneration.Configuration;

/// <summary>Describes a type of options: its members by name. A new member is known at once; a new type is added to
/// <see cref="SettingsTypes"/>.</summary>
internal sealed class SettingsType
{
    /// <summary>The members of a type of options that trimming must keep.</summary>
    public const DynamicallyAccessedMemberTypes Needed =
        DynamicallyAccessedMemberTypes.PublicProperties | DynamicallyAccessedMemberTypes.PublicParameterlessConstructor;

    private readonly Dictionary<string, PropertyInfo> _members;

    private SettingsType(Type type, PropertyInfo[] properties, Func<object> create)
    {
        (Type, Create) = (type, create);
        _members = properties
            .Where(property => property.GetMethod is { IsStatic: false })
            .ToDictionary(property => property.Name, StringComparer.OrdinalIgnoreCase);
    }

    public Type Type { get; }

    public Func<object> Create { get; }

    public IReadOnlyCollection<PropertyInfo> Members => _members.Values;

    /// <summary>Gets the types of keys and values of a table; null when the type is none.</summary>
    public static (Type Key, Type Value)? TableOf(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IDictionary<,>)
            ? (type.GenericTypeArguments[0], type.GenericTypeArguments[1])
            : null;

    /// <summary>Gets the type of a list's elements; null when the type is none.</summary>
    public static Type? ListOf(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IList<>) ? type.GenericTypeArguments[0] : null;

    public PropertyInfo? Member(string name) => _members.GetValueOrDefault(name);

    public static SettingsType Make<[DynamicallyAccessedMembers(Needed)] T>()
        where T : class, new() =>
        new(typeof(T), typeof(T).GetProperties(BindingFlags.Public | BindingFlags.Instance), static () => new T());
}
