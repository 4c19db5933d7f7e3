using Microsoft.Extensions.Options;

namespace ImageGeneration.Cli;

/// <summary>Represents a failure in the output of <c>--json</c>.</summary>
internal sealed record ErrorDocument(string Kind, string Message, IReadOnlyList<AttemptDocument> Attempts);

/// <summary>Represents a document that contains only an error.</summary>
internal sealed record FailureDocument(ErrorDocument Error);

/// <summary>Reports a failure, to a person on standard error and to a script as JSON on standard output, and returns the exit
/// code.</summary>
internal sealed class FailureReport(CliEnvironment environment, bool json)
{
    public int Write(Exception exception) => exception switch
    {
        CliException e => Write(e.Kind, e.Message, [], e.ExitCode),
        ImageGenerationCanceledException e => WriteInterrupted(e.Attempts),
        OperationCanceledException => WriteInterrupted([]),
        ImageGenerationException e => Write(Words.For(e.Kind), e.Message, e.Attempts, ExitCode.Failed),
        OptionsValidationException e => Write("settings", string.Join(Environment.NewLine, e.Failures), [], ExitCode.WrongUsage),
        ArgumentException e => Write("usage", e.Message, [], ExitCode.WrongUsage),
        _ => Write("unexpected", $"{exception.GetType().Name}: {exception.Message}", [], ExitCode.Failed),
    };

    private int WriteInterrupted(IReadOnlyList<GenerationAttempt> attempts)
    {
        var jobs = attempts.Where(attempt => attempt.Cancellation is not null)
            .Select(attempt => $"{attempt.Provider} job {attempt.JobId}: {Words.Cancellation(attempt.Cancellation!.Value)}.")
            .ToList();
        var message = jobs.Count > 0 ? "Interrupted. " + string.Join(" ", jobs) : "Interrupted; no remote job was running.";
        return Write("canceled", message, attempts, environment.InterruptedExitCode(), intro: "");
    }

    private int Write(
        string kind, string message, IReadOnlyList<GenerationAttempt> attempts, int exitCode, string intro = "error: ")
    {
        if (json)
        {
            CliJson.Write(environment.Out, new FailureDocument(new(kind, message, AttemptDocument.From(attempts))));
        }
        else
        {
            WriteText(environment.Error, intro + message, attempts, exitCode);
        }

        if (json ? environment.IsOutLost : environment.IsErrorLost)
        {
            WriteText(json ? environment.Error : environment.Out, intro + message, attempts, exitCode);
        }

        return exitCode;
    }

    private static void WriteText(TextWriter output, string message, IReadOnlyList<GenerationAttempt> attempts, int exitCode)
    {
        output.WriteLine(message);
        foreach (var attempt in attempts)
        {
            var failure = attempt.Failure is { } kind ? Words.For(kind) : "delivered";
            var cost = Words.Cost(attempt.CostUsd) + (attempt.PossiblyBilled ? ", possibly billed" : "");
            output.WriteLine(
                $"  {attempt.Provider}: {failure}, job {attempt.JobId ?? "none"}, {Words.Time(attempt.Duration)}, cost {cost}");
        }

        if (exitCode == ExitCode.WrongUsage)
        {
            output.WriteLine("See: imagegen --help");
        }
    }
}
