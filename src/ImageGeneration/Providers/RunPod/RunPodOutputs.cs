using ImageGeneration.Providers.Kit.Reading;

namespace ImageGeneration.Providers.RunPod;

/// <summary>Finds where the workers behind the endpoints return their images, according to the settings.</summary>
internal static class RunPodOutputs
{
    /// <summary>Reads the settings by endpoint: a job that is read after a restart does not know the name of its model.</summary>
    /// <param name="options">The settings.</param>
    /// <param name="endpointId">Gets the id of an endpoint in any form that the settings take.</param>
    public static Dictionary<string, OutputMember> Read(RunPodOptions options, Func<string, string> endpointId)
    {
        var members = new Dictionary<string, OutputMember>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, setting) in options.Outputs)
        {
            if (OutputMember.Parse(setting) is { } member)
            {
                foreach (var id in Endpoints(options, name))
                {
                    members[endpointId(id)] = member;
                }
            }
        }

        return members;
    }

    private static IEnumerable<string> Endpoints(RunPodOptions options, string name) =>
        new[] { options.Models, options.LoraModels }
            .Where(models => models.ContainsKey(name))
            .Select(models => models[name])
            .DefaultIfEmpty(name);
}
