using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using ImageGeneration.Cli.Estimate;
using ImageGeneration.Cli.Generate;
using ImageGeneration.Cli.Help;
using ImageGeneration.Cli.Options;
using ImageGeneration.Cli.Providers;
using ImageGeneration.Cli.Simulate;

namespace ImageGeneration.Cli;

/// <summary>Runs the command line: parses, runs, reports.</summary>
internal static class CliApplication
{
    public static async Task<int> RunAsync(string[] args, CliEnvironment environment)
    {
        var global = new GlobalOptions();
        var root = CreateRoot(environment, global);

        // A prompt may begin with @, which would otherwise name a file of further arguments, and with - and letters of short options.
        var parsed = root.Parse(
            FirstPrompt.Named(args, root), new ParserConfiguration { ResponseFileTokenReplacer = null, EnablePosixBundling = false });
        var failures = new FailureReport(environment, global.IsJson(parsed));
        try
        {
            RequireRightUsage(parsed);
            return await parsed.InvokeAsync(
                new InvocationConfiguration
                {
                    Output = environment.Out,
                    Error = environment.Error,
                    EnableDefaultExceptionHandler = false,
                    ProcessTerminationTimeout = null,
                },
                environment.Interrupted);
        }
#pragma warning disable CA1031 // the one place where every failure becomes a message and an exit code
        catch (Exception e)
#pragma warning restore CA1031
        {
            return failures.Write(e);
        }
        finally
        {
            // What is still unwritten is flushed, as far as the stream takes it.
            _ = environment.IsErrorLost || environment.IsOutLost;
        }
    }

    private static RootCommand CreateRoot(CliEnvironment environment, GlobalOptions global)
    {
        var request = new RequestOptions();
        var generate = new GenerateCommand(environment, global, request);
        CliCommand[] commands =
        [
            generate.Create(new Command("generate", "Generate images; the name of the command may be omitted.")),
            new EstimateCommand(environment, global, request).Create(),
            new ProvidersCommand(environment, global).Create(),
            new SimulateCommand(environment, global).Create(),
        ];

        var root = new RootCommand { HelpName = "imagegen" };
        root.Directives.Clear();
        global.AddTo(root);
        foreach (var command in commands)
        {
            root.Add(command.Command);
        }

        var main = generate.Create(root, new HelpSection("Commands", [.. commands.Select(command => command.Command)]));
        var help = new HelpWriter(commands.Append(main).ToDictionary(command => command.Command, command => command.Help), environment);
        var helpOption = root.Options.OfType<HelpOption>().Single();
        helpOption.Action = help;

        // Those of Windows: a prompt may be a path.
        helpOption.Aliases.Remove("/h");
        helpOption.Aliases.Remove("/?");
        return root;
    }

    private static void RequireRightUsage(ParseResult parsed)
    {
        if (parsed.Action is HelpWriter)
        {
            return;
        }

        if (UnknownOption.TakenForAValue(parsed) is { } taken)
        {
            throw CliException.Usage(taken);
        }

        if (parsed.Errors.Count == 0)
        {
            return;
        }

        // An unknown option may have been taken for the prompt, and its value for a second one.
        if (parsed.Tokens.FirstOrDefault(IsOptionTakenForAWord) is { } unknown && !parsed.HasDoubleDash())
        {
            throw CliException.Usage(UnknownOption.Message(parsed, unknown.Value));
        }

        var message = string.Join(Environment.NewLine, parsed.Errors.Select(Message).Distinct());
        throw CliException.Usage(parsed.UnmatchedTokens.Count > 0 ? message + " A prompt of several words must be in quotes." : message);
    }

    private static bool IsOptionTakenForAWord(Token token) =>
        token.Type == TokenType.Argument
        && token.Value.StartsWith("--", StringComparison.Ordinal)
        && !token.Value.Contains(' ', StringComparison.Ordinal);

    private static string Message(ParseError error) => error.SymbolResult is OptionResult { Tokens.Count: 0, Option: var option }
        ? $"{option.Name} needs a value. {option.Description}"
        : error.Message;
}
