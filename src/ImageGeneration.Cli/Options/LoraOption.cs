using System.CommandLine;
using System.Globalization;

namespace ImageGeneration.Cli.Options;

/// <summary>Provides a repeatable option of the form <c>name=weight</c>; the name may be a URL with equal signs of its own.</summary>
internal static class LoraOption
{
    private const string Name = "--lora";
    private const int Most = 8;

    public static Option<Dictionary<string, double>> Create() => new(Name)
    {
        HelpName = "name=weight",
        Description = "A LoRA weight by name or URL, with its strength from -3 to 3; at most 8, each with an option of its own. "
            + "Needs a model for it in the setting LoraModels.",
        CustomParser = result =>
        {
            var weights = new Dictionary<string, double>(StringComparer.Ordinal);
            foreach (var token in result.Tokens)
            {
                var at = token.Value.LastIndexOf('=');
                if (at <= 0
                    || !double.TryParse(token.Value.AsSpan(at + 1), NumberStyles.Float, CultureInfo.InvariantCulture, out var weight)
                    || weight is not (>= -3 and <= 3))
                {
                    result.AddError($"{Name} takes name=weight with a weight from -3 to 3, not '{token.Value}'.");
                    return null;
                }

                weights[token.Value[..at]] = weight;
            }

            if (weights.Count > Most)
            {
                result.AddError($"{Name} can be given {Most} times at most, not {weights.Count}.");
            }

            return weights;
        },
    };
}
