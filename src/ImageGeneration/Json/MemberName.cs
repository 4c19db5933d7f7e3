namespace ImageGeneration.Json;

/// <summary>Normalizes the name of a member, whatever its spelling.</summary>
internal static class MemberName
{
    private const int MaxShown = 40;

    /// <summary>Returns the name in lower case without separators: <c>num_outputs</c>, <c>numOutputs</c> and <c>NUM-OUTPUTS</c> are the
    /// same.</summary>
    public static string Plain(string name) => WordText.Plain(name).ToLowerInvariant();

    /// <summary>Returns a name from outside as a message may show it.</summary>
    public static string Shown(string name)
    {
        var plain = string.Concat(name.Where(static c => !char.IsControl(c)).Take(MaxShown));
        return name.Length > MaxShown ? plain + "…" : plain;
    }
}
