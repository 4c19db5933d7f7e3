using ImageGeneration.Budgets;
using ImageGeneration.Extras;

namespace ImageGeneration.Generation;

/// <summary>Refuses what no provider could accept, before anything is spent: the message names the member and the allowed range.</summary>
internal static class RequestValidator
{
    public const int MaxCount = 8;
    private const int MaxPromptLength = 10_000;
    private const int MaxLoraWeights = 8;
    private const int MaxTags = 8;
    private static readonly TimeSpan _minDeadline = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _maxDeadline = TimeSpan.FromHours(24);

    public static void Check(ImageGenerationRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        CheckTexts(request);
        InRange(request.Width, 64, 4096, nameof(request.Width), " pixels");
        InRange(request.Height, 64, 4096, nameof(request.Height), " pixels");
        InRange(request.Count, 1, MaxCount, nameof(request.Count), " images");
        InRange(request.Seed, 0, uint.MaxValue, nameof(request.Seed));
        InRange(request.Steps, 1, 500, nameof(request.Steps));
        InRange(request.GuidanceScale, 0, 50, nameof(request.GuidanceScale));
        if (request.Deadline is { } deadline && (deadline < _minDeadline || deadline > _maxDeadline))
        {
            throw Refuse(nameof(request.Deadline), "Deadline must be between 1 second and 24 hours.", deadline);
        }

        CheckChoices(request);
        CheckLoraWeights(request);
        CheckExtras(request);
        CheckTags(request);
    }

    private static void CheckTexts(ImageGenerationRequest request)
    {
        if (string.IsNullOrWhiteSpace(request.Prompt) || request.Prompt.Length > MaxPromptLength)
        {
            throw Refuse(nameof(request.Prompt), $"Prompt must have 1 to {MaxPromptLength} characters that are not all blank.");
        }

        if (request.NegativePrompt?.Length > MaxPromptLength)
        {
            throw Refuse(nameof(request.NegativePrompt), $"NegativePrompt must have at most {MaxPromptLength} characters.");
        }

        if (request.Model.Name.Length == 0)
        {
            throw Refuse(nameof(request.Model), "Model must be a name such as \"flux1\" or \"sdxl\".");
        }
    }

    private static void CheckChoices(ImageGenerationRequest request)
    {
        if (request.Style is { } style && !Enum.IsDefined(style))
        {
            throw Refuse(nameof(request.Style), $"Style must be one of: {string.Join(", ", Enum.GetNames<ImageStyle>())}.");
        }

        if (request.OutputFormat is { } format && !Enum.IsDefined(format))
        {
            throw Refuse(nameof(request.OutputFormat), $"OutputFormat must be one of: {string.Join(", ", Enum.GetNames<ImageFormat>())}.");
        }

        foreach (var enhancer in request.QualityEnhancers
            ?? throw Refuse(nameof(request.QualityEnhancers), "QualityEnhancers must not be null."))
        {
            if (!Enum.IsDefined(enhancer))
            {
                throw Refuse(
                    nameof(request.QualityEnhancers),
                    $"QualityEnhancers must be among: {string.Join(", ", Enum.GetNames<QualityEnhancer>())}.");
            }
        }
    }

    private static void CheckLoraWeights(ImageGenerationRequest request)
    {
        if (request.LoraWeights is not { Count: > 0 } weights)
        {
            return;
        }

        InRange(weights.Count, 1, MaxLoraWeights, nameof(request.LoraWeights), " weights");
        foreach (var (name, strength) in weights)
        {
            if (string.IsNullOrWhiteSpace(name))
            {
                throw Refuse(nameof(request.LoraWeights), "LoraWeights must name each weight: a name or a URL.");
            }

            InRange(strength, -3, 3, nameof(request.LoraWeights));
        }
    }

    private static void CheckExtras(ImageGenerationRequest request)
    {
        if (request.Extras is { Count: > 0 } extras)
        {
            ExtrasRules.Check(extras, request.Count);
        }
    }

    private static void CheckTags(ImageGenerationRequest request)
    {
        if (request.BudgetTags is not { Count: > 0 } tags)
        {
            return;
        }

        InRange(tags.Count, 1, MaxTags, nameof(request.BudgetTags), " tags");
        foreach (var (name, value) in tags)
        {
            if (!BudgetTagRules.IsName(name))
            {
                throw Refuse(nameof(request.BudgetTags), $"BudgetTags must have valid names: {BudgetTagRules.NameRule}.");
            }

            if (!BudgetTagRules.IsValue(value))
            {
                throw Refuse(nameof(request.BudgetTags), $"BudgetTags must have valid values: {BudgetTagRules.ValueRule}; that of '{name}' is not.");
            }

            if (tags.Count(other => string.Equals(other.Key, name, StringComparison.OrdinalIgnoreCase)) > 1)
            {
                throw Refuse(nameof(request.BudgetTags), $"BudgetTags must name each tag once: '{name}' appears twice.");
            }
        }
    }

    private static void InRange(double? value, double min, double max, string name, string unit = "")
    {
        if (value is { } number && !(number >= min && number <= max))
        {
            throw Refuse(name, $"{name} must be between {min:0} and {max:0}{unit}.", number);
        }
    }

    // The parameter's name is the member, which is what the caller can correct.
    private static ArgumentException Refuse(string member, string message, object? value = null) =>
        value is null ? new ArgumentException(message, member) : new ArgumentOutOfRangeException(member, value, message);
}
