using System.Globalization;
using System.Text;
using System.Text.Json;
using ImageGeneration.Simulator.Hosting;

namespace ImageGeneration.Simulator.Replicate;

/// <summary>Finds models: by <c>QUERY /models</c> with the words as body, or by <c>GET /search</c>.</summary>
internal sealed class ReplicateSearch(ReplicateCatalogue catalogue)
{
    private const int DefaultLimit = 20;
    private const int LargestLimit = 50;

    // Replicate's own client sends the words as a JSON string, others as they are.
    public ApiReply Query(ApiRequest request)
    {
        var words = request.Json() is { ValueKind: JsonValueKind.String } quoted
            ? quoted.GetString()!
            : Encoding.UTF8.GetString(request.Body.Span);
        return ReplicateLookups.Reply(Find(words).Select(found => found.Model));
    }

    public ApiReply Search(ApiRequest request)
    {
        if (request.Query("query") is not { } query || string.IsNullOrWhiteSpace(query))
        {
            return Refusal("Query parameter \"query\" is required");
        }

        var limit = DefaultLimit;
        if (request.Query("limit") is { } given
            && !(int.TryParse(given, CultureInfo.InvariantCulture, out limit) && limit is >= 1 and <= LargestLimit))
        {
            return Refusal("Query parameter \"limit\" must be between 1 and 50");
        }

        return ApiReply.Json(200, (query, found: Find(query).Take(limit)), static (json, it) =>
        {
            json.WriteStartObject();
            json.WriteString("query", it.query);
            json.WriteStartArray("models");
            foreach (var (model, score) in it.found)
            {
                Write(json, model, score);
            }

            json.WriteEndArray();
            json.WriteStartArray("collections");
            foreach (var collection in Collections(it.query))
            {
                Write(json, collection);
            }

            json.WriteEndArray();
            json.WriteStartArray("pages");
            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    // Public models in which any of the words occurs; a word in the name counts for more than one in the description.
    private IEnumerable<(ReplicateModel Model, double Score)> Find(string query)
    {
        var words = Words(query);
        return catalogue.All()
            .Where(model => model.Visibility == "public")
            .Select(model => (model, words.Sum(word => Score(model, word))))
            .Where(found => found.Item2 > 0)
            .OrderByDescending(found => found.Item2);
    }

    private static string[] Words(string query) => query.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    private static double Score(ReplicateModel model, string word) =>
        (model.Id.Contains(word, StringComparison.OrdinalIgnoreCase) ? 1 : 0)
        + (model.Description.Contains(word, StringComparison.OrdinalIgnoreCase) ? 0.5 : 0);

    private static void Write(Utf8JsonWriter json, ReplicateModel model, double score)
    {
        json.WriteStartObject();
        json.WritePropertyName("model");
        ModelWriter.WriteModel(json, model);
        json.WriteStartObject("metadata");
        json.WriteString("generated_description", model.Description);
        json.WriteStartArray("tags");
        json.WriteStringValue(model.Output == ReplicateOutput.Text ? "text-generation" : "text-to-image");
        json.WriteEndArray();
        json.WriteNumber("score", score);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static IEnumerable<ReplicateCollection> Collections(string query) => ReplicateCollections.All.Where(
        collection => Words(query).Any(word => collection.Name.Contains(word, StringComparison.OrdinalIgnoreCase)));

    private static void Write(Utf8JsonWriter json, ReplicateCollection collection)
    {
        json.WriteStartObject();
        collection.WriteHead(json);
        json.WriteStartArray("models");
        foreach (var slug in collection.Models)
        {
            json.WriteStringValue(slug);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static ApiReply Refusal(string detail) => ApiReply.Json(400, detail, static (json, text) =>
    {
        json.WriteStartObject();
        json.WriteString("detail", text);
        json.WriteEndObject();
    });
}
