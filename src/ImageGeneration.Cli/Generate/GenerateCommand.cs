using System.CommandLine;
using ImageGeneration.Cli.Estimate;
using ImageGeneration.Cli.Help;
using ImageGeneration.Cli.Options;
using ImageGeneration.Cli.Progress;
using ImageGeneration.Cli.Settings;
using ImageGeneration.DependencyInjection;

namespace ImageGeneration.Cli.Generate;

/// <summary>Implements <c>imagegen generate "prompt"</c>, and <c>imagegen "prompt"</c>.</summary>
internal sealed class GenerateCommand(CliEnvironment environment, GlobalOptions global, RequestOptions options)
{
    private readonly Argument<string?> _prompt = new("prompt")
    {
        Arity = ArgumentArity.ZeroOrOne,
        Description = "The prompt, in quotes: 1 to 10,000 characters.",
    };

    private readonly Option<string?> _out = new("--out")
    {
        HelpName = "file|dir",
        Description = "A file name (further images: name-2.png, name-3.png), or a directory, which is created. Default: the current "
            + "directory and a name from the prompt. A number is appended to a name that exists; nothing is overwritten.",
    };

    private readonly Option<bool> _dryRun = new("--dry-run")
    {
        Description = "Show the request and the route that would be run; spend nothing.",
    };

    /// <summary>Creates the same command under its name and, for short, as the root.</summary>
    public CliCommand Create(Command command, params IReadOnlyList<HelpSection> further)
    {
        command.Add(_prompt);
        options.AddTo(command);
        command.Add(_out);
        command.Add(_dryRun);
        command.SetAction(RunAsync);
        return new(command, new(
            ["imagegen \"<prompt>\" [options]", "imagegen generate \"<prompt>\" [options]"],
            $"Generates images through {ProviderHints.Titles} and writes them to files; without a key, through a built-in simulator.",
            [
                new("The prompt", [_prompt]),
                options.Picture, options.Model, options.Route,
                new("The result", [_out, _dryRun]),
                global.Section,
                .. further,
            ],
            [
                $"Keys are read from {ProviderHints.ApiKeyEnvironmentVariables}; every other setting from --config and from variables such as "
                + $"{ProviderHints.BaseUrlVariable(BuiltInProviders.All[0])}.",
                "Exit codes: 0 done, 1 failed, 2 wrong usage or settings, 130 interrupted "
                + "(129, 131, 143: closed terminal, SIGQUIT, SIGTERM). The remote job is canceled first; a second signal ends at once.",
            ],
            [
                "imagegen \"A happy child reading a book in a cozy library\"",
                "imagegen \"Portrait of a wise old wizard\" --model flux1 --style oil_painting --enhance high_detail --width 832 "
                + "--height 1216 --out wizard.png",
            ]));
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var request = options.Read(parsed, Prompt(parsed));
        var provider = options.Provider(parsed);
        var settings = await CliSettings.LoadAsync(environment, global.Config(parsed), options.Strategy(parsed));
        var isDryRun = parsed.GetValue(_dryRun);
        var target = isDryRun ? null : OutputTarget.Prepare(
            parsed.GetValue(_out), environment.WorkingDirectory, FileNames.From(request.Prompt, "000000"), request.Count);

        await using var session = await CliSession.OpenAsync(environment, settings);
        provider = provider is null ? null : session.RequireProvider(provider);
        if (target is null)
        {
            return RouteReport.Write(session, request, provider, withRequest: true, global.IsJson(parsed), environment);
        }

        var result = await ProgressDisplay.RunAsync(
            environment, progress => GenerateAsync(session, request, provider, target, progress, cancellationToken));
        if (global.IsJson(parsed))
        {
            CliJson.Write(environment.Out, GenerateDocument.From(result));
        }
        else
        {
            GenerateText.Write(result, environment);
        }

        if (environment.IsOutLost)
        {
            GenerateText.WriteFiles(result, environment.Error);
        }

        return result.IsComplete ? ExitCode.Done : ExitCode.Failed;
    }

    private string Prompt(ParseResult parsed)
    {
        var prompt = parsed.GetValue(_prompt) ?? throw CliException.Usage("The prompt is missing: imagegen \"A cat reading a book\".");
        if (parsed.CommandResult.Command is RootCommand root
            && !parsed.HasDoubleDash()
            && NearMiss.Find(prompt, root.Subcommands.Select(subcommand => subcommand.Name)) is { } command)
        {
            throw CliException.Usage($"Is \"{prompt}\" the command {command}? If it is a prompt, write: imagegen generate \"{prompt}\".");
        }

        return prompt;
    }

    private async Task<GenerateResult> GenerateAsync(
        CliSession session, ImageGenerationRequest request, string? provider, OutputTarget target,
        IProgress<GenerationProgress> progress, CancellationToken cancellationToken)
    {
        var response = await session.Service.GenerateAsync(
            request, new() { Provider = provider, Progress = progress }, cancellationToken);
        progress.Report(new() { Provider = response.Provider, Phase = GenerationPhase.Downloading });

        var saver = new ImageSaver(session.Reader, target, Refuges());
        var name = FileNames.From(request.Prompt, response.Id);
        var saved = new List<SavedImage>();
        foreach (var image in response.Images)
        {
            saved.Add(await saver.SaveAsync(image, name));
        }

        return new(response, saved, session.IsSimulated);
    }

    // A directory of one's own, since others can read the system's.
    private Func<string>[] Refuges() =>
    [
        static () => Directory.CreateTempSubdirectory("imagegen-").FullName,
        () => environment.WorkingDirectory,
        static () => Environment.GetFolderPath(Environment.SpecialFolder.UserProfile),
    ];
}
