using System.Text.Json;
using ImageGeneration.Simulator.Catalogue;
using ImageGeneration.Simulator.Jobs;

namespace ImageGeneration.Simulator.Replicate;

/// <summary>Echoes an input: as it came, but for secrets, and empty when it has been deleted.</summary>
internal static class PredictionInput
{
    private const string Redacted = "[REDACTED]";

    public static void Write(Utf8JsonWriter json, SimulatedJob job, bool expired)
    {
        json.WritePropertyName("input");
        if (expired)
        {
            json.WriteStartObject();
            json.WriteEndObject();
        }
        else if (!job.Model.Inputs.Any(field => field.Kind == InputKind.Secret))
        {
            json.WriteRawValue(job.Input.Span, skipInputValidation: true);
        }
        else
        {
            WriteRedacted(json, job);
        }
    }

    private static void WriteRedacted(Utf8JsonWriter json, SimulatedJob job)
    {
        using var input = JsonDocument.Parse(job.Input);
        json.WriteStartObject();
        foreach (var member in input.RootElement.EnumerateObject())
        {
            if (job.Model.Inputs.Any(field => field.Kind == InputKind.Secret && member.NameEquals(field.Name)))
            {
                json.WriteString(member.Name, Redacted);
            }
            else
            {
                member.WriteTo(json);
            }
        }

        json.WriteEndObject();
    }
}
