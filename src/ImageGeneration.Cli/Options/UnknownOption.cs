using System.CommandLine;
using System.CommandLine.Parsing;
using ImageGeneration.Cli.Generate;

namespace ImageGeneration.Cli.Options;

/// <summary>Says which option was probably meant, or whose it is.</summary>
internal static class UnknownOption
{
    public static string Message(ParseResult parsed, string token)
    {
        var name = token.Split('=')[0];
        var (command, root) = (parsed.CommandResult.Command, parsed.RootCommandResult.Command);
        var owners = root.Subcommands.Where(other => Has(other, name)).Select(other => other.Name).ToList();
        if (command != root && owners.Count > 0)
        {
            return $"{name} is no option of {command.Name}, but of {string.Join(" and ", owners)}.";
        }

        var known = command.Options.Concat(root.Options.Where(option => option.Recursive)).Select(option => option.Name);
        return NearMiss.Of(name, known) is { } meant ? $"{name} is no option; is {meant} meant?" : $"{name} is no option.";
    }

    private static bool Has(Command command, string option) => command.Options.Any(own => own.Name == option);

    /// <summary>After <c>--</c> everything is a prompt.</summary>
    public static bool HasDoubleDash(this ParseResult parsed) => parsed.Tokens.Any(token => token.Type == TokenType.DoubleDash);
}
