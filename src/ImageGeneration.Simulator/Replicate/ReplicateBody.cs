using System.Text.Json;
using System.Text.RegularExpressions;
using ImageGeneration.Simulator.Catalog;
using ImageGeneration.Simulator.Hosting;

namespace ImageGeneration.Simulator.Replicate;

/// <summary>Reads the flat bodies that create and change models and deployments.</summary>
internal static partial class ReplicateBody
{
    /// <summary>Reads a body; returns the refusal of one without these members, or null. Other members are ignored, as nothing forbids
    /// them.</summary>
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

    /// <summary>Returns the refusal of a name that cannot be part of an address, or null.</summary>
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
