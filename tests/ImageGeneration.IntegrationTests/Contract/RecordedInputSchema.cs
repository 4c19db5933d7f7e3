using System.Text.Json;

namespace ImageGeneration.IntegrationTests.Contract;

/// <summary>Whether a version's schema has the recorded inputs: the same fields, types, defaults, limits and choices.</summary>
internal static class RecordedInputSchema
{
    // What a person reads and a program does not.
    private static readonly string[] Prose = ["description"];

    public static void Check(JsonElement recorded, JsonElement answered, string path, List<string> complaints)
    {
        if (recorded.GetProperty("openapi").GetString() != answered.GetProperty("openapi").GetString())
        {
            complaints.Add($"{path}.openapi differs");
        }

        var (theirs, ours) = (Schemas(recorded), Schemas(answered));
        CheckFields(theirs.GetProperty("Input").GetProperty("properties"), ours.GetProperty("Input").GetProperty("properties"), complaints);
        foreach (var name in (string[])["Output", "scheduler", "refine"])
        {
            if (theirs.TryGetProperty(name, out var schema)
                && !(ours.TryGetProperty(name, out var own) && JsonElement.DeepEquals(Bare(schema), Bare(own))))
            {
                complaints.Add($"schema {name} differs");
            }
        }

        var (required, ownRequired) = (Required(theirs), Required(ours));
        if (!required.SequenceEqual(ownRequired))
        {
            complaints.Add($"required are {string.Join(", ", ownRequired)}, recorded {string.Join(", ", required)}");
        }
    }

    private static void CheckFields(JsonElement recorded, JsonElement answered, List<string> complaints)
    {
        foreach (var field in recorded.EnumerateObject())
        {
            if (!answered.TryGetProperty(field.Name, out var own))
            {
                complaints.Add($"input {field.Name} is missing");
            }
            else if (!JsonElement.DeepEquals(Bare(field.Value), Bare(own)))
            {
                complaints.Add($"input {field.Name} is {Bare(own)}, recorded {Bare(field.Value)}");
            }
        }
    }

    private static JsonElement Schemas(JsonElement schema) => schema.GetProperty("components").GetProperty("schemas");

    private static IEnumerable<string> Required(JsonElement schemas) =>
        schemas.GetProperty("Input").TryGetProperty("required", out var names)
            ? names.EnumerateArray().Select(name => name.GetString()!)
            : [];

    private static JsonElement Bare(JsonElement schema)
    {
        var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            foreach (var member in schema.EnumerateObject().Where(member => !Prose.Contains(member.Name)))
            {
                member.WriteTo(json);
            }

            json.WriteEndObject();
        }

        return JsonDocument.Parse(stream.ToArray()).RootElement;
    }
}
