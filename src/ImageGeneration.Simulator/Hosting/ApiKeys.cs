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
    public KeyCheck Check(ApiRequest request, params ReadOnlySpan<string> schemes)
    {
        var header = request.Header("Authorization")?.Trim();
        if (string.IsNullOrEmpty(header))
        {
            return KeyCheck.Missing;
        }

        var key = header;
        foreach (var scheme in schemes)
        {
            if (header.StartsWith(scheme, StringComparison.OrdinalIgnoreCase))
            {
                key = header[scheme.Length..].Trim();
            }
        }

        if (key.Length == 0)
        {
            return KeyCheck.Missing;
        }

        return accepted.Count == 0 || accepted.Contains(key) ? KeyCheck.Accepted : KeyCheck.Unknown;
    }
}
