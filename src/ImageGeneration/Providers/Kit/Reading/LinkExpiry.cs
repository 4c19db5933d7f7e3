using System.Globalization;

namespace ImageGeneration.Providers.Kit.Reading;

/// <summary>Finds out when a link expires: as a signed link says itself, otherwise as its provider retains files.</summary>
internal static class LinkExpiry
{
    private const long MaxSeconds = 365L * 24 * 60 * 60;

    // The year 9000.
    private const long LastSecond = 221_845_392_000;

    private static readonly string[] DateForms = ["yyyy-MM-dd'T'HH:mm:ss'Z'", "yyyy-MM-dd'T'HH:mm'Z'", "yyyy-MM-dd"];

    /// <summary>Reads the expiry from the query of a link signed the way of Amazon's (also CloudFront's), Google's or Azure's storage;
    /// returns null for others.</summary>
    public static DateTimeOffset? GetExpiry(Uri url)
    {
        var query = url.IsAbsoluteUri ? url.Query : "";
        return query.Contains("-Expires=", StringComparison.OrdinalIgnoreCase)
            ? GetExpiry(query, "X-Amz-Date", "X-Amz-Expires") ?? GetExpiry(query, "X-Goog-Date", "X-Goog-Expires")
            : query.Contains("Signature=", StringComparison.Ordinal) ? Seconds(Value(query, "Expires"))
            : query.Contains("sig=", StringComparison.Ordinal) ? Date(Value(query, "se"))
            : null;
    }

    /// <summary>Adds the expiry to each link.</summary>
    /// <param name="images">The images, changed in place.</param>
    /// <param name="since">When they were made.</param>
    /// <param name="retention">How long files are retained whose links do not say it.</param>
    public static void Add(List<GeneratedImage> images, DateTimeOffset since, TimeSpan retention)
    {
        // A machine whose clock is at the end of time has paid for its images all the same.
        var kept = retention < DateTimeOffset.MaxValue - since ? since + retention : DateTimeOffset.MaxValue;
        for (var i = 0; i < images.Count; i++)
        {
            if (images[i] is { Url: not null, ExpiresAt: null } image)
            {
                images[i] = image with { ExpiresAt = kept };
            }
        }
    }

    private static DateTimeOffset? GetExpiry(string query, string date, string expires) =>
        DateTimeOffset.TryParseExact(
            Value(query, date), "yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var signed)
        && long.TryParse(Value(query, expires), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
        && seconds is > 0 and <= MaxSeconds && signed.Year < 9000
            ? signed.AddSeconds(seconds)
            : null;

    private static DateTimeOffset? Seconds(ReadOnlySpan<char> epoch) =>
        long.TryParse(epoch, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds is > 0 and < LastSecond
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;

    private static DateTimeOffset? Date(ReadOnlySpan<char> text) =>
        DateTimeOffset.TryParseExact(
            Uri.UnescapeDataString(text), DateForms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var end)
        && end.Year < 9000
            ? end
            : null;

    private static ReadOnlySpan<char> Value(string query, string name)
    {
        foreach (var part in query.AsSpan(1).Split('&'))
        {
            var pair = query.AsSpan(1)[part];
            if (pair.Length > name.Length && pair[name.Length] == '=' && pair.StartsWith(name, StringComparison.OrdinalIgnoreCase))
            {
                return pair[(name.Length + 1)..];
            }
        }

        return default;
    }
}
