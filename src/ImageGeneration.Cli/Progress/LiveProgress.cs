using Spectre.Console;

namespace ImageGeneration.Cli.Progress;

/// <summary>Shows the step, the time so far and, when the provider reports it, the progress of the image in one line of a
/// terminal.</summary>
/// <param name="task">The line.</param>
/// <param name="width">The number of columns of the terminal: what does not fit is cut off, since a second line would break the layout of
/// the first.</param>
internal sealed class LiveProgress(ProgressTask task, int width) : IProgress<GenerationProgress>
{
    // The spinner, the time and the gaps between the columns.
    private const int BesideTheStep = 14;

    private readonly int _room = Math.Max(10, width - BesideTheStep);

    public void Report(GenerationProgress value) =>
        task.Description = Markup.Escape(Cut(ProgressText.Format(value) + ProgressText.Percent(value)));

    private string Cut(string text) => text.Length <= _room ? text : text[..(_room - 1)] + "…";
}
