using ImageGeneration.Providers;
using Microsoft.Extensions.Options;

namespace ImageGeneration.Prompts;

/// <summary>Adds the words of style and quality enhancers after the prompt, each once (before it, when the model would not read that far),
/// and puts the negative prompt where the model takes it.</summary>
internal sealed class PromptEnhancer(IOptions<ImageGenerationServiceOptions> options) : IPromptEnhancer
{
    private const int StackLimit = 1024;
    private const string Without = "without ";

    private readonly string[][] _styles = Phrases<ImageStyle>(options.Value.Prompts.Styles, PromptModifiers.For);
    private readonly string[][] _enhancers = Phrases<QualityEnhancer>(options.Value.Prompts.QualityEnhancers, PromptModifiers.For);
    private readonly bool _folds = options.Value.Prompts.NegativePrompt == NegativePromptHandling.FoldIntoPrompt;

    public EnhancedPrompt Enhance(ImageGenerationRequest request, ModelCapabilities capabilities)
    {
        var negative = string.IsNullOrWhiteSpace(request.NegativePrompt) ? null : request.NegativePrompt;
        if (negative is null || capabilities.NegativePrompt)
        {
            return new(InReach(request, Compose(request, without: null), capabilities), negative, []);
        }

        var fate = _folds
            ? "it was folded into the prompt as \"without …\" (ImageGeneration:Prompts:NegativePrompt)"
            : "it was left out (ImageGeneration:Prompts:NegativePrompt can fold it into the prompt)";
        var prompt = InReach(request, Compose(request, _folds ? negative : null), capabilities);
        return new(prompt, null, [$"{capabilities.ModelId} takes no negative prompt: {fate}."]);
    }

    /// <summary>Puts the added words first when the model does not read to the end: what is cut off is then the end of the caller's
    /// prompt.</summary>
    private static string InReach(ImageGenerationRequest request, string composed, ModelCapabilities capabilities)
    {
        if (ReferenceEquals(composed, request.Prompt) || !PromptLength.Exceeds(composed, capabilities.PromptLimit))
        {
            return composed;
        }

        var own = PromptComposer.Trimmed(request.Prompt).Length;
        return string.Concat(PromptComposer.WithoutSeparator(composed.AsSpan(own)), ", ", request.Prompt);
    }

    private string Compose(ImageGenerationRequest request, string? without)
    {
        var style = request.Style is { } wanted ? ModifiersFor(_styles, (int)wanted, wanted) : [];
        if (style.Length == 0 && request.QualityEnhancers.Count == 0 && without is null)
        {
            return request.Prompt;
        }

        var room = request.Prompt.Length + Room(style) + (without is null ? 0 : PromptComposer.Room(Without) + without.Length);
        for (var i = 0; i < request.QualityEnhancers.Count; i++)
        {
            room += Room(ModifiersFor(_enhancers, (int)request.QualityEnhancers[i], request.QualityEnhancers[i]));
        }

        var composer = new PromptComposer(request.Prompt, room <= StackLimit ? stackalloc char[StackLimit] : new char[room]);
        AddAll(ref composer, style);
        for (var i = 0; i < request.QualityEnhancers.Count; i++)
        {
            AddAll(ref composer, _enhancers[(int)request.QualityEnhancers[i]]);
        }

        if (without is not null)
        {
            composer.AddAlways(Without, without.Trim());
        }

        return composer.ToString();
    }

    private static string[] ModifiersFor<TKey>(string[][] table, int index, TKey key)
        where TKey : struct, Enum =>
        (uint)index < (uint)table.Length
            ? table[index]
            : throw new ArgumentOutOfRangeException(nameof(key), key, $"There is no such {typeof(TKey).Name}.");

    private static void AddAll(ref PromptComposer composer, string[] phrases)
    {
        foreach (var phrase in phrases)
        {
            composer.Add(phrase);
        }
    }

    private static int Room(string[] phrases)
    {
        var room = 0;
        foreach (var phrase in phrases)
        {
            room += PromptComposer.Room(phrase);
        }

        return room;
    }

    private static string[][] Phrases<TKey>(IDictionary<TKey, string> overrides, Func<TKey, string> builtIn)
        where TKey : struct, Enum =>
        [.. Enum.GetValues<TKey>().Select(key => Split(overrides.TryGetValue(key, out var words) ? words : builtIn(key)))];

    private static string[] Split(string? words) =>
        (words ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
