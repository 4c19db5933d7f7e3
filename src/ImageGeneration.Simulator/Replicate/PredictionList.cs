using System.Globalization;
using System.Text;
using System.Text.Json;
using ImageGeneration.Simulator.Hosting;
using ImageGeneration.Simulator.Jobs;

namespace ImageGeneration.Simulator.Replicate;

/// <summary><c>GET /predictions</c>: newest first, a hundred a page, with an opaque cursor.</summary>
internal sealed class PredictionList(JobDesk desk, PredictionWriter writer)
{
    private const int PageSize = 100;

    public ApiReply Read(ApiRequest request)
    {
        if (!TryTime(request.Query("created_after"), DateTimeOffset.MinValue, out var after)
            || !TryTime(request.Query("created_before"), DateTimeOffset.MaxValue, out var before)
            || !TryCursor(request.Query("cursor"), out var below))
        {
            return ReplicateProblems.NotJson();
        }

        var page = desk.Jobs.NewestFirst(
            job => job.Provider == SimulatedProvider.Replicate
                && job.Number < below
                && job.Timeline.CreatedAt >= after
                && job.Timeline.CreatedAt <= before,
            PageSize + 1);
        var next = page.Count > PageSize ? NextLink(request, page[PageSize - 1].Number) : null;
        var now = desk.Now;
        return ApiReply.Json(200, 0, (json, _) =>
        {
            json.WriteStartObject();
            json.WriteNull("previous");
            json.WriteString("next", next);
            json.WriteStartArray("results");
            foreach (var job in page.Take(PageSize))
            {
                writer.Write(json, job, PredictionView.Listed, now, request.Origin);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    private static string NextLink(ApiRequest request, long number)
    {
        var cursor = Convert.ToBase64String(Encoding.ASCII.GetBytes(number.ToString(CultureInfo.InvariantCulture)));
        var link = new StringBuilder($"{request.Origin}/v1/predictions?cursor={Uri.EscapeDataString(cursor)}");
        foreach (var name in (string[])["created_after", "created_before"])
        {
            if (request.Query(name) is { } value)
            {
                link.Append(CultureInfo.InvariantCulture, $"&{name}={Uri.EscapeDataString(value)}");
            }
        }

        return link.ToString();
    }

    private static bool TryTime(string? text, DateTimeOffset fallback, out DateTimeOffset time)
    {
        time = fallback;
        return text is null
            || DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out time);
    }

    private static bool TryCursor(string? cursor, out long below)
    {
        below = long.MaxValue;
        Span<byte> bytes = stackalloc byte[32];
        return cursor is null
            || (Convert.TryFromBase64String(cursor, bytes, out var count)
                && long.TryParse(bytes[..count], CultureInfo.InvariantCulture, out below));
    }
}
