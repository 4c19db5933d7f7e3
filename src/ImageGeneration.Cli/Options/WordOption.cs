using System.CommandLine;
using System.CommandLine.Parsing;

namespace ImageGeneration.Cli.Options;

/// <summary>Provides options that take one of a few words; help, completion and error state the same words.</summary>
internal static class WordOption
{
    public static Option<TEnum?> Create<TEnum>(string name, string about)
        where TEnum : struct, Enum
    {
        var option = new Option<TEnum?>(name)
        {
            HelpName = "word",
            Description = $"{about} One of: {List<TEnum>()}.",
            CustomParser = result => Parse<TEnum>(name, result.Tokens[0].Value, result),
        };
        option.CompletionSources.Add(Known<TEnum>());
        return option;
    }

    public static Option<TEnum[]> CreateRepeatable<TEnum>(string name, string about)
        where TEnum : struct, Enum
    {
        var option = new Option<TEnum[]>(name)
        {
            HelpName = "word",
            Description = $"{about} Any of: {List<TEnum>()}. Can be given several times.",
            CustomParser = result => [.. result.Tokens.Select(t => Parse<TEnum>(name, t.Value, result)).OfType<TEnum>().Distinct()],
        };
        option.CompletionSources.Add(Known<TEnum>());
        return option;
    }

    private static TEnum? Parse<TEnum>(string name, string text, SymbolResult result)
        where TEnum : struct, Enum
    {
        foreach (var value in Enum.GetValues<TEnum>())
        {
            if (Words.AreSame(Words.For(value), text) || (value is ImageFormat.Jpeg && Words.AreSame("jpg", text)))
            {
                return value;
            }
        }

        result.AddError($"{name} takes one of {List<TEnum>()}, not '{text}'.");
        return null;
    }

    private static string[] Known<TEnum>()
        where TEnum : struct, Enum => [.. Enum.GetValues<TEnum>().Select(Words.For)];

    private static string List<TEnum>()
        where TEnum : struct, Enum => string.Join(", ", Known<TEnum>());
}
