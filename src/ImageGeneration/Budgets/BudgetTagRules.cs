using System.Buffers;

namespace ImageGeneration.Budgets;

/// <summary>Provides the rules for names and values of budget tags, in requests and in settings.</summary>
internal static class BudgetTagRules
{
    private const int MaxName = 64;
    private const int MaxValue = 128;

    private static readonly SearchValues<char> _name =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.");

    public static string NameRule { get; } = $"a name has 1 to {MaxName} characters: ASCII letters, digits, '-', '_' and '.'";

    public static string ValueRule { get; } = $"a value has 1 to {MaxValue} characters, not all blank, none a control character";

    public static bool IsName(string name) => name.Length is >= 1 and <= MaxName && !name.AsSpan().ContainsAnyExcept(_name);

    public static bool IsValue(string? value) =>
        value?.Length <= MaxValue && !string.IsNullOrWhiteSpace(value) && !value.Any(char.IsControl);
}
