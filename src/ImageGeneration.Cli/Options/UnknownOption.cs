using System.CommandLine;
using System.CommandLine.Parsing;
using ImageGeneration.Cli.Generate;

namespace ImageGeneration.Cli.Options;

/// <summary>Says which option was probably meant, or which command has it.</summary>
internal static class UnknownOption
{
    public static string Message(ParseResult parsed, string token)
    {
        var name = token.Split('=')[0];
        var (command, root) = (parsed.CommandResult.Command, parsed.RootCommandResult.Command);
        var owners = root.Subcommands.Where(other => Has(other, name)).Select(other => other.Name).ToList();
        if (command != root && owners.Count > 0)
        {
            return $"{name} is not an option of {command.Name}, but of {string.Join(" and ", owners)}.";
        }

        return NearMiss.Find(name, Names(parsed)) is { } meant ? $"{name} is not an option; did you mean {meant}?" : $"{name} is not an option.";
    }

    /// <summary>Finds an option that was taken for the value of the one before it; returns null when there is none.</summary>
    public static string? TakenForAValue(ParseResult parsed)
    {
        var names = Names(parsed).ToHashSet(StringComparer.Ordinal);
        return parsed.RootCommandResult.Children.Concat(parsed.CommandResult.Children).OfType<OptionResult>()
            .SelectMany(option => option.Tokens.Where(token => names.Contains(token.Value))
                .Select(token => $"{option.Option.Name} needs a value, but {token.Value} is an option."))
            .FirstOrDefault();
    }

    private static IEnumerable<string> Names(ParseResult parsed) =>
        parsed.CommandResult.Command.Options.Concat(parsed.RootCommandResult.Command.Options.Where(option => option.Recursive))
            .SelectMany(option => option.Aliases.Append(option.Name));

    private static bool Has(Command command, string option) => command.Options.Any(own => own.Name == option);

    /// <summary>Determines whether there is a <c>--</c>, after which everything is a prompt.</summary>
    public static bool HasDoubleDash(this ParseResult parsed) => parsed.Tokens.Any(token => token.Type == TokenType.DoubleDash);
}
