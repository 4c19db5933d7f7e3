namespace ImageGeneration.Cli;

/// <summary>A command cannot go on; the message is for the person who typed it.</summary>
/// <param name="kind">For scripts: <c>usage</c>, <c>settings</c>, <c>port</c> and so on.</param>
/// <param name="message">In words; names the option or the setting.</param>
/// <param name="exitCode">What the process returns.</param>
internal sealed class CliException(string kind, string message, int exitCode = ExitCode.WrongUsage) : Exception(message)
{
    public string Kind { get; } = kind;

    public int ExitCode { get; } = exitCode;

    public static CliException Usage(string message) => new("usage", message);

    public static CliException Settings(string message) => new("settings", message);
}
