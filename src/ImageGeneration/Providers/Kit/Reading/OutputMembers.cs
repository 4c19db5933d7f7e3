using System.Text.Json;
using ImageGeneration.Redaction;

namespace ImageGeneration.Providers.Kit.Reading;

/// <summary>Lists the member names of an output for a message: never a value, and no name that may be a value.</summary>
internal static class OutputMembers
{
    private const int MaxNames = 12;
    private const int MaxName = 40;
    private const int MaxDepth = 4;
    private const int MaxSteps = 200;

    /// <summary>Returns a text such as <c>status, result.files[].path</c>; empty when there are none.</summary>
    public static string Describe(JsonElement output)
    {
        var names = new List<string>();
        var steps = 0;
        Add(output, "", names, 0, ref steps);
        return string.Join(", ", names.Take(MaxNames)) + (names.Count > MaxNames || steps > MaxSteps ? " and more" : "");
    }

    /// <summary>Gets the name of a member; null when there is none, or it must not be shown.</summary>
    public static string? NameOf(JsonProperty member)
    {
        try
        {
            return member.Value.ValueKind != JsonValueKind.Undefined && member.Name is { Length: > 0 and <= MaxName } name
                && name.All(static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.') && MessageSanitizer.ToLine(name) == name
                ? name
                : null;
        }
        catch (InvalidOperationException)
        {
            // Malformed UTF-8.
            return null;
        }
    }

    private static void Add(JsonElement value, string path, List<string> names, int depth, ref int steps)
    {
        if (++steps > MaxSteps || names.Count > MaxNames)
        {
            return;
        }

        if (value.ValueKind == JsonValueKind.Object && depth < MaxDepth)
        {
            foreach (var member in value.EnumerateObject())
            {
                if (steps > MaxSteps || names.Count > MaxNames)
                {
                    break;
                }

                Add(member.Value, (path.Length == 0 ? "" : path + ".") + (NameOf(member) ?? "…"), names, depth + 1, ref steps);
            }
        }
        else if (value.ValueKind == JsonValueKind.Array && depth < MaxDepth && value.GetArrayLength() > 0)
        {
            Add(value[0], path + "[]", names, depth + 1, ref steps);
        }
        else if (path.Length > 0 && !names.Contains(path))
        {
            names.Add(path);
        }
    }
}
