namespace ImageGeneration.Transport;

/// <summary>Reads addresses that others wrote. A malformed one counts as none.</summary>
/// <remarks><see cref="Uri.TryCreate(string, UriKind, out Uri)"/> accepts some whose host throws when it is first read.</remarks>
internal static class ForeignUri
{
    /// <summary>Reads an absolute address; returns null when the text is none.</summary>
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

    /// <summary>Reads an address in an answer from another one, absolute or relative to that; returns null when the text is
    /// none.</summary>
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

    /// <summary>Determines whether scheme, host and port are the same.</summary>
    public static bool IsSameOrigin(Uri one, Uri other) =>
        IsWhole(one) && IsWhole(other) && one.Port == other.Port
        && string.Equals(one.Scheme, other.Scheme, StringComparison.OrdinalIgnoreCase) && IsSameHost(one, other);

    public static bool IsSameHost(Uri one, Uri other) => string.Equals(one.IdnHost, other.IdnHost, StringComparison.OrdinalIgnoreCase);

    // The parts are parsed when they are first read.
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
