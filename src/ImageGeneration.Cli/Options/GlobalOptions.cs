using System.CommandLine;
using ImageGeneration.Cli.Help;

namespace ImageGeneration.Cli.Options;

/// <summary>Provides the options that every command has.</summary>
internal sealed class GlobalOptions
{
    private readonly Option<string?> _config = new("--config")
    {
        HelpName = "file",
        Description = "Settings as JSON: the section ImageGeneration, or the file's root.",
        Recursive = true,
    };

    private readonly Option<bool> _json = new("--json")
    {
        Description = "Print one JSON document on standard output and nothing else there.",
        Recursive = true,
    };

    public HelpSection Section => new("Settings and output", [_config, _json]);

    public void AddTo(RootCommand root)
    {
        root.Add(_config);
        root.Add(_json);
    }

    public string? Config(ParseResult parsed) => parsed.GetValue(_config);

    /// <summary>Determines whether JSON was requested, even when the command line is wrong elsewhere: its error must be JSON
    /// too.</summary>
    public bool IsJson(ParseResult parsed) => parsed.GetResult(_json) is { Implicit: false, Tokens: [] or [{ Value: "true" }] };
}
