using System.Globalization;
using System.Text;
using System.Text.Json;
using ImageGeneration.Simulator.Hosting;

namespace ImageGeneration.Simulator.Replicate;

/// <summary>Replicate's pages: a hundred results, and a link with an opaque cursor to the next ones.</summary>
internal static class Page
{
    public const int Size = 100;

    /// <param name="request">The request, whose path and query the link repeats.</param>
    /// <param name="items">The results; one more than <see cref="Size"/> when there is a next page.</param>
    /// <param name="number">The number by which results are in descending order.</param>
    /// <param name="write">Writes one.</param>
    public static ApiReply Of<T>(ApiRequest request, IReadOnlyList<T> items, Func<T, long> number, Action<Utf8JsonWriter, T> write)
    {
        var next = items.Count > Size ? Link(request, number(items[Size - 1])) : null;
        return ApiReply.Json(200, 0, (json, _) =>
        {
            json.WriteStartObject();
            json.WriteNull("previous");
            json.WriteString("next", next);
            json.WriteStartArray("results");
            foreach (var item in items.Take(Size))
            {
                write(json, item);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

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
