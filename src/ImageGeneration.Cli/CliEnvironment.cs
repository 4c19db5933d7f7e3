using System.Collections;

namespace ImageGeneration.Cli;

/// <summary>Everything a command takes from its surroundings, so that tests can run it in their own process.</summary>
internal sealed record CliEnvironment
{
    /// <summary>Results, and nothing else.</summary>
    public required TextWriter Out { get; init; }

    /// <summary>Progress, notes and errors.</summary>
    public required TextWriter Error { get; init; }

    public required IReadOnlyDictionary<string, string> Variables { get; init; }

    public required string WorkingDirectory { get; init; }

    /// <summary>Ends with Ctrl-C or SIGTERM.</summary>
    public CancellationToken Interrupted { get; init; }

    public bool IsErrorTerminal { get; init; }

    /// <summary>Columns of the terminal, for help and tables.</summary>
    public int Width { get; init; } = 120;

    public static CliEnvironment OfThisProcess(CancellationToken interrupted)
    {
        var variables = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            variables.TryAdd((string)variable.Key, (string?)variable.Value ?? "");
        }

        return new()
        {
            Out = Console.Out,
            Error = Console.Error,
            Variables = variables,
            WorkingDirectory = Environment.CurrentDirectory,
            Interrupted = interrupted,
            IsErrorTerminal = !Console.IsErrorRedirected && Environment.GetEnvironmentVariable("TERM") != "dumb",
            Width = Console.IsOutputRedirected ? 120 : Math.Clamp(Console.WindowWidth, 60, 160),
        };
    }
}
