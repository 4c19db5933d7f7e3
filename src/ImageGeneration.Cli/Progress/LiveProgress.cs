using Spectre.Console;

namespace ImageGeneration.Cli.Progress;

/// <summary>One line of a terminal that shows the step, the time so far and, where the provider tells it, how far the picture is.</summary>
internal sealed class LiveProgress(ProgressTask task) : IProgress<GenerationProgress>
{
    public void Report(GenerationProgress value) => task.Description = Markup.Escape(ProgressText.Of(value) + ProgressText.Percent(value));
}
