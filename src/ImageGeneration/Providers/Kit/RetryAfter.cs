using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.RegularExpressions;
using ImageGeneration.Json;

namespace ImageGeneration.Providers.Kit;

/// <summary>Reads how long a provider asks to wait: header in seconds, header as a date, <c>retry_after</c> in the body, words.</summary>
internal static partial class RetryAfter
{
    /// <summary>The longest wait that is honored. An outage may last longer, but one request in ten minutes does no harm, and a single
    /// header must not switch a provider off.</summary>
    public static readonly TimeSpan Max = TimeSpan.FromMinutes(10);

    // No service plans further ahead: a wrong unit, a point in time, a mistake.
    private static readonly TimeSpan Absurd = TimeSpan.FromDays(7);

    private const int MaxHeader = 100;

    /// <summary>Reads the wait, at most <see cref="Max"/>; null when there is none, or none that can be meant.</summary>
    public static TimeSpan? Read(HttpResponseHeaders? headers, JsonElement body, string? detail, DateTimeOffset now) =>
        FromHeader(headers, now) ?? FromSeconds(body.Member("retry_after"u8).AsNumber()) ?? FromWords(detail);

    private static TimeSpan? FromHeader(HttpResponseHeaders? headers, DateTimeOffset now)
    {
        if (headers is null || !headers.NonValidated.TryGetValues("Retry-After", out var values))
        {
            return null;
        }

        // Of a header that was sent twice the first counts: "5, 10" would be read as a day in May.
        var text = values.ToString();
        var comma = text.IndexOf(',', StringComparison.Ordinal);
        var first = comma < 0 ? text : text[..comma];
        if (double.TryParse(first, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds))
        {
            return FromSeconds(seconds);
        }

        // By the clock that set it, when the answer has its time. A time that has passed is no wait.
        return text.Length <= MaxHeader
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date)
            ? FromSeconds(Math.Max((date - (headers.Date ?? now)).TotalSeconds, 0))
            : null;
    }

    private static TimeSpan? FromSeconds(double? seconds) =>
        seconds is { } wait && wait >= 0 && wait <= Absurd.TotalSeconds
            ? TimeSpan.FromSeconds(Math.Min(wait, Max.TotalSeconds))
            : null;

    private static TimeSpan? FromWords(string? detail) =>
        detail is not null && Words().Match(detail) is { Success: true } match
            && double.TryParse(match.Groups[1].ValueSpan, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds)
            ? FromSeconds(seconds)
            : null;

    [GeneratedRegex(
        @"(?:resets in ~?|available in |try again in |retry after )([0-9]{1,9}(?:\.[0-9]{1,3})?) ?s",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Words();
}
