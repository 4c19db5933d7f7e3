using Spectre.Console;

namespace ImageGeneration.Cli.Progress;

/// <summary>Shows what a generation is doing, on standard error.</summary>
internal static class ProgressDisplay
{
    public static async Task<T> RunAsync<T>(CliEnvironment environment, Func<IProgress<GenerationProgress>, Task<T>> work)
    {
        var result = await (environment.IsErrorTerminal ? RunLiveAsync(environment, work) : work(new PlainProgress(environment.Error)));

        // The result follows the steps, even when both go to one terminal.
        await environment.Error.FlushAsync(CancellationToken.None);
        return result;
    }

    private static Task<T> RunLiveAsync<T>(CliEnvironment environment, Func<IProgress<GenerationProgress>, Task<T>> work)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.Yes,
            Interactive = InteractionSupport.Yes,
            Out = new AnsiConsoleOutput(environment.Error),
        });
        return console.Progress()
            .AutoClear(true)
            .Columns(new SpinnerColumn(), new ElapsedTimeColumn(), new TaskDescriptionColumn { Alignment = Justify.Left })
            .StartAsync(context => work(new LiveProgress(context.AddTask("starting"), console.Profile.Width)));
    }
}
