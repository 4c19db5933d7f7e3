using System.Collections.Frozen;
using System.Text.Json;

namespace ImageGeneration.Json;

/// <summary>Provides the names of an enum: written in snake case, read in any spelling.</summary>
internal static class EnumWords<TEnum>
    where TEnum : struct, Enum
{
    private static readonly FrozenDictionary<TEnum, string> Words =
        Enum.GetValues<TEnum>().Distinct().ToFrozenDictionary(value => value, value => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString()));

    private static readonly FrozenDictionary<string, TEnum> Values = Words.ToFrozenDictionary(
        word => MemberName.Plain(word.Value), word => word.Key);

    public static string For(TEnum value) => Words.TryGetValue(value, out var word) ? word : value.ToString();

    /// <exception cref="JsonException">The text is none of the names.</exception>
    public static TEnum Read(string? text)
    {
        var plain = MemberName.Plain(text ?? "");
        return Values.TryGetValue(plain == "jpg" ? "jpeg" : plain, out var value)
            ? value
            : throw new JsonException($"'{MemberName.Shown(text ?? "")}' is none of: {string.Join(", ", Words.Values)}.");
    }
}
