using System.Text.Json;
using System.Text.RegularExpressions;
using ImageGeneration.Simulator.Catalog;
using ImageGeneration.Simulator.Hosting;

namespace ImageGeneration.Simulator.Replicate;

/// <summary>The flat bodies by which models and deployments are made and changed.</summary>
internal static partial class ReplicateBody
{
    /// <summary>The refusal of a body without these members, or null; others are ignored, as nothing forbids them.</summary>
    public static ApiReply? Read(ApiRequest request, IReadOnlyList<InputField> fields, out JsonElement body)
    {
        body = default;
        if (request.Json() is not { ValueKind: JsonValueKind.Object } json)
        {
            return ReplicateProblems.NotJson();
        }

        body = json;
        var complaints = InputValidator.Check(json, fields, root: "");
        return complaints.Count > 0 ? ReplicateProblems.InvalidInput(complaints) : null;
    }

    /// <summary>The refusal of a name that could not stand in an address, or null.</summary>
    public static ApiReply? NameComplaint(string field, string name) => Name().IsMatch(name)
        ? null
        : ReplicateProblems.InvalidInput([new InvalidField("pattern", field, $"Does not match pattern '{Name()}'")]);

    public static string? Text(JsonElement body, string name) =>
        body.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    public static int? Whole(JsonElement body, string name) =>
        body.TryGetProperty(name, out var value) && value.TryGetInt32(out var number) ? number : null;

    [GeneratedRegex("^[a-z0-9]+([._-]+[a-z0-9]+)*$")]
    private static partial Regex Name();
}
