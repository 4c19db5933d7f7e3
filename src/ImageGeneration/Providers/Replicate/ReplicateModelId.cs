namespace ImageGeneration.Providers.Replicate;

/// <summary>Normalizes the spellings of a model's id.</summary>
internal static class ReplicateModelId
{
    private const int FullLength = 64;
    private const int MinLength = 8;
    private const string Digest = "@sha256:";

    private static readonly string[] Hosts = ["https://replicate.com/", "http://replicate.com/", "replicate.com/", "https://r8.im/", "r8.im/"];
    private static readonly string[] NoVersion = [":latest", ":"];

    /// <summary>Returns the id as the API has it: without the address of a page or of a container image, and without a tag that is not a
    /// version.</summary>
    public static string Plain(string id)
    {
        id = id.Trim().TrimEnd('/');
        var host = Array.Find(Hosts, host => id.StartsWith(host, StringComparison.OrdinalIgnoreCase));
        id = id[(host?.Length ?? 0)..]
            .Replace("/versions/", ":", StringComparison.OrdinalIgnoreCase)
            .Replace(Digest, ":", StringComparison.OrdinalIgnoreCase);
        var tag = Array.Find(NoVersion, tag => id.EndsWith(tag, StringComparison.OrdinalIgnoreCase));
        return IsFullVersion(id) ? id.ToLowerInvariant() : id[..^(tag?.Length ?? 0)];
    }

    /// <summary>Determines whether a text is the complete hash of a version.</summary>
    public static bool IsFullVersion(string text) => text.Length == FullLength && IsVersion(text);

    /// <summary>Determines whether a text is the hash of a version, possibly shortened; a tag is none.</summary>
    public static bool IsVersion(string text) => text.Length is >= MinLength and <= FullLength && text.All(char.IsAsciiHexDigit);
}
