using System.CommandLine;

namespace ImageGeneration.Cli.Help;

/// <summary>Options, arguments or commands that belong together, under a heading.</summary>
internal sealed record HelpSection(string Title, IReadOnlyList<Symbol> Symbols);

/// <summary>The help of one command.</summary>
/// <param name="Usage">One line per form.</param>
/// <param name="About">What it does.</param>
/// <param name="Sections">What can be given.</param>
/// <param name="Notes">What else is to be known; may be empty.</param>
/// <param name="Examples">Whole command lines.</param>
internal sealed record HelpPage(
    IReadOnlyList<string> Usage,
    string About,
    IReadOnlyList<HelpSection> Sections,
    IReadOnlyList<string> Notes,
    IReadOnlyList<string> Examples);

/// <summary>A command and its help.</summary>
internal sealed record CliCommand(Command Command, HelpPage Help);
