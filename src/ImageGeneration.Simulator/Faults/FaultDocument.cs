using System.Text.Json;

namespace ImageGeneration.Simulator.Faults;

/// <summary>Reads fault rules as JSON: <c>{"faults":[…]}</c>, or a single rule.</summary>
internal static class FaultDocument
{
    public static IReadOnlyList<FaultRule> Read(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(
                json, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            return Read(document.RootElement);
        }
        catch (JsonException e)
        {
            throw new FormatException($"The faults are no JSON: {e.Message.ReplaceLineEndings(" ")}", e);
        }
        catch (InvalidOperationException e)
        {
            throw new FormatException("The faults hold a text that is no Unicode: half of a surrogate pair.", e);
        }
    }

    private static FaultRule[] Read(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            throw new FormatException("The faults are no object: {\"faults\":[…]}, or one rule alone, is expected.");
        }

        if (!root.TryGetProperty("faults", out var list))
        {
            return [Rule(root, "fault")];
        }

        var document = new FaultParameters(root, "document");
        document.Take("faults");
        document.Done();
        return list.ValueKind == JsonValueKind.Array
            ? [.. list.EnumerateArray().Select((rule, index) => Rule(rule, $"faults[{index}]"))]
            : throw FaultParameters.Wrong("faults", "a list is expected");
    }

    private static FaultRule Rule(JsonElement json, string path)
    {
        var with = new FaultParameters(json, path);
        var (part, method) = (with.Text("path"), with.Text("method"));
        var rate = with.Number("rate") ?? 1;
        var rule = new FaultRule
        {
            Provider = with.Choice<SimulatedProvider>("provider"),
            Phase = with.Choice<RequestPhase>("phase"),
            Model = with.Text("model"),
            When = part is null && method is null ? null : request =>
                (part is null || request.Path.Contains(part, StringComparison.Ordinal))
                && (method is null || request.Method.Equals(method, StringComparison.OrdinalIgnoreCase)),
            Skip = with.Whole("skip") ?? 0,
            Times = with.Whole("times"),
            Rate = rate <= 1 ? rate : throw FaultParameters.Wrong(with.PathOf("rate"), "a share from 0 to 1 is expected"),
            Effect = Effect(with),
        };
        with.Done();
        return rule;
    }

    private static FaultEffect Effect(FaultParameters with)
    {
        var (effect, script) = (with.Take("effect"), with.Take("script"));
        if (effect is null == script is null)
        {
            throw with.Wrong("either an effect or a script is expected");
        }

        if (effect is { } one)
        {
            return FaultEffects.Read(one, with.PathOf("effect"));
        }

        return script is { ValueKind: JsonValueKind.Array } steps
            ? FaultEffect.Script([.. steps.EnumerateArray().Select((step, index) => Step(step, $"{with.PathOf("script")}[{index}]"))])
            : throw FaultParameters.Wrong(with.PathOf("script"), "a list is expected");
    }

    private static FaultEffect? Step(JsonElement step, string path) =>
        step.ValueKind == JsonValueKind.Null || (step.ValueKind == JsonValueKind.String && step.ValueEquals("pass"))
            ? null
            : FaultEffects.Read(step, path);
}
