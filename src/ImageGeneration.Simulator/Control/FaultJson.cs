using System.Text.Json.Nodes;
using ImageGeneration.Simulator.Faults;
using ImageGeneration.Simulator.Hosting;

namespace ImageGeneration.Simulator.Control;

/// <summary>Writes the fault rules as JSON, in the form in which they are added, and how many times each has triggered.</summary>
internal sealed class FaultJson(FaultPlan faults)
{
    public JsonObject Create(IEnumerable<FaultRule> rules) => new() { ["faults"] = rules.Select(Rule).ToJsonArray() };

    private JsonObject Rule(FaultRule rule)
    {
        var json = new JsonObject
        {
            ["provider"] = rule.Provider?.ToWord(),
            ["phase"] = rule.Phase?.ToWord(),
            ["model"] = rule.Model,
            ["skip"] = rule.Skip,
            ["times"] = rule.Times,
            ["rate"] = rule.Rate,
        };
        if (rule.Effect is ScriptFault script)
        {
            json["script"] = script.Steps.Select(Effect).ToJsonArray();
        }
        else
        {
            json["effect"] = Effect(rule.Effect);
        }

        json["triggerCount"] = faults.TriggerCount(rule);
        return json;
    }

    // The parameters of an effect that was made in code are not known here, only its name.
    private static JsonNode? Effect(FaultEffect? effect) =>
        effect?.Written is { } written ? JsonNode.Parse(written.GetRawText()) : effect?.Name ?? "pass";
}
