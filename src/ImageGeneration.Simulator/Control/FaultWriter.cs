using System.Text.Json;
using ImageGeneration.Simulator.Faults;

namespace ImageGeneration.Simulator.Control;

/// <summary>The fault rules as JSON, in the form in which they are added, and how often each has struck.</summary>
internal sealed class FaultWriter(FaultPlan faults)
{
    public void Write(Utf8JsonWriter json, IReadOnlyList<FaultRule> rules)
    {
        json.WriteStartObject();
        json.WriteStartArray("faults");
        foreach (var rule in rules)
        {
            WriteRule(json, rule);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private void WriteRule(Utf8JsonWriter json, FaultRule rule)
    {
        json.WriteStartObject();
        json.WriteString("provider", Word(rule.Provider?.ToString()));
        json.WriteString("phase", Word(rule.Phase?.ToString()));
        json.WriteString("model", rule.Model);
        json.WriteNumber("skip", rule.Skip);
        if (rule.Times is { } times)
        {
            json.WriteNumber("times", times);
        }
        else
        {
            json.WriteNull("times");
        }

        json.WriteNumber("rate", rule.Rate);
        if (rule.Effect is ScriptFault script)
        {
            json.WriteStartArray("script");
            Array.ForEach(script.Steps, step => WriteEffect(json, step));
            json.WriteEndArray();
        }
        else
        {
            json.WritePropertyName("effect");
            WriteEffect(json, rule.Effect);
        }

        json.WriteNumber("struck", faults.Struck(rule));
        json.WriteEndObject();
    }

    // Of an effect that was made in code the parameters are not known here, only its name.
    private static void WriteEffect(Utf8JsonWriter json, FaultEffect? effect)
    {
        if (effect?.Written is { } written)
        {
            written.WriteTo(json);
        }
        else
        {
            json.WriteStringValue(effect?.Name ?? "pass");
        }
    }

    private static string? Word(string? name) => name is null ? null : JsonNamingPolicy.CamelCase.ConvertName(name);
}
