using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Options;

namespace ImageGeneration.Providers.RunPod;

/// <summary>Describes what is behind an endpoint: the profile, how its input is wrapped, and the workflow when it is ComfyUI.</summary>
internal sealed record RunPodShape(ModelProfile Profile, RunPodWorker Worker, ComfyUiTemplate? Workflow = null)
{
    // The workflow takes all that the library sends.
    private static readonly InputFields ComfyUiInput = new() { Prompt = null, Seed = null, Fixed = [new("workflow", "null")] };

    /// <summary>Finds the shape: as set, otherwise by the endpoint's id, otherwise by the model's name.</summary>
    /// <param name="options">The settings.</param>
    /// <param name="model">The application's name of the model.</param>
    /// <param name="endpoint">The endpoint's id.</param>
    /// <param name="apiRoot">The address of the API: the settings may name the endpoint in any form.</param>
    public static RunPodShape Find(RunPodOptions options, ImageModel model, string endpoint, string apiRoot)
    {
        if (TryFind(options.Workflows, out var workflow))
        {
            var template = ComfyUiTemplate.Read(workflow, out var problem)
                ?? throw new OptionsValidationException("RunPod", typeof(RunPodOptions), [$"The workflow of {model.Name} {problem}."]);
            var profile = new ModelProfile(template.Capabilities, ComfyUiInput).With("images", "comfy_org_api_key");
            return new(profile, RunPodWorker.ComfyUi, template);
        }

        return TryFind(options.Workers, out var set)
            ? new(RunPodModels.GetProfile(set, endpoint), set)
            : RunPodModels.FindPublic(endpoint) is { } known ? new(known, RunPodWorker.PublicFlux)
            : model == ImageModel.Sdxl ? new(RunPodModels.GetProfile(RunPodWorker.Sdxl, endpoint), RunPodWorker.Sdxl)
            : new(RunPodModels.GetProfile(RunPodWorker.Custom, endpoint), RunPodWorker.Custom);

        bool TryFind<T>(IDictionary<string, T> settings, [MaybeNullWhen(false)] out T found)
        {
            var key = settings.Keys.FirstOrDefault(IsEndpoint) ?? model.Name;
            return settings.TryGetValue(key, out found);
        }

        bool IsEndpoint(string key) => RunPodEndpoint.Parse(key.Trim(), apiRoot).Id.Equals(endpoint, StringComparison.OrdinalIgnoreCase);
    }
}
