using System.Reflection;
using ImageGeneration.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ImageGeneration.Tests.Configuration;

public sealed class SettingsTypeTests
{
    private readonly SettingsTypes _types = SettingsTypes.In(new ServiceCollection().AddImageGeneration(_ => { }).Services);

    [Fact]
    public void Options_EveryMemberOfEveryClass_CanBeGivenAsASetting()
    {
        var open = new Queue<Type>([typeof(ImageGenerationServiceOptions), typeof(ImageGeneration.Providers.ProviderOptions)]);
        var seen = new HashSet<Type>();
        while (open.TryDequeue(out var type))
        {
            if (!seen.Add(type))
            {
                continue;
            }

            Assert.True(_types.Find(type) is not null, $"{type} is missing in the list of SettingsTypes.");
            foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
            {
                Assert.Same(typeof(object), _types.Find(type)!.Member(property.Name.ToLowerInvariant()) is null ? null : typeof(object));
                var inner = SettingsType.TableOf(property.PropertyType)?.Value ?? SettingsType.ListOf(property.PropertyType) ?? property.PropertyType;
                var isCollection = inner != property.PropertyType;
                Assert.True(isCollection || property.SetMethod is { IsPublic: true }, $"{type.Name}.{property.Name} cannot be set.");
                if (!SettingValue.IsKnown(inner))
                {
                    open.Enqueue(inner);
                }
            }
        }

        Assert.True(seen.Count >= 17);
    }

    // A table's entries may be listed with their Name, so none of them may have such a member.
    [Fact]
    public void Options_NoEntryOfATable_HasAMemberOfTheListForm() =>
        Assert.DoesNotContain(
            typeof(ImageGenerationServiceOptions).Assembly.GetTypes()
                .Select(_types.Find).OfType<SettingsType>(),
            type => type.Member("Name") is not null);
}
