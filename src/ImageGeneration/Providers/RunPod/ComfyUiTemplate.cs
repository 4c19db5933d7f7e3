using System.Text.Json;
using ImageGeneration.Extras;

namespace ImageGeneration.Providers.RunPod;

/// <summary>Represents a workflow with the inputs that take a request's values.</summary>
internal sealed class ComfyUiTemplate
{
    public static readonly string[] Roles =
        ["prompt", "negative_prompt", "seed", "width", "height", "steps", "guidance", "count", "lora", "lora_scale"];

    private readonly JsonElement _graph;
    private readonly Dictionary<(string Node, string Input), string> _places = [];

    private ComfyUiTemplate(JsonElement graph) => _graph = graph;

    /// <summary>Gets the capabilities: a role without an input is a setting that the workflow does not have.</summary>
    public ModelCapabilities Capabilities => new()
    {
        ModelId = "",
        Sizes = (Has("width") && Has("height") ? null : ComfyUiGraph.FixedSize(_graph)) ?? new PixelSizes(64, 4096, 8),
        MaxImagesPerJob = Has("count") ? 8 : ExtrasReading.ImagesOfWorkflow(_graph) ?? 1,
        FixedImagesPerJob = Has("count") ? null : ExtrasReading.ImagesOfWorkflow(_graph),
        NegativePrompt = Has("negative_prompt"),
        Seed = Has("seed"),
        FixedSeed = !Has("seed"),
        Steps = Has("steps") ? new(1, 500) : null,
        GuidanceScale = Has("guidance") ? new(0, 50) : null,
        MaxLoraWeights = Has("lora") ? 1 : 0,
        TypicalRunTime = TimeSpan.FromSeconds(10),
    };

    /// <summary>Reads a template; returns null, with a sentence without a subject that says what is wrong, when it is invalid.</summary>
    public static ComfyUiTemplate? Read(ComfyUiWorkflow settings, out string? problem)
    {
        var template = ComfyUiGraph.Read(settings, out problem) is { } graph ? new ComfyUiTemplate(graph) : null;
        problem ??= template!.Place(settings.Inputs);
        return problem is null ? template : null;
    }

    /// <summary>Writes the graph with the request's values in their inputs.</summary>
    public void Write(Utf8JsonWriter writer, ProviderRequest request)
    {
        writer.WriteStartObject();
        foreach (var node in _graph.EnumerateObject())
        {
            writer.WriteStartObject(node.Name);
            foreach (var member in node.Value.EnumerateObject())
            {
                if (member.NameEquals("inputs"u8))
                {
                    writer.WritePropertyName(member.Name);
                    WriteInputs(writer, node.Name, member.Value, request);
                }
                else
                {
                    member.WriteTo(writer);
                }
            }

            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private void WriteInputs(Utf8JsonWriter writer, string node, JsonElement inputs, ProviderRequest request)
    {
        writer.WriteStartObject();
        foreach (var input in inputs.EnumerateObject())
        {
            writer.WritePropertyName(input.Name);
            if (!_places.TryGetValue((node, input.Name), out var role) || !WriteValue(writer, role, request))
            {
                input.Value.WriteTo(writer);
            }
        }

        writer.WriteEndObject();
    }

    private static bool WriteValue(Utf8JsonWriter writer, string role, ProviderRequest request)
    {
        var loras = request.LoraWeights;
        return role switch
        {
            "prompt" => Text(request.Prompt),
            "negative_prompt" => Text(request.NegativePrompt),
            "seed" => Number(request.Seed),
            "width" => Number(request.Width),
            "height" => Number(request.Height),
            "steps" => Number(request.Steps),
            "guidance" => Real(request.GuidanceScale),
            "count" => Number(request.Count),
            "lora" => Text(loras.Count > 0 ? loras[0].Key : null),
            _ => Real(loras.Count > 0 ? loras[0].Value : null),
        };

        bool Text(string? value)
        {
            if (value is not null)
            {
                writer.WriteStringValue(value);
            }

            return value is not null;
        }

        bool Number(long? value)
        {
            if (value is { } number)
            {
                writer.WriteNumberValue(number);
            }

            return value is not null;
        }

        bool Real(double? value)
        {
            var isNumber = value is { } real && double.IsFinite(real);
            if (isNumber)
            {
                writer.WriteNumberValue(value!.Value);
            }

            return isNumber;
        }
    }

    private string? Place(IDictionary<string, string> inputs)
    {
        foreach (var (role, places) in inputs)
        {
            var known = Array.Find(Roles, name => name.Equals(role, StringComparison.OrdinalIgnoreCase));
            if (known is null)
            {
                return $"names the input {role}; known ones are {string.Join(", ", Roles)}";
            }

            foreach (var place in (places ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            {
                var dot = place.LastIndexOf('.');
                var (node, input) = dot < 0 ? (place, "") : (place[..dot], place[(dot + 1)..]);
                if (!_graph.TryGetProperty(node, out var found) || !found.GetProperty("inputs"u8).TryGetProperty(input, out var value))
                {
                    return $"puts {known} at {place}, and the workflow has no such node and input; write it as node.input, such as 6.text";
                }

                if (ComfyUiGraph.LinkedNode(_graph, value) is { } source)
                {
                    return $"puts {known} at {place}, which is linked to node {source}; name an input of that node that holds a value";
                }

                _places[(node, input)] = known;
            }
        }

        return Has("prompt") ? null : "must say in Inputs:prompt where the prompt goes, as node.input, such as 6.text";
    }

    private bool Has(string role) => _places.ContainsValue(role);
}
