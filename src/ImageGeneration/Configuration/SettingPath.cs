namespace ImageGeneration.Configuration;

/// <summary>Converts a setting's name of the generated validators to its path in a configuration.</summary>
internal static class SettingPath
{
    /// <param name="message">The message, such as <c>Burst: The field Root.RateLimit.Burst must be …</c>.</param>
    /// <param name="root">The beginning of the name.</param>
    /// <param name="path">The beginning of the path.</param>
    /// <returns>A message such as <c>Path:RateLimit:Burst must be …</c>; the message as it is when it has another form.</returns>
    public static string In(string message, string root, string path)
    {
        var start = message.IndexOf(root + ".", StringComparison.Ordinal);
        var end = start < 0 ? -1 : message.IndexOf(" must ", start, StringComparison.Ordinal);
        return end < 0
            ? message
            : path
                + message[(start + root.Length)..end]
                    .Replace('.', ':').Replace("[", ":", StringComparison.Ordinal).Replace("]", "", StringComparison.Ordinal)
                + message[end..];
    }
}
