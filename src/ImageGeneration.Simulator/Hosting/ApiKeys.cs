namespace ImageGeneration.Simulator.Hosting;

internal enum KeyCheck
{
    Accepted,
    Missing,
    Unknown,
}

/// <summary>Checks the key of a request.</summary>
internal sealed class ApiKeys(ISet<string> accepted)
{
    /// <param name="request">The request.</param>
    /// <param name="schemes">The words that may stand before the key; an empty one for a key alone.</param>
    public KeyCheck Check(ApiRequest request, params ReadOnlySpan<string> schemes)
    {
        var header = request.Header("Authorization")?.Trim();
        if (string.IsNullOrEmpty(header))
        {
            return KeyCheck.Missing;
        }

        var (scheme, key) = header.Split(' ', 2, StringSplitOptions.TrimEntries) is [var word, var rest] ? (word, rest) : ("", header);
        foreach (var known in schemes)
        {
            if (scheme.Equals(known, StringComparison.OrdinalIgnoreCase))
            {
                return accepted.Count == 0 || accepted.Contains(key) ? KeyCheck.Accepted : KeyCheck.Unknown;
            }

            if (header.Equals(known, StringComparison.OrdinalIgnoreCase))
            {
                return KeyCheck.Missing;
            }
        }

        return KeyCheck.Unknown;
    }
}
