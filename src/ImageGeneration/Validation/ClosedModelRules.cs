using ImageGeneration.Providers;
using ImageGeneration.Registration;

namespace ImageGeneration.Validation;

/// <summary>The rules of <c>Routing:ClosedModels</c>: a name that nothing has would hold nothing back.</summary>
internal static class ClosedModelRules
{
    public static void Check(string path, ImageGenerationServiceOptions options, ProviderRegistry registry, List<string> failures)
    {
        ProviderOptions[] builtIn = [options.Replicate, options.RunPod, options.Modal];
        var known = builtIn.SelectMany(static provider => provider.Models.Keys).ToHashSet(StringComparer.OrdinalIgnoreCase);

        // What further accounts and providers of the application's own have cannot be known here.
        var areKnown = registry.InOrder.All(
            static provider => BuiltInProviders.Names.Contains(provider.Name, StringComparer.OrdinalIgnoreCase));
        for (var i = 0; i < options.Routing.ClosedModels.Count; i++)
        {
            var name = options.Routing.ClosedModels[i];
            if (string.IsNullOrWhiteSpace(name) || (areKnown && !known.Contains(name.Trim())))
            {
                failures.Add(
                    $"{path}:{i} ('{name}') has no effect: it takes the name of a model, and those are {string.Join(", ", known)}.");
            }
        }
    }
}
