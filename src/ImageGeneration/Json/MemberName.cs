namespace ImageGeneration.Json;

/// <summary>A member's name, whatever its spelling.</summary>
internal static class MemberName
{
    private const int MaxShown = 40;

    /// <summary>Lower case without gaps: <c>num_outputs</c>, <c>numOutputs</c> and <c>NUM-OUTPUTS</c> are one.</summary>
    public static string Plain(string name) => WordText.Plain(name).ToLowerInvariant();

    /// <summary>A foreign name as a message may have it.</summary>
    public static string Shown(string name)
    {
        var plain = string.Concat(name.Where(static c => !char.IsControl(c)).Take(MaxShown));
        return name.Length > MaxShown ? plain + "…" : plain;
    }
}
