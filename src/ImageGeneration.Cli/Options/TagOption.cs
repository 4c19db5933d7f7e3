using System.CommandLine;

namespace ImageGeneration.Cli.Options;

/// <summary>Provides a repeatable option of the form <c>name=value</c>; the value may contain equal signs.</summary>
internal static class TagOption
{
    private const string Name = "--tag";

    public static Option<Dictionary<string, string>> Create() => new(Name)
    {
        HelpName = "name=value",
        Description = "A tag that the cost is attributed to, such as tenant=acme, for the limits in the setting Budget:Tags; at most 8, "
            + "each with an option "
            + "of its own. No provider receives it.",
        CustomParser = result =>
        {
            var tags = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
            foreach (var token in result.Tokens)
            {
                var at = token.Value.IndexOf('=', StringComparison.Ordinal);
                if (at <= 0 || !tags.TryAdd(token.Value[..at], token.Value[(at + 1)..]))
                {
                    result.AddError($"{Name} takes name=value, each name once, not '{token.Value}'.");
                    return null;
                }
            }

            return tags;
        },
    };
}
