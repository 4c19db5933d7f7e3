namespace ImageGeneration.Transport;

/// <summary>An address that somebody else wrote. A malformed one is none.</summary>
/// <remarks><see cref="Uri.TryCreate(string, UriKind, out Uri)"/> takes some whose host throws when it is first looked at.</remarks>
internal static class ForeignUri
{
    /// <summary>An absolute address; null when the text is none.</summary>
    public static Uri? Read(string? text)
    {
        try
        {
            return Uri.TryCreate(text, UriKind.Absolute, out var uri) && IsWhole(uri) ? uri : null;
        }
        catch (Exception exception) when (IsMalformed(exception))
        {
            return null;
        }
    }

    /// <summary>An address as an answer from another one gives it, absolute or relative to that; null when the text is none.</summary>
    public static Uri? Read(Uri asked, string? text)
    {
        try
        {
            return !string.IsNullOrWhiteSpace(text) && Uri.TryCreate(asked, text, out var uri) && IsWhole(uri) ? uri : null;
        }
        catch (Exception exception) when (IsMalformed(exception))
        {
            return null;
        }
    }

    /// <summary>Scheme, host and port are the same.</summary>
    public static bool IsSameOrigin(Uri one, Uri other) =>
        IsWhole(one) && IsWhole(other) && one.Port == other.Port
        && string.Equals(one.Scheme, other.Scheme, StringComparison.OrdinalIgnoreCase) && IsSameHost(one, other);

    public static bool IsSameHost(Uri one, Uri other) => string.Equals(one.IdnHost, other.IdnHost, StringComparison.OrdinalIgnoreCase);

    // Parsed in parts, when they are first asked for.
    private static bool IsWhole(Uri uri)
    {
        try
        {
            return uri.IsAbsoluteUri && uri is { Port: >= -1, IdnHost: not null, AbsoluteUri: not null, AbsolutePath: not null, Query: not null };
        }
        catch (Exception exception) when (IsMalformed(exception))
        {
            return false;
        }
    }

    private static bool IsMalformed(Exception exception) => exception is FormatException or InvalidOperationException or ArgumentException;
}
