using System.CommandLine;
using System.CommandLine.Invocation;

namespace ImageGeneration.Cli.Help;

/// <summary>Writes the help of a command. The parser's own help has neither groups nor examples.</summary>
internal sealed class HelpWriter(IReadOnlyDictionary<Command, HelpPage> pages, CliEnvironment environment) : SynchronousCommandLineAction
{
    private const int MaxLeft = 26;

    public override int Invoke(ParseResult parseResult)
    {
        Write(pages[parseResult.CommandResult.Command]);
        environment.RequireOut();
        return ExitCode.Done;
    }

    private void Write(HelpPage page)
    {
        Wrapped(page.About, 0);
        Heading("Usage", page.Usage);
        foreach (var section in page.Sections)
        {
            Heading(section.Title, []);
            foreach (var symbol in section.Symbols)
            {
                Row(Label(symbol), symbol.Description ?? "");
            }
        }

        foreach (var note in page.Notes)
        {
            environment.Out.WriteLine();
            Wrapped(note, 0);
        }

        Heading("Examples", page.Examples);
    }

    private void Heading(string title, IReadOnlyList<string> lines)
    {
        environment.Out.WriteLine();
        environment.Out.WriteLine(title + ":");
        foreach (var line in lines)
        {
            environment.Out.WriteLine("  " + line);
        }
    }

    private void Row(string label, string about)
    {
        environment.Out.Write(("  " + label).PadRight(MaxLeft + 4));
        if (label.Length > MaxLeft)
        {
            environment.Out.WriteLine();
            environment.Out.Write(new string(' ', MaxLeft + 4));
        }

        Wrapped(about, MaxLeft + 4);
    }

    private void Wrapped(string text, int indent)
    {
        var room = Math.Max(30, environment.Width - indent - 1);
        var column = 0;
        foreach (var word in text.Split(' '))
        {
            if (column > 0 && column + word.Length + 1 > room)
            {
                environment.Out.WriteLine();
                environment.Out.Write(new string(' ', indent));
                column = 0;
            }

            environment.Out.Write(column > 0 ? " " + word : word);
            column += word.Length + (column > 0 ? 1 : 0);
        }

        environment.Out.WriteLine();
    }

    private static string Label(Symbol symbol) => symbol switch
    {
        Argument argument => $"<{argument.HelpName ?? argument.Name}>",
        Option { ValueType: var type } option when type == typeof(bool) => option.Name,
        Option option => $"{option.Name} <{option.HelpName}>",
        _ => symbol.Name,
    };
}
