using ImageGeneration.Providers.Wire;
using Microsoft.Extensions.Options;

namespace ImageGeneration.Providers.RunPod;

/// <summary>What stands behind an endpoint: the row, the way its input is wrapped, and the workflow where it is ComfyUI.</summary>
internal sealed record RunPodShape(ModelProfile Profile, RunPodWorker Worker, ComfyUiTemplate? Workflow = null)
{
    /// <summary>As set, else by the endpoint's id, else by the model's name.</summary>
    public static RunPodShape Find(RunPodOptions options, ImageModel model, string endpoint)
    {
        if (options.Workflows.TryGetValue(endpoint, out var workflow) || options.Workflows.TryGetValue(model.Name, out workflow))
        {
            var template = ComfyUiTemplate.Read(workflow, out var problem)
                ?? throw new OptionsValidationException("RunPod", typeof(RunPodOptions), [$"The workflow of {model.Name} {problem}."]);
            return new(new(template.Capabilities, new()), RunPodWorker.ComfyUi, template);
        }

        return options.Workers.TryGetValue(endpoint, out var set) || options.Workers.TryGetValue(model.Name, out set)
            ? new(RunPodModels.Of(set, endpoint), set)
            : RunPodModels.FindPublic(endpoint) is { } known ? new(known, RunPodWorker.PublicFlux)
            : model == ImageModel.Sdxl ? new(RunPodModels.Of(RunPodWorker.Sdxl, endpoint), RunPodWorker.Sdxl)
            : new(RunPodModels.Of(RunPodWorker.Custom, endpoint), RunPodWorker.Custom);
    }
}
