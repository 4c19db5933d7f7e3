using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace ImageGeneration.Providers.Replicate;

/// <summary>Reads from a model's log what the API does not report: the seed, the progress, and which images were withheld.</summary>
internal static class ReplicateLogs
{
    private const string FilteredLabel = "NSFW content detected in image ";

    private static ReadOnlySpan<byte> SeedLabel => "Using seed:"u8;

    /// <summary>The seed used.</summary>
    /// <param name="logs">The logs as they stand in the reply: what is looked for has no escapes in it.</param>
    public static long? Seed(ReadOnlySpan<byte> logs)
    {
        for (int at; (at = logs.IndexOfAny((byte)'u', (byte)'U')) >= 0; logs = logs[(at + 1)..])
        {
            if (logs[at..].Length > SeedLabel.Length && Ascii.EqualsIgnoreCase(logs.Slice(at, SeedLabel.Length), SeedLabel))
            {
                var number = logs[(at + SeedLabel.Length)..].TrimStart((byte)' ');
                return Utf8Parser.TryParse(number, out long seed, out _) ? seed : null;
            }
        }

        return null;
    }

    /// <summary>Reads the progress, 0 to 1, from the last progress bar: <c> 42%|████  | 21/50 [...]</c>.</summary>
    public static double? Progress(ReadOnlySpan<char> logs)
    {
        while (logs.Length > 0)
        {
            var end = logs.LastIndexOfAny('\n', '\r');
            var line = logs[(end + 1)..].TrimStart();
            logs = end < 0 ? [] : logs[..end];
            var percent = line.IndexOf('%');
            if (percent is > 0 and <= 3 && line[(percent + 1)..].TrimStart() is ['|', ..]
                && int.TryParse(line[..percent], NumberStyles.None, CultureInfo.InvariantCulture, out var value))
            {
                return Math.Min(value, 100) / 100.0;
            }
        }

        return null;
    }

    /// <summary>Reads the zero-based positions of the images that the model's own filter withheld.</summary>
    public static IReadOnlyList<int> Filtered(ReadOnlySpan<char> logs, int count)
    {
        List<int>? positions = null;
        for (var at = logs.IndexOf(FilteredLabel); at >= 0; at = logs.IndexOf(FilteredLabel))
        {
            logs = logs[(at + FilteredLabel.Length)..];
            if (LeadingInteger(logs) is { } position && position >= 0 && position < count && positions?.Contains((int)position) != true)
            {
                (positions ??= []).Add((int)position);
            }
        }

        return positions ?? [];
    }

    private static long? LeadingInteger(ReadOnlySpan<char> text)
    {
        text = text.TrimStart();
        var length = text is ['-', ..] ? 1 : 0;
        while (length < text.Length && char.IsAsciiDigit(text[length]))
        {
            length++;
        }

        return long.TryParse(text[..length], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value : null;
    }
}
