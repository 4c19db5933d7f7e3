namespace ImageGeneration.Providers.RunPod;

/// <summary>Represents a ComfyUI workflow as a template (https://github.com/runpod-workers/worker-comfyui, read 2026-11-22): the graph in
/// API format, and the inputs that take a request's values.</summary>
public sealed class ComfyUiWorkflow
{
    /// <summary>Gets or sets the file with the workflow as ComfyUI's <c>Export (API)</c> writes it, absolute, or relative to the working
    /// directory or the program's; null when <see cref="Workflow"/> is set.</summary>
    public string? WorkflowFile { get; set; }

    /// <summary>Gets or sets the workflow itself, JSON in a text; null when <see cref="WorkflowFile"/> is set.</summary>
    public string? Workflow { get; set; }

    /// <summary>Gets the inputs that take a request's values: <c>prompt</c> (required), <c>negative_prompt</c>, <c>seed</c>, <c>width</c>,
    /// <c>height</c>, <c>steps</c>, <c>guidance</c>, <c>count</c>, <c>lora</c> or <c>lora_scale</c> to <c>node.input</c>, such as
    /// <c>6.text</c>; several separated by commas. What a request leaves open, and what is not named, keeps the template's
    /// value.</summary>
    public IDictionary<string, string> Inputs { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
}
