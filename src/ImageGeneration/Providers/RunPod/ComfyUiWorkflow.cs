namespace ImageGeneration.Providers.RunPod;

/// <summary>A ComfyUI workflow as a template (https://github.com/runpod-workers/worker-comfyui, read 2026-11-22): the graph in API format,
/// and where in it a request's values go.</summary>
public sealed class ComfyUiWorkflow
{
    /// <summary>A file with the workflow as ComfyUI's <c>Export (API)</c> writes it, absolute, or relative to the working or the program's
    /// folder; null where <see cref="Workflow"/> has it.</summary>
    public string? WorkflowFile { get; set; }

    /// <summary>The workflow itself, JSON in a text; null where <see cref="WorkflowFile"/> names it.</summary>
    public string? Workflow { get; set; }

    /// <summary>What of a request goes where: <c>prompt</c> (required), <c>negative_prompt</c>, <c>seed</c>, <c>width</c>, <c>height</c>,
    /// <c>steps</c>, <c>guidance</c>, <c>count</c>, <c>lora</c> or <c>lora_scale</c> to <c>node.input</c>, such as <c>6.text</c>; several
    /// with commas. What a request leaves open, and what is not named, keeps the template's value.</summary>
    public IDictionary<string, string> Inputs { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
}
