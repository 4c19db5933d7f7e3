namespace ImageGeneration.Routing;

/// <summary>The rules of <c>Routing:ClosedModels</c>: a name that nothing has would hold nothing back.</summary>
internal static class ClosedModelRules
{
    /// <param name="path">The settings' place, as a configuration key.</param>
    /// <param name="routing">The settings.</param>
    /// <param name="models">The names of the models that the settings of the section have.</param>
    /// <param name="areAll">No provider has models that are not known here.</param>
    /// <param name="failures">Gets a sentence per broken rule.</param>
    public static void Check(string path, RoutingOptions routing, IEnumerable<string> models, bool areAll, List<string> failures)
    {
        var known = models.ToHashSet(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < routing.ClosedModels.Count; i++)
        {
            var name = routing.ClosedModels[i];
            if (string.IsNullOrWhiteSpace(name) || (areAll && !known.Contains(name.Trim())))
            {
                failures.Add(
                    $"{path}:{i} ('{name}') has no effect: it takes the name of a model, and those are {string.Join(", ", known)}.");
            }
        }
    }
}
