using System.CommandLine;

namespace ImageGeneration.Cli.Help;

/// <summary>Represents options, arguments or commands that belong together, under a heading.</summary>
internal sealed record HelpSection(string Title, IReadOnlyList<Symbol> Symbols);

/// <summary>Represents the help of one command.</summary>
/// <param name="Usage">The forms of the command, one line each.</param>
/// <param name="About">What it does.</param>
/// <param name="Sections">The options and arguments.</param>
/// <param name="Notes">Further notes; may be empty.</param>
/// <param name="Examples">Complete command lines.</param>
internal sealed record HelpPage(
    IReadOnlyList<string> Usage,
    string About,
    IReadOnlyList<HelpSection> Sections,
    IReadOnlyList<string> Notes,
    IReadOnlyList<string> Examples);

/// <summary>Represents a command and its help.</summary>
internal sealed record CliCommand(Command Command, HelpPage Help);
