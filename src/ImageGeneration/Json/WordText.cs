namespace ImageGeneration.Json;

/// <summary>Compares words in any spelling: <c>LowestCost</c>, <c>lowest_cost</c>, <c>lowest-cost</c>.</summary>
internal static class WordText
{
    /// <summary>Returns what all spellings of a word have in common.</summary>
    public static string Plain(string word) =>
        string.Concat(word.Where(c => c is not ('_' or '-' or ' '))).ToUpperInvariant();

    /// <summary>Finds the value of an enum; returns null when there is none of that name. Numbers are not names.</summary>
    public static object? Find(Type type, string text)
    {
        var plain = Plain(text);
        return Array.Find(Enum.GetNames(type), name => Plain(name) == plain) is { } name ? Enum.Parse(type, name) : null;
    }

    /// <summary>Finds the word that was most likely meant; returns null when none is close.</summary>
    public static string? Nearest(string text, IEnumerable<string> words)
    {
        var plain = Plain(text);
        var (nearest, least) = ((string?)null, Math.Max(1, plain.Length / 3) + 1);
        foreach (var word in words)
        {
            var distance = plain.Length is 0 or > 64 ? least : Distance(plain, Plain(word));
            if (distance < least)
            {
                (nearest, least) = (word, distance);
            }
        }

        return nearest;
    }

    // Letters to insert, delete, replace or swap.
    private static int Distance(string from, string to)
    {
        var (before, last, row) = (new int[to.Length + 1], new int[to.Length + 1], Enumerable.Range(0, to.Length + 1).ToArray());
        for (var i = 1; i <= from.Length; i++)
        {
            (before, last, row) = (last, row, before);
            row[0] = i;
            for (var j = 1; j <= to.Length; j++)
            {
                row[j] = Math.Min(Math.Min(last[j], row[j - 1]) + 1, last[j - 1] + (from[i - 1] == to[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1])
                {
                    row[j] = Math.Min(row[j], before[j - 2] + 1);
                }
            }
        }

        return row[^1];
    }
}
