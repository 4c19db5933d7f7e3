using System.Globalization;
using System.Text.Json;
using ImageGeneration.Extras;
using ImageGeneration.Prompts;
using ImageGeneration.Providers;
using Microsoft.Extensions.Options;

namespace ImageGeneration.Routing;

/// <summary>Fits a request to the capabilities of a model.</summary>
internal sealed class RequestAdapter(IPromptEnhancer enhancer, IOptions<ImageGenerationServiceOptions> options)
{
    private const int DefaultSide = 1024;

    /// <summary>Fits a request; returns null, with the reason, when the model cannot do it.</summary>
    public AdaptedRequest? Adapt(ImageGenerationRequest request, string provider, ModelCapabilities model, out string? refusal)
    {
        var loras = request.LoraWeights?.Count ?? 0;
        if (loras > model.MaxLoraWeights && model.LoraModel is { } loraModel)
        {
            model = loraModel;
        }

        if (loras > model.MaxLoraWeights)
        {
            refusal = model.MaxLoraWeights == 0
                ? $"{model.ModelId} takes no LoRA weights, and no model that does is set for '{request.Model}' "
                    + $"(setting LoraModels:{request.Model} of {provider})"
                : $"{model.ModelId} takes {model.MaxLoraWeights} LoRA weight(s) at once, not {loras}";
            return null;
        }

        refusal = null;
        List<string>? changes = null;
        var enhanced = enhancer.Enhance(request, model);
        foreach (var warning in enhanced.Warnings)
        {
            Note(warning);
        }

        CheckLength("prompt", enhanced.Prompt);
        CheckLength("negative prompt", enhanced.NegativePrompt);
        var size = model.Sizes.Fit(request.Width, request.Height);
        if (size.Width != request.Width || size.Height != request.Height)
        {
            Note(Text($"{model.ModelId} makes {size.Width}x{size.Height}{Ratio(size)} instead of {request.Width}x{request.Height}"));
        }

        if (model.FixedSeed && request.Count > Math.Max(1, model.MaxImagesPerJob))
        {
            Note($"{model.ModelId} runs with one fixed seed, so its several jobs will most likely make the same image");
        }

        var (seed, steps, guidance) = (Seed(), (int?)Number(request.Steps, model.Steps, "Steps"),
            Number(request.GuidanceScale, model.GuidanceScale, "GuidanceScale"));
        var adapted = new ProviderRequest
        {
            Model = request.Model,
            ModelId = model.ModelId,
            Prompt = enhanced.Prompt,
            NegativePrompt = enhanced.NegativePrompt,
            Width = size.Width,
            Height = size.Height,
            AspectRatio = size.AspectRatio,
            Megapixels = size.Megapixels,
            Count = request.Count,
            Seed = seed,
            Steps = steps,
            GuidanceScale = guidance,
            LoraWeights = loras == 0 ? [] : [.. request.LoraWeights!],
            Format = Format(),
            Extras = ExtrasRules.For(request, provider),
            TimeLimit = request.Deadline ?? options.Value.Deadline,
            Adapted = Chosen(request, size, seed, steps, guidance),
        };
        return new(adapted, model, changes ?? (IReadOnlyList<string>)[]);

        void Note(string change) => (changes ??= []).Add(change);

        void CheckLength(string name, string? text)
        {
            if (model.PromptLimit is { } limit && PromptLength.Exceeds(text, limit))
            {
                var unit = limit.Unit == PromptUnit.Characters ? "characters" : "tokens";
                var length = PromptLength.Measure(text, limit.Unit);
                Note(Text($"{model.ModelId} reads {limit.Max} {unit}, and the {name} has about {length}: its end is cut off"));
            }
        }

        // Where the model does not report its seed the library chooses one, so that it can be reported and used again.
        long? Seed()
        {
            if (!model.Seed)
            {
                if (request.Seed is not null)
                {
                    Note($"{model.ModelId} takes no seed; Seed was left out");
                }

                return null;
            }

            if (request.Seed is not { } seed)
            {
                return model.ReportsSeed ? null : model.FitSeed(Random.Shared.NextInt64(1, int.MaxValue));
            }

            var fitted = model.FitSeed(seed);
            if (fitted != seed)
            {
                Note(Text($"{model.ModelId} takes seeds from {model.MinSeed} to {model.MaxSeed}; {fitted} is used instead of {seed}"));
            }

            return fitted;
        }

        double? Number(double? asked, NumericRange? limits, string name)
        {
            if (asked is not { } value)
            {
                return null;
            }

            if (limits is not { } range)
            {
                Note($"{model.ModelId} has no such setting; {name} was left out");
                return null;
            }

            var fitted = range.Clamp(value);
            if (fitted != value)
            {
                Note(Text($"{model.ModelId} takes {name} from {range.Min} to {range.Max}; {fitted} is used instead of {value}"));
            }

            return fitted;
        }

        ImageFormat? Format()
        {
            if (request.OutputFormat is not { } format || model.Formats.Contains(format))
            {
                return request.OutputFormat;
            }

            var asked = JsonNamingPolicy.SnakeCaseLower.ConvertName(format.ToString());
            Note($"{model.ModelId} cannot be asked for {asked}; its own format comes back");
            return null;
        }
    }

    // A seed above the range that every model has is sent because a table allows it, and a size that the caller did not set is the
    // library's.
    private static AdaptedSettings Chosen(ImageGenerationRequest request, FittedSize size, long? seed, int? steps, double? guidance)
    {
        var isOwnSize = size is { AspectRatio: null, Megapixels: null }
            && (size.Width, size.Height) == (request.Width, request.Height)
            && (request.Width, request.Height) != (DefaultSide, DefaultSide);
        var isOwnSeed = seed is null || (seed == request.Seed && request.Seed <= int.MaxValue);
        return (isOwnSize ? AdaptedSettings.None : AdaptedSettings.Size)
            | (isOwnSeed ? AdaptedSettings.None : AdaptedSettings.Seed)
            | (request.Count > 1 ? AdaptedSettings.Count : AdaptedSettings.None)
            | (steps is null || steps == request.Steps ? AdaptedSettings.None : AdaptedSettings.Steps)
            | (guidance is null || guidance == request.GuidanceScale ? AdaptedSettings.None : AdaptedSettings.Guidance);
    }

    private static string Ratio(FittedSize size) => size.AspectRatio is { } ratio ? $" ({ratio})" : "";

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
