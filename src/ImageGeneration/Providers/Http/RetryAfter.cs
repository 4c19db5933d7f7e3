using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.RegularExpressions;
using ImageGeneration.Providers.Wire;

namespace ImageGeneration.Providers.Http;

/// <summary>How long a provider asks to wait: header in seconds, header as a date, <c>retry_after</c> in the body, words.</summary>
internal static partial class RetryAfter
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    public static TimeSpan? Read(HttpResponseHeaders? headers, JsonElement body, string? detail, DateTimeOffset now) =>
        FromHeader(headers, now) ?? FromSeconds(body.Member("retry_after"u8).AsNumber()) ?? FromWords(detail);

    private static TimeSpan? FromHeader(HttpResponseHeaders? headers, DateTimeOffset now)
    {
        if (headers is null || !headers.NonValidated.TryGetValues("Retry-After", out var values))
        {
            return null;
        }

        // Sent twice, the first counts: "5, 10" would be read as a day in May.
        var text = values.ToString();
        var comma = text.IndexOf(',', StringComparison.Ordinal);
        var first = comma < 0 ? text : text[..comma];
        if (double.TryParse(first, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds))
        {
            return FromSeconds(seconds);
        }

        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date)
            ? FromSeconds((date - (headers.Date ?? now)).TotalSeconds) // by the clock that set it, if it says the time
            : null;
    }

    private static TimeSpan? FromSeconds(double? seconds) =>
        seconds is { } s && !double.IsNaN(s) ? TimeSpan.FromSeconds(Math.Clamp(s, 0, Longest.TotalSeconds)) : null;

    private static TimeSpan? FromWords(string? detail) =>
        detail is not null && Words().Match(detail) is { Success: true } match
            ? FromSeconds(double.Parse(match.Groups[1].ValueSpan, NumberStyles.Float, CultureInfo.InvariantCulture))
            : null;

    [GeneratedRegex(
        @"(?:resets in ~?|available in |try again in |retry after )(\d{1,9}(?:\.\d{1,3})?) ?s",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Words();
}
