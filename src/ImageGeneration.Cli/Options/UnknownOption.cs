using System.CommandLine;
using ImageGeneration.Cli.Generate;

namespace ImageGeneration.Cli.Options;

/// <summary>Says which option was probably meant.</summary>
internal static class UnknownOption
{
    public static string Message(ParseResult parsed, string token)
    {
        var name = token.Split('=')[0];
        var known = parsed.CommandResult.Command.Options.Concat(parsed.RootCommandResult.Command.Options).Select(option => option.Name);
        return NearMiss.Of(name, known) is { } meant ? $"{name} is no option; is {meant} meant?" : $"{name} is no option.";
    }
}
