using System.CommandLine;
using ImageGeneration.Cli.Help;
using ImageGeneration.Cli.Settings;
using ImageGeneration.Routing;

namespace ImageGeneration.Cli.Options;

/// <summary>Provides the options that describe the request, which <c>generate</c> and <c>estimate</c> share.</summary>
internal sealed class RequestOptions
{
    private const int MaxPrompt = 10_000;

    private readonly Option<string?> _model = new("--model")
    {
        HelpName = "name",
        Description = "flux1, sdxl, or any other name that a provider's Models setting maps. Default sdxl.",
    };

    private readonly Option<int?> _width = NumberOption.Create("--width", "Width", 64, 4096, "pixels", "1024");
    private readonly Option<int?> _height = NumberOption.Create("--height", "Height", 64, 4096, "pixels", "1024");
    private readonly Option<int?> _count = NumberOption.Create("--count", "How many", 1, 8, "images", "1");
    private readonly Option<ImageStyle?> _style = WordOption.Create<ImageStyle>("--style", "The style; adds its words to the prompt.");

    private readonly Option<QualityEnhancer[]> _enhance =
        WordOption.CreateRepeatable<QualityEnhancer>("--enhance", "A quality enhancer; adds its words to the prompt.");

    private readonly Option<string?> _negative = new("--negative", "--negative-prompt")
    {
        HelpName = "text",
        Description = "What the image must not show, up to 10,000 characters. A model that does not take it causes a warning.",
    };

    private readonly Option<long?> _seed =
        NumberOption.Create("--seed", "The same seed generates the same image again", 0L, uint.MaxValue, "", "a new one each time");

    private readonly Option<int?> _steps = NumberOption.Create("--steps", "Inference steps", 1, 500, "steps", "the model's own");

    private readonly Option<double?> _guidance =
        NumberOption.Create("--guidance", "How closely the model follows the prompt", 0d, 50d, "", "the model's own");

    private readonly Option<Dictionary<string, double>> _lora = LoraOption.Create();
    private readonly Option<ImageFormat?> _format = WordOption.Create<ImageFormat>("--format", "The file format; default the model's own.");
    private readonly Option<TimeSpan?> _deadline = DeadlineOption.Create();
    private readonly Option<Dictionary<string, string>> _tag = TagOption.Create();

    private readonly Option<string?> _provider = new("--provider")
    {
        HelpName = "name",
        Description = $"Ask this provider only ({ProviderHints.Names}). Default: the best one, and the next when it fails.",
    };

    private readonly Option<RoutingStrategy?> _strategy =
        WordOption.Create<RoutingStrategy>("--strategy", "How the best provider is chosen; default balanced, or the setting Routing:Strategy.");

    public HelpSection Picture => new("The picture", [_model, _width, _height, _count, _style, _enhance, _negative, _format]);

    public HelpSection Model => new("The model", [_seed, _steps, _guidance, _lora]);

    public HelpSection Route => new("The way", [_provider, _strategy, _deadline, _tag]);

    public void AddTo(Command command)
    {
        foreach (var option in Picture.Symbols.Concat(Model.Symbols).Concat(Route.Symbols).OfType<Option>())
        {
            command.Add(option);
        }
    }

    public string? Provider(ParseResult parsed) => parsed.GetValue(_provider);

    public RoutingStrategy? Strategy(ParseResult parsed) => parsed.GetValue(_strategy);

    public ImageGenerationRequest Read(ParseResult parsed, string prompt)
    {
        RequireText("<prompt>", prompt);
        RequireNoOption(parsed, prompt);
        var negative = parsed.GetValue(_negative);
        if (negative is not null)
        {
            RequireText("--negative", negative);
        }

        var standard = new ImageGenerationRequest { Prompt = prompt };
        return standard with
        {
            Model = ReadModel(parsed) ?? standard.Model,
            Width = parsed.GetValue(_width) ?? standard.Width,
            Height = parsed.GetValue(_height) ?? standard.Height,
            Count = parsed.GetValue(_count) ?? standard.Count,
            Style = parsed.GetValue(_style),
            QualityEnhancers = parsed.GetValue(_enhance) ?? [],
            NegativePrompt = negative,
            Seed = parsed.GetValue(_seed),
            Steps = parsed.GetValue(_steps),
            GuidanceScale = parsed.GetValue(_guidance),
            LoraWeights = parsed.GetValue(_lora) is { Count: > 0 } weights ? weights : null,
            OutputFormat = parsed.GetValue(_format),
            Deadline = parsed.GetValue(_deadline),
            BudgetTags = parsed.GetValue(_tag) is { Count: > 0 } tags ? tags : null,
        };
    }

    private ImageModel? ReadModel(ParseResult parsed) =>
        parsed.GetValue(_model) is not { } name ? default(ImageModel?)
        : string.IsNullOrWhiteSpace(name) ? throw CliException.Usage("--model takes a name such as flux1 or sdxl, not a blank.")
        : new ImageModel(name);

    // A misspelled option would be generated as a prompt, which costs money; after -- everything is a prompt.
    private static void RequireNoOption(ParseResult parsed, string prompt)
    {
        if (prompt.StartsWith('-') && !prompt.Contains(' ', StringComparison.Ordinal) && !parsed.HasDoubleDash())
        {
            throw CliException.Usage($"{UnknownOption.Message(parsed, prompt)} If it is a prompt, write: imagegen -- \"{prompt}\".");
        }
    }

    private static void RequireText(string name, string text)
    {
        if (string.IsNullOrWhiteSpace(text) || text.Length > MaxPrompt)
        {
            throw CliException.Usage($"{name} takes 1 to {MaxPrompt:N0} characters that are not all blank, not {text.Length}.");
        }
    }
}
