using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using ImageGeneration.Budgets;
using ImageGeneration.Jobs;
using ImageGeneration.Outputs;
using ImageGeneration.Pricing;
using ImageGeneration.Prompts;
using ImageGeneration.Providers;
using ImageGeneration.Providers.Modal;
using ImageGeneration.Providers.Replicate;
using ImageGeneration.Providers.RunPod;
using ImageGeneration.Routing;

namespace ImageGeneration.Settings;

/// <summary>A class of options as settings: its members by name. A new member is known at once; a new class is named in the list here, so
/// that trimming keeps what is read of it.</summary>
internal sealed class SettingsType
{
    private static readonly Dictionary<Type, SettingsType> _all = new SettingsType[]
    {
        Make<ImageGenerationServiceOptions>(), Make<RoutingOptions>(), Make<HedgingOptions>(), Make<PromptOptions>(), Make<Price>(),
        Make<BudgetOptions>(), Make<BudgetLimits>(), Make<TagBudgetOptions>(), Make<OutputOptions>(), Make<ProviderOptions>(),
        Make<ReplicateOptions>(), Make<RunPodOptions>(), Make<ModalOptions>(), Make<ComfyUiWorkflow>(), Make<RateLimitOptions>(),
        Make<BreakerOptions>(), Make<RetryOptions>(), Make<JobOptions>(),
    }.ToDictionary(type => type.Type);

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

    /// <summary>Null for a type that is no class of options.</summary>
    public static SettingsType? Find(Type type) => _all.GetValueOrDefault(type);

    /// <summary>The types of keys and values of a table; null for what is none.</summary>
    public static (Type Key, Type Value)? TableOf(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IDictionary<,>)
            ? (type.GenericTypeArguments[0], type.GenericTypeArguments[1])
            : null;

    /// <summary>The type of a list's elements; null for what is none.</summary>
    public static Type? ListOf(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IList<>) ? type.GenericTypeArguments[0] : null;

    public PropertyInfo? Member(string name) => _members.GetValueOrDefault(name);

    private static SettingsType Make<
        [DynamicallyAccessedMembers(
            DynamicallyAccessedMemberTypes.PublicProperties | DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)] T>()
        where T : class, new() =>
        new(typeof(T), typeof(T).GetProperties(BindingFlags.Public | BindingFlags.Instance), static () => new T());
}
