using System.Buffers;

namespace ImageGeneration.Transport;

/// <summary>Reads links that others wrote. Nothing here throws, and a path that <see cref="Uri"/> would rewrite is kept to the letter, as
/// it may be signed that way.</summary>
internal static class ForeignLink
{
    private static readonly UriCreationOptions Literal = new() { DangerousDisablePathAndQueryCanonicalization = true };

    // A colon before one of these ends a scheme.
    private static readonly SearchValues<char> PathStarts = SearchValues.Create(":/?#");

    /// <summary>Reads an absolute link; returns null when the text is none.</summary>
    public static Uri? Parse(string? text)
    {
        text = text?.Trim();
        if (ForeignUri.Read(text) is not { } canonical)
        {
            return null;
        }

        if ((canonical.Scheme != Uri.UriSchemeHttps && canonical.Scheme != Uri.UriSchemeHttp)
            || text!.IndexOf("://", StringComparison.Ordinal) is not (> 0 and var scheme))
        {
            return canonical;
        }

        // The fragment is not part of what is sent.
        var sent = text.IndexOf('#', StringComparison.Ordinal) is >= 0 and var hash ? text[..hash] : text;
        var start = sent.AsSpan(scheme + 3).IndexOfAny('/', '?');
        if (start < 0)
        {
            return canonical;
        }

        start += scheme + 3;
        var path = sent[start] == '?' ? "/" + sent[start..] : sent.AsSpan(start);
        return path.SequenceEqual(canonical.PathAndQuery) || !IsSendable(path) ? canonical
            : Uri.TryCreate(string.Concat(sent.AsSpan(0, start), path), Literal, out var literal) ? literal
            : canonical;
    }

    /// <summary>Returns a link as it was written, even if it was read by code that rewrites it.</summary>
    public static Uri AsWritten(Uri url) => url.IsAbsoluteUri ? Parse(url.OriginalString) ?? url : url;

    /// <summary>Gets the target of a redirect; null when it names none that can be followed.</summary>
    public static Uri? Resolve(Uri from, string? location)
    {
        location = location?.Trim();
        if (string.IsNullOrEmpty(location))
        {
            return null;
        }

        var origin = from.GetLeftPart(UriPartial.Authority);
        var absolute = location.StartsWith("//", StringComparison.Ordinal) ? $"{from.Scheme}:{location}"
            : location[0] == '/' ? origin + location
            : location[0] == '?' ? origin + from.AbsolutePath + location
            : null;
        return absolute is not null ? Parse(absolute)
            : location.AsSpan().IndexOfAny(PathStarts) is > 0 and var at && location[at] == ':' ? Parse(location)
            : !location.Contains("./", StringComparison.Ordinal) ? Parse(origin + Folder(from) + location)
            : ForeignUri.Read(from, location);
    }

    private static string Folder(Uri url) =>
        url.AbsolutePath.LastIndexOf('/') is >= 0 and var slash ? url.AbsolutePath[..(slash + 1)] : "/";

    // A character that is not visible would break the request line, and a backslash is a slash to most servers.
    private static bool IsSendable(ReadOnlySpan<char> path) => !path.ContainsAnyExceptInRange('!', '~') && !path.Contains('\\');
}
