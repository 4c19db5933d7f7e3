namespace ImageGeneration.Cli.Generate;

/// <summary>Finds the command or option that a misspelled word was meant to be, as generating it would cost money.</summary>
internal static class NearMiss
{
    private const int MaxEdits = 2;

    public static string? Find(string word, IEnumerable<string> names) =>
        word.Contains(' ', StringComparison.Ordinal)
            ? null
            : names.Select(name => (Name: name, Edits: Edits(word.ToLowerInvariant(), name))).Where(name => name.Edits <= MaxEdits)
                .OrderBy(name => name.Edits).FirstOrDefault().Name;

    // Levenshtein's distance, one row at a time.
    private static int Edits(string from, string to)
    {
        var row = Enumerable.Range(0, to.Length + 1).ToArray();
        for (var i = 1; i <= from.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= to.Length; j++)
            {
                var replaced = diagonal + (from[i - 1] == to[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[to.Length];
    }
}
