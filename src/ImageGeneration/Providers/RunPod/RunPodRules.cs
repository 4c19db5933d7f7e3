using ImageGeneration.Providers.Kit.Reading;
using ImageGeneration.Providers.Modules;

namespace ImageGeneration.Providers.RunPod;

/// <summary>Validates the rules across the settings of RunPod.</summary>
internal static class RunPodRules
{
    public static void Check(string path, RunPodOptions options, List<string> failures)
    {
        ProviderRules.CheckKey(path, options, failures);
        foreach (var (name, worker) in options.Workers)
        {
            CheckName($"{path}:Workers:{name}", name, options, failures);
            if (!Enum.IsDefined(worker))
            {
                failures.Add($"{path}:Workers:{name} must be one of: {string.Join(", ", Enum.GetNames<RunPodWorker>())}.");
            }
            else if (worker == RunPodWorker.ComfyUi && !options.Workflows.ContainsKey(name))
            {
                failures.Add($"{path}:Workers:{name} is ComfyUi, which needs a workflow: set {path}:Workflows:{name}.");
            }
        }

        foreach (var (name, member) in options.Outputs)
        {
            CheckName($"{path}:Outputs:{name}", name, options, failures);
            if (OutputMember.Parse(member) is null)
            {
                failures.Add($"{path}:Outputs:{name} {OutputMember.Rule}.");
            }
        }

        foreach (var (name, workflow) in options.Workflows)
        {
            CheckName($"{path}:Workflows:{name}", name, options, failures);
            if (ComfyUiTemplate.Read(workflow, out var problem) is null)
            {
                failures.Add($"{path}:Workflows:{name} {problem}.");
            }
        }
    }

    // Under a name that no model and no endpoint has it would describe nothing.
    private static void CheckName(string setting, string name, RunPodOptions options, List<string> failures)
    {
        var endpoint = RunPodEndpoint.Parse(name.Trim(), "").Id;
        if (!options.Models.ContainsKey(name) && !options.LoraModels.ContainsKey(name)
            && !options.Models.Values.Concat(options.LoraModels.Values).Any(id =>
                RunPodEndpoint.Parse((id ?? "").Trim(), "").Id.Equals(endpoint, StringComparison.OrdinalIgnoreCase)))
        {
            failures.Add($"{setting} has no effect: {name} is neither a model nor an endpoint of Models or LoraModels.");
        }
    }
}
