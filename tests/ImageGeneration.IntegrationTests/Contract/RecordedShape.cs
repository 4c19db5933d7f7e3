using System.Text.Json;

namespace ImageGeneration.IntegrationTests.Contract;

/// <summary>Whether an answer has the shape of a recorded one: its members, their JSON types, and what an echo must repeat.</summary>
internal static class RecordedShape
{
    // What Replicate has added to its answers since the oldest recordings were made; its document or a later recording has each of them.
    private static readonly string[] Newer =
    [
        "$.data_removed", "$.output", "$.urls.web", "$.urls.stream", "$.metrics.total_time", "$.metrics.image_output_count",
        "$.is_official", "$.weights_url",
    ];

    // Null is as good as a value, says the document: the simulator's models have no page to link to.
    private static readonly string[] Nullable = ["$.cover_image_url", "$.default_example", "$.github_url", "$.license_url", "$.paper_url"];

    public static IReadOnlyList<string> Check(JsonElement recorded, JsonElement answered)
    {
        var complaints = new List<string>();
        Check(recorded, answered, "$", complaints);
        return complaints;
    }

    private static void Check(JsonElement recorded, JsonElement answered, string path, List<string> complaints)
    {
        if (path.EndsWith(".openapi_schema", StringComparison.Ordinal))
        {
            RecordedInputSchema.Check(recorded, answered, path, complaints);
        }
        else if (path is "$.input" or "$.status")
        {
            AddIf(!JsonElement.DeepEquals(recorded, answered), $"{path} is {answered}, recorded {recorded}", complaints);
        }
        else if (recorded.ValueKind != answered.ValueKind)
        {
            var allowed = answered.ValueKind == JsonValueKind.Null && Nullable.Contains(path);
            var bothFlags = IsFlag(recorded) && IsFlag(answered);
            AddIf(!allowed && !bothFlags, $"{path} is {answered.ValueKind}, recorded {recorded.ValueKind}", complaints);
        }
        else if (recorded.ValueKind == JsonValueKind.Object)
        {
            CheckMembers(recorded, answered, path, complaints);
        }
        else if (recorded.ValueKind == JsonValueKind.Array)
        {
            AddIf(recorded.GetArrayLength() > 0 && answered.GetArrayLength() == 0, $"{path} is empty, recorded with items", complaints);
            if (recorded.GetArrayLength() > 0 && answered.GetArrayLength() > 0)
            {
                Check(recorded[0], answered[0], $"{path}[0]", complaints);
            }
        }
        else if (recorded.ValueKind == JsonValueKind.String)
        {
            AddIf(Form(recorded) != Form(answered), $"{path} begins with {Form(answered)}, recorded {Form(recorded)}", complaints);
        }
    }

    private static bool IsFlag(JsonElement value) => value.ValueKind is JsonValueKind.True or JsonValueKind.False;

    private static void CheckMembers(JsonElement recorded, JsonElement answered, string path, List<string> complaints)
    {
        foreach (var member in recorded.EnumerateObject())
        {
            if (answered.TryGetProperty(member.Name, out var value))
            {
                Check(member.Value, value, $"{path}.{member.Name}", complaints);
            }
            else
            {
                complaints.Add($"{path}.{member.Name} is missing");
            }
        }

        complaints.AddRange(answered.EnumerateObject()
            .Where(member => !recorded.TryGetProperty(member.Name, out _) && !Newer.Contains($"{path}.{member.Name}"))
            .Select(member => $"{path}.{member.Name} is not in the recording"));
    }

    // An embedded image by its type, a link as a link, a time as a time.
    private static string Form(JsonElement text)
    {
        var value = text.GetString()!;
        return value.StartsWith("data:", StringComparison.Ordinal) ? value[..(value.IndexOf(',', StringComparison.Ordinal) + 1)]
            : value.StartsWith("http", StringComparison.Ordinal) ? "http"
            : value.EndsWith('Z') && DateTimeOffset.TryParse(value, out _) ? "time"
            : "text";
    }

    private static void AddIf(bool wrong, string complaint, List<string> complaints)
    {
        if (wrong)
        {
            complaints.Add(complaint);
        }
    }
}
