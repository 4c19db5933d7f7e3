using System.CommandLine;
using ImageGeneration.Cli.Help;
using ImageGeneration.Cli.Options;
using ImageGeneration.Cli.Settings;

namespace ImageGeneration.Cli.Estimate;

/// <summary>Implements <c>imagegen estimate</c>: the route and its prices.</summary>
internal sealed class EstimateCommand(CliEnvironment environment, GlobalOptions global, RequestOptions options)
{
    private readonly Argument<string> _prompt = new("prompt")
    {
        Description = "The prompt. Prices do not depend on it, so it may be omitted.",
        Arity = ArgumentArity.ZeroOrOne,
        DefaultValueFactory = _ => "a picture",
    };

    public CliCommand Create()
    {
        var command = new Command("estimate", "Show the providers that would be asked, in order, with reasons and prices; spends nothing.");
        command.Add(_prompt);
        options.AddTo(command);
        command.SetAction(RunAsync);
        return new(command, new(
            ["imagegen estimate [\"<prompt>\"] [options]"],
            command.Description!,
            [new("The prompt", [_prompt]), options.Picture, options.Model, options.Route, global.Section],
            [],
            ["imagegen estimate --model flux1 --count 4", "imagegen estimate --width 1536 --height 1024 --strategy lowest_cost --json"]));
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var request = options.Read(parsed, parsed.GetValue(_prompt)!);
        var settings = await CliSettings.LoadAsync(environment, global.Config(parsed), options.Strategy(parsed));
        await using var session = await CliSession.OpenAsync(environment, settings);
        var provider = options.Provider(parsed) is { } name ? session.RequireProvider(name) : null;
        return RouteReport.Write(session, request, provider, withRequest: false, global.IsJson(parsed), environment);
    }
}
