namespace ImageGeneration.Routing;

/// <summary>Validates <c>Routing:ClosedModels</c>: a name that no model has would have no effect.</summary>
internal static class ClosedModelRules
{
    /// <param name="path">The path of the settings, as a configuration key.</param>
    /// <param name="routing">The settings.</param>
    /// <param name="models">The names of the models that the settings of the section define.</param>
    /// <param name="areAll">Whether no provider has models that are unknown here.</param>
    /// <param name="failures">Receives one sentence for each broken rule.</param>
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
