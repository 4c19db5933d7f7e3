using System.Text.Json;
using ImageGeneration.Providers;
using ImageGeneration.Providers.Kit.Reading;

namespace ImageGeneration.Jobs;

/// <summary>Judges a refused input whose refused values were chosen by the library: the model cannot do it, but the next provider
/// may.</summary>
internal static class RefusedAdaptation
{
    private static readonly (AdaptedSettings Setting, Phrase[] Names)[] _settings =
    [
        (AdaptedSettings.Size, Names("ratio", "aspect", "size", "width", "height", "resolution*", "megapixel*", "dimension*")),
        (AdaptedSettings.Seed, Names("seed*")),
        (AdaptedSettings.Count, Names("+num|number|n outputs|images|samples|of", "+batch size|count", "+max images", "samples")),
        (AdaptedSettings.Steps, Names("steps", "+inference steps")),
        (AdaptedSettings.Guidance, Names("guidance*", "cfg*")),
    ];

    private static readonly Phrase[] _callers = Names("prompt*", "lora*", "token", "text", "format");

    // The names under which a value is sent are chosen here as well, and so is what is left out.
    private static readonly Phrase[] _ofNames = Names(
        "+additional property|properties", "+extra input|inputs|field|fields", "unexpected", "unknown", "unrecognized",
        "+not a valid input", "+not supported", "missing");

    // A member that the input lacks was set by nobody.
    private static readonly Phrase[] _ofGaps = Names("+is a required", "+field required", "+is required");

    // The caller's values, under names of the library.
    private static readonly Phrase[] _named = Names("+negative prompt", "+output format", "lora*");

    /// <summary>Returns the failure as it is, or as <see cref="FailureKind.Unsupported"/>.</summary>
    public static ProviderFailure Judge(ProviderFailure failure, ProviderRequest request) =>
        failure.IsRefusedInput && IsOurs(WordsOf(failure), request)
            ? failure with
            {
                Kind = FailureKind.Unsupported,
                Message = failure.Message.TrimEnd('.') + "; that value was chosen for the model.",
            }
            : failure;

    private static bool IsOurs(string words, ProviderRequest request)
    {
        var sentences = Sentences.Split(words);
        var isOurs = false;
        foreach (var sentence in sentences)
        {
            var (isOfNames, isOfGaps) = (Has(_ofNames, sentence), Has(_ofGaps, sentence));
            var isNamedHere = isOfNames && Has(_named, sentence);
            if ((Has(_callers, sentence) && !isNamedHere) || IsOfExtras(sentence, request.Extras))
            {
                return false;
            }

            isOurs |= isNamedHere || isOfGaps;
            foreach (var (setting, names) in _settings)
            {
                if (Has(names, sentence))
                {
                    if (!isOfNames && !isOfGaps && !request.Adapted.HasFlag(setting))
                    {
                        return false;
                    }

                    isOurs = true;
                }
            }
        }

        return isOurs;
    }

    // Extras override what is chosen here: a member of theirs is the caller's own.
    private static bool IsOfExtras(Sentence sentence, JsonElement? extras)
    {
        if (extras is not { ValueKind: JsonValueKind.Object } given)
        {
            return false;
        }

        foreach (var member in given.EnumerateObject())
        {
            if (ErrorMembers.Name(member) is { } name && Sentences.Split(name) is [var words, ..] && sentence.Contains(words))
            {
                return true;
            }
        }

        return false;
    }

    // What precedes the colon belongs to the library, and so does the path of a prompt.
    private static string WordsOf(ProviderFailure failure) =>
        failure.Message[(failure.Message.IndexOf(": ", StringComparison.Ordinal) + 1)..]
            .Replace("[prompt]", "", StringComparison.Ordinal);

    private static bool Has(Phrase[] phrases, Sentence sentence) => Array.Exists(phrases, phrase => phrase.IsIn(sentence));

    private static Phrase[] Names(params string[] patterns) => [.. patterns.Select(static pattern => new Phrase(pattern))];
}
