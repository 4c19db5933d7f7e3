namespace ImageGeneration.Json;

/// <summary>A member's name, whatever its case, <c>_</c> and <c>-</c>; and the one that was meant by a mistyped one.</summary>
internal static class MemberName
{
    private const int MaxLength = 64;
    private const int MaxEdits = 2;
    private const int MaxShown = 40;

    /// <summary>Lower-case letters and digits: <c>num_outputs</c>, <c>numOutputs</c> and <c>NUM-OUTPUTS</c> are one.</summary>
    public static string Plain(string name) =>
        string.Create(
            name.Count(char.IsLetterOrDigit),
            name,
            static (plain, name) =>
            {
                var at = 0;
                foreach (var c in name)
                {
                    if (char.IsLetterOrDigit(c))
                    {
                        plain[at++] = char.ToLowerInvariant(c);
                    }
                }
            });

    /// <summary>A foreign name as a message may have it.</summary>
    public static string Shown(string name)
    {
        var plain = string.Concat(name.Where(static c => !char.IsControl(c)).Take(MaxShown));
        return name.Length > MaxShown ? plain + "…" : plain;
    }

    /// <summary>The known name that comes nearest; null where none is near.</summary>
    public static string? Nearest(string name, IEnumerable<string> known)
    {
        var plain = Plain(name);
        if (plain.Length is 0 or > MaxLength)
        {
            return null;
        }

        var most = Math.Min(MaxEdits, plain.Length / 3);
        var (best, fewest) = ((string?)null, most + 1);
        foreach (var candidate in known)
        {
            var edits = Edits(plain, Plain(candidate));
            (best, fewest) = edits < fewest ? (candidate, edits) : (best, fewest);
        }

        return best;
    }

    // Inserted, left out, changed or swapped letters.
    private static int Edits(string from, string to)
    {
        var rows = new int[3][];
        for (var i = 0; i <= from.Length; i++)
        {
            var row = rows[i % 3] ??= new int[to.Length + 1];
            row[0] = i;
            for (var j = 1; j <= to.Length; j++)
            {
                if (i == 0)
                {
                    row[j] = j;
                    continue;
                }

                var above = rows[(i + 2) % 3];
                row[j] = Math.Min(Math.Min(above[j], row[j - 1]) + 1, above[j - 1] + (from[i - 1] == to[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1])
                {
                    row[j] = Math.Min(row[j], rows[(i + 1) % 3][j - 2] + 1);
                }
            }
        }

        return rows[from.Length % 3][to.Length];
    }
}
