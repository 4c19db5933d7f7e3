using System.Globalization;
using System.Text.Json;
using ImageGeneration.Json;

namespace ImageGeneration.Providers.RunPod;

/// <summary>Reads a workflow in ComfyUI's API format, node id to node, from a file or a text.</summary>
internal static class ComfyUiGraph
{
    /// <summary>Reads the workflow; returns null, with a sentence without a subject that says what is wrong, when it is invalid.</summary>
    public static JsonElement? Read(ComfyUiWorkflow settings, out string? problem)
    {
        var (file, text) = (settings.WorkflowFile?.Trim(), settings.Workflow);
        if (string.IsNullOrEmpty(file) == string.IsNullOrWhiteSpace(text))
        {
            problem = "must set either WorkflowFile or Workflow";
            return null;
        }

        try
        {
            text = string.IsNullOrEmpty(file)
                ? text
                : File.ReadAllText(File.Exists(file) ? file : Path.Combine(AppContext.BaseDirectory, file));
            using var document = JsonDocument.Parse(text!);
            problem = ProblemOf(document.RootElement);
            return problem is null ? document.RootElement.Clone() : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException or ArgumentException)
        {
            problem = exception is JsonException ? "holds a workflow that is not JSON" : $"names a file that cannot be read ({file})";
            return null;
        }
    }

    /// <summary>Gets the size of the latent image in the template, where no request may set it.</summary>
    public static SizeRule? FixedSize(JsonElement graph)
    {
        foreach (var node in graph.EnumerateObject())
        {
            var inputs = node.Value.Member("inputs"u8);
            if (inputs.Member("width"u8).AsInteger() is > 0 and < 65536 and var width
                && inputs.Member("height"u8).AsInteger() is > 0 and < 65536 and var height)
            {
                return new AspectRatioSizes([new((int)width, (int)height)], [new("", 1)]);
            }
        }

        return null;
    }

    /// <summary>Gets the node whose output an input takes, <c>[node, slot]</c>; null when the input holds a value.</summary>
    public static string? LinkedNode(JsonElement graph, JsonElement input) =>
        input.ValueKind == JsonValueKind.Array && input.GetArrayLength() == 2
        && (input[0].AsText() ?? input[0].AsInteger()?.ToString(CultureInfo.InvariantCulture)) is { } node
        && input[1].ValueKind == JsonValueKind.Number
        && (input[0].ValueKind == JsonValueKind.String || graph.TryGetProperty(node, out _))
            ? node
            : null;

    private static string? ProblemOf(JsonElement graph) =>
        graph.ValueKind != JsonValueKind.Object ? "holds a workflow that is not a JSON object"
        : graph.Member("nodes"u8).ValueKind == JsonValueKind.Array
            ? "holds a workflow as the editor saves it; export it with ComfyUI's Export (API)"
        : graph.EnumerateObject().All(node => node.Value.Member("inputs"u8).ValueKind == JsonValueKind.Object) is false
            ? "holds a workflow with a node that has no inputs"
        : graph.IsWritable() ? null
        : "holds a workflow with a text that is not Unicode (half of a surrogate pair)";
}
