using ImageGeneration.Redaction;
using Microsoft.Extensions.Options;

namespace ImageGeneration.Configuration;

internal static class SettingsProblems
{
    private const int MaxShown = 20;

    /// <exception cref="OptionsValidationException">There are problems.</exception>
    public static void Throw(string name, Type type, List<string> problems)
    {
        if (problems.Count > 0)
        {
            var more = problems.Count > MaxShown ? [$"And {problems.Count - MaxShown} more."] : Array.Empty<string>();
            // A key may be in the wrong place.
            throw new OptionsValidationException(name, type, problems.Take(MaxShown).Concat(more).Select(text => MessageSanitizer.ToLine(text)));
        }
    }
}
