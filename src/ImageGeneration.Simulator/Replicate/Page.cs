using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using ImageGeneration.Simulator.Hosting;

namespace ImageGeneration.Simulator.Replicate;

/// <summary>Replicate's pages: a hundred results, and a link with an opaque cursor to the next ones.</summary>
internal static class Page
{
    public const int Size = 100;

    /// <param name="request">The request, whose path and query the link repeats.</param>
    /// <param name="items">The results; one more than <see cref="Size"/> when there is a next page.</param>
    /// <param name="number">The number by which results are in descending order.</param>
    /// <param name="create">Makes the JSON of one.</param>
    public static ApiReply Create<T>(ApiRequest request, IReadOnlyList<T> items, Func<T, long> number, Func<T, JsonNode?> create) =>
        Create(items.Take(Size).Select(create), items.Count > Size ? Link(request, number(items[Size - 1])) : null);

    /// <summary>Returns a page with these results.</summary>
    public static ApiReply Create(IEnumerable<JsonNode?> results, string? next = null) => ApiReply.Json(200, new JsonObject
    {
        ["previous"] = null,
        ["next"] = next,
        ["results"] = results.ToJsonArray(),
    });

    /// <summary>The number below which a page goes on; false when the cursor is none of ours.</summary>
    public static bool TryCursor(ApiRequest request, out long below)
    {
        below = long.MaxValue;
        Span<byte> bytes = stackalloc byte[32];
        return request.Query("cursor") is not { } cursor
            || (Convert.TryFromBase64String(cursor, bytes, out var count)
                && long.TryParse(bytes[..count], CultureInfo.InvariantCulture, out below));
    }

    private static string Link(ApiRequest request, long number)
    {
        var cursor = Convert.ToBase64String(Encoding.ASCII.GetBytes(number.ToString(CultureInfo.InvariantCulture)));
        var link = new StringBuilder($"{request.Origin}{request.Context.Request.Path.Value}?cursor={Uri.EscapeDataString(cursor)}");
        foreach (var (name, value) in request.Context.Request.Query)
        {
            if (name != "cursor")
            {
                link.Append(CultureInfo.InvariantCulture, $"&{Uri.EscapeDataString(name)}={Uri.EscapeDataString(value.ToString())}");
            }
        }

        return link.ToString();
    }
}
