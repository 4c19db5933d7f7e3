using ImageGeneration.Providers.RunPod;

namespace ImageGeneration.Validation;

/// <summary>The rules across the settings of RunPod.</summary>
internal static class RunPodRules
{
    public static void Check(string path, RunPodOptions options, List<string> failures)
    {
        foreach (var (name, worker) in options.Workers)
        {
            if (!Enum.IsDefined(worker))
            {
                failures.Add($"{path}:Workers:{name} must be one of: {string.Join(", ", Enum.GetNames<RunPodWorker>())}.");
            }
            else if (worker == RunPodWorker.ComfyUi && !options.Workflows.ContainsKey(name))
            {
                failures.Add($"{path}:Workers:{name} is ComfyUi, which needs a workflow: set {path}:Workflows:{name}.");
            }
        }

        foreach (var (name, workflow) in options.Workflows)
        {
            if (ComfyUiTemplate.Read(workflow, out var problem) is null)
            {
                failures.Add($"{path}:Workflows:{name} {problem}.");
            }
        }
    }
}
