using System.Collections;
using ImageGeneration.Cli.Streams;

namespace ImageGeneration.Cli;

/// <summary>Provides everything a command takes from its environment, so that tests can run it in their own process.</summary>
internal sealed record CliEnvironment
{
    private readonly GuardedWriter _out = GuardedWriter.Over(TextWriter.Null);
    private readonly GuardedWriter _error = GuardedWriter.Over(TextWriter.Null);

    /// <summary>Gets the writer for results, and nothing else. It never throws.</summary>
    public required TextWriter Out
    {
        get => _out;
        init => _out = GuardedWriter.Over(value);
    }

    /// <summary>Gets the writer for progress, notes and errors. It never throws.</summary>
    public required TextWriter Error
    {
        get => _error;
        init => _error = GuardedWriter.Over(value);
    }

    /// <summary>Whether what was written to <see cref="Out"/> cannot be read, so that what matters is written to <see cref="Error"/>
    /// too.</summary>
    public bool IsOutLost => _out.IsLost;

    /// <summary>Whether what was written to <see cref="Error"/> cannot be read, so that what matters is written to <see cref="Out"/>
    /// too.</summary>
    public bool IsErrorLost => _error.IsLost;

    /// <summary>Fails a command whose only result is its output, when that is lost.</summary>
    /// <exception cref="CliException">Standard output did not take it.</exception>
    public void RequireOut()
    {
        if (_out.HasFailed)
        {
            throw new CliException("output", "Standard output did not take the result: it is closed, or its disk is full.", ExitCode.Failed);
        }
    }

    public required IReadOnlyDictionary<string, string> Variables { get; init; }

    public required string WorkingDirectory { get; init; }

    /// <summary>Gets the token that is canceled by Ctrl-C, SIGTERM, SIGQUIT or a closed terminal.</summary>
    public CancellationToken Interrupted { get; init; }

    /// <summary>Gets the exit code of an interrupted command.</summary>
    public Func<int> InterruptedExitCode { get; init; } = static () => ExitCode.Interrupted;

    public bool IsErrorTerminal { get; init; }

    /// <summary>Gets the number of columns of the terminal, for help and tables.</summary>
    public int Width { get; init; } = 120;

    public static CliEnvironment ForCurrentProcess(LeaveSignals signals)
    {
        var variables = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            variables.TryAdd((string)variable.Key, (string?)variable.Value ?? "");
        }

        return new()
        {
            Out = StandardStream.OpenOutput(),
            Error = StandardStream.OpenError(),
            Variables = variables,
            WorkingDirectory = Environment.CurrentDirectory,
            Interrupted = signals.Token,
            InterruptedExitCode = () => signals.ExitCode,
            IsErrorTerminal = !Console.IsErrorRedirected && Environment.GetEnvironmentVariable("TERM") != "dumb",
            Width = Console.IsOutputRedirected ? 120 : Math.Clamp(Console.WindowWidth, 60, 160),
        };
    }
}
