using System.Reflection;
using System.Text;

namespace ImageGeneration.Tests;

/// <summary>The public face as text, so that every change of it shows in a diff. After a change that is meant, write the new listing with
/// <c>IMAGEGENERATION_WRITE_API=1 dotnet test tests/ImageGeneration.Tests</c> and review the diff.</summary>
public sealed class PublicApiTests
{
    [Fact]
    public void PublicApi_OfTheLibrary_IsAsListed()
    {
        var actual = Listing(typeof(IImageGenerationService).Assembly);
        var file = Path.Combine(Repository.Root, "tests", "ImageGeneration.Tests", "PublicApi.txt");
        if (Environment.GetEnvironmentVariable("IMAGEGENERATION_WRITE_API") == "1")
        {
            File.WriteAllText(file, actual);
        }

        Assert.Equal(File.ReadAllText(file), actual);
    }

    private static string Listing(Assembly assembly)
    {
        var text = new StringBuilder();
        foreach (var type in assembly.GetExportedTypes().OrderBy(type => type.FullName, StringComparer.Ordinal))
        {
            text.Append(Kind(type)).Append(' ').Append(type.FullName).Append('\n');
            var members = type.GetMembers(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
                .Where(member => member is not MethodBase { IsSpecialName: true, IsConstructor: false } and not FieldInfo { IsSpecialName: true } and not Type && !IsGenerated(member))
                .Select(member => "  " + Describe(member))
                .Order(StringComparer.Ordinal);
            text.AppendJoin("", members.Select(line => line + "\n"));
        }

        return text.ToString();
    }

    private static bool IsGenerated(MemberInfo member) =>
        member.GetCustomAttribute<System.Runtime.CompilerServices.CompilerGeneratedAttribute>() is not null && member is not PropertyInfo;

    private static string Kind(Type type) =>
        type.IsEnum ? "enum" : type.IsInterface ? "interface" : type.IsValueType ? "struct" : type.IsAbstract && type.IsSealed ? "static class" : type.IsSealed ? "sealed class" : "class";

    private static string Describe(MemberInfo member) => member switch
    {
        PropertyInfo property => $"{property.Name}: {Name(property.PropertyType)}{Accessors(property)}",
        MethodBase method => $"{method.Name}({string.Join(", ", method.GetParameters().Select(parameter => $"{Name(parameter.ParameterType)} {parameter.Name}"))})"
            + (method is MethodInfo { ReturnType: var returned } ? $": {Name(returned)}" : ""),
        FieldInfo { IsLiteral: true } field when member.DeclaringType!.IsEnum => $"{field.Name} = {Convert.ToInt64(field.GetRawConstantValue(), null)}",
        FieldInfo field => $"{field.Name}: {Name(field.FieldType)}",
        _ => member.ToString()!,
    };

    private static string Accessors(PropertyInfo property)
    {
        var isInit = property.SetMethod?.ReturnParameter.GetRequiredCustomModifiers().Length > 0;
        return property.SetMethod is not { IsPublic: true } ? " { get }" : isInit ? " { get init }" : " { get set }";
    }

    private static string Name(Type type)
    {
        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            return Name(underlying) + "?";
        }

        return type.IsGenericType
            ? $"{type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)]}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>"
            : type.Name;
    }
}
