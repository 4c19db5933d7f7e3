using System.Globalization;

namespace ImageGeneration.Cli.Progress;

/// <summary>Describes a step in words.</summary>
internal static class ProgressText
{
    public static string Format(GenerationProgress step) => step.Phase switch
    {
        GenerationPhase.WaitingForPermit => $"{step.Provider}: waiting for a permit within the rate limit",
        GenerationPhase.Submitting => $"{step.Provider}: sending the request",
        GenerationPhase.Queued => $"{step.Provider}: queued{Job(step)}",
        GenerationPhase.Running => $"{step.Provider}: drawing{Job(step)}",
        GenerationPhase.Downloading => $"{step.Provider}: fetching the image",
        GenerationPhase.FailingOver => $"moving on to {step.Provider}",
        GenerationPhase.Hedging => $"{step.Provider}: started too, as {step.Detail}",
        GenerationPhase.WaitingForRecovery => "every provider is unavailable; waiting for the first to recover",
        GenerationPhase.Canceling => $"{step.Provider}: canceling{Job(step)}",
        _ => $"{step.Provider}: {Words.For(step.Phase)}",
    } + (step.Detail is { } detail ? $" ({detail})" : "");

    public static string Percent(GenerationProgress step) =>
        step.Fraction is { } fraction ? string.Create(CultureInfo.InvariantCulture, $" {fraction:P0}") : "";

    private static string Job(GenerationProgress step) => step.JobId is { } id ? $" (job {id})" : "";
}
