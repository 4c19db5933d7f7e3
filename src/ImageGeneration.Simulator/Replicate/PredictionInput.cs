using System.Text.Json;
using System.Text.Json.Nodes;
using ImageGeneration.Simulator.Catalog;
using ImageGeneration.Simulator.Jobs;

namespace ImageGeneration.Simulator.Replicate;

/// <summary>Echoes an input: as it came, but for secrets, and empty when it has been deleted.</summary>
internal static class PredictionInput
{
    public static JsonNode? Create(SimulatedJob job, bool expired)
    {
        if (expired)
        {
            return new JsonObject();
        }

        var secrets = job.Model.Inputs.Where(field => field.Kind == InputKind.Secret).Select(field => field.Name).ToHashSet();
        return secrets.Count == 0 ? JsonNode.Parse(job.Input.Span) : Redact(job.Input, secrets);
    }

    private static JsonObject Redact(ReadOnlyMemory<byte> input, HashSet<string> secrets)
    {
        using var document = JsonDocument.Parse(input);
        var json = new JsonObject();
        foreach (var member in document.RootElement.EnumerateObject())
        {
            json[member.Name] = secrets.Contains(member.Name) ? "[REDACTED]" : JsonNode.Parse(member.Value.GetRawText());
        }

        return json;
    }
}
