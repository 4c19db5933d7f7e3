using System.Buffers;

namespace ImageGeneration.Redaction;

/// <summary>Finds keys as vendors show them: <c>sk-abc…wxyz</c>, <c>sk-abc********wxyz</c>.</summary>
internal static class MaskedKey
{
    private const int MinBefore = 3;
    private const int MinAfter = 2;
    private const int MinInAll = 6;
    private const int MaxSide = 64;

    private static readonly SearchValues<char> Masks = SearchValues.Create("*…•");
    private static readonly SearchValues<char> Joints = SearchValues.Create("*…•.");

    /// <summary>Finds masked keys.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="keys">The letters of the keys.</param>
    public static IEnumerable<Range> Find(string text, IReadOnlyList<string> keys)
    {
        for (var at = NextMask(text, 0); at >= 0;)
        {
            var end = text.AsSpan(at).IndexOfAnyExcept(Joints) is >= 0 and var length ? at + length : text.Length;
            var first = at;
            while (first > Math.Max(0, at - MaxSide) && IsOfKey(text[first - 1]))
            {
                first--;
            }

            var last = end;
            while (last < Math.Min(text.Length, end + MaxSide) && IsOfKey(text[last]))
            {
                last++;
            }

            if (AreEnds(DecodedText.LettersOf(text.AsSpan(first, at - first)), DecodedText.LettersOf(text.AsSpan(end, last - end)), keys))
            {
                yield return first..last;
            }

            at = NextMask(text, end);
        }
    }

    private static int NextMask(string text, int from)
    {
        var mask = text.AsSpan(from).IndexOfAny(Masks);
        var dots = text.AsSpan(from, mask < 0 ? text.Length - from : mask).IndexOf("...");
        return dots >= 0 ? from + dots : mask >= 0 ? from + mask : -1;
    }

    private static bool AreEnds(string before, string after, IReadOnlyList<string> keys)
    {
        if (before.Length < MinBefore || after.Length < MinAfter || before.Length + after.Length < MinInAll)
        {
            return false;
        }

        foreach (var key in keys)
        {
            if (before.Length + after.Length < key.Length && key.StartsWith(before, StringComparison.Ordinal)
                && key.EndsWith(after, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsOfKey(char character) => char.IsAsciiLetterOrDigit(character) || character is '-' or '_';
}
