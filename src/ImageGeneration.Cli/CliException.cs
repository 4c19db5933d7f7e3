namespace ImageGeneration.Cli;

/// <summary>The exception that is thrown when a command cannot go on; the message is for the user.</summary>
/// <param name="kind">The kind for scripts: <c>usage</c>, <c>settings</c>, <c>port</c> and so on.</param>
/// <param name="message">The message, which names the option or the setting.</param>
/// <param name="exitCode">The exit code of the process.</param>
internal sealed class CliException(string kind, string message, int exitCode = ExitCode.WrongUsage) : Exception(message)
{
    public string Kind { get; } = kind;

    public int ExitCode { get; } = exitCode;

    public static CliException Usage(string message) => new("usage", message);

    public static CliException Settings(string message) => new("settings", message);
}
