using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ImageGeneration.Simulator.Hosting;

namespace ImageGeneration.Simulator.Replicate;

/// <summary>Finds models: by <c>QUERY /models</c> with the words as body, or by <c>GET /search</c>.</summary>
internal sealed class ReplicateSearch(ReplicateCatalog catalog)
{
    private const int DefaultLimit = 20;
    private const int MaxLimit = 50;

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
            && !(int.TryParse(given, CultureInfo.InvariantCulture, out limit) && limit is >= 1 and <= MaxLimit))
        {
            return Refusal("Query parameter \"limit\" must be between 1 and 50");
        }

        var words = Words(query);
        return ApiReply.Json(200, new JsonObject
        {
            ["query"] = query,
            ["models"] = Find(query).Take(limit).Select(found => Result(found.Model, found.Score)).ToJsonArray(),
            ["collections"] = ReplicateCollections.All
                .Where(collection => Array.Exists(words, word => collection.Name.Contains(word, StringComparison.OrdinalIgnoreCase)))
                .Select(Result).ToJsonArray(),
            ["pages"] = new JsonArray(),
        });
    }

    // Public models in which any of the words occurs; a word in the name counts for more than one in the description.
    private IEnumerable<(ReplicateModel Model, double Score)> Find(string query)
    {
        var words = Words(query);
        return catalog.All()
            .Where(model => model.Visibility == "public")
            .Select(model => (model, words.Sum(word => Score(model, word))))
            .Where(found => found.Item2 > 0)
            .OrderByDescending(found => found.Item2);
    }

    private static string[] Words(string query) => query.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    private static double Score(ReplicateModel model, string word) =>
        (model.Id.Contains(word, StringComparison.OrdinalIgnoreCase) ? 1 : 0)
        + (model.Description.Contains(word, StringComparison.OrdinalIgnoreCase) ? 0.5 : 0);

    private static JsonObject Result(ReplicateModel model, double score) => new()
    {
        ["model"] = ModelJson.Model(model),
        ["metadata"] = new JsonObject
        {
            ["generated_description"] = model.Description,
            ["tags"] = new JsonArray(model.Output == ReplicateOutput.Text ? "text-generation" : "text-to-image"),
            ["score"] = score,
        },
    };

    private static JsonObject Result(ReplicateCollection collection)
    {
        var json = collection.ToJson();
        json["models"] = collection.Models.ToJsonArray();
        return json;
    }

    private static ApiReply Refusal(string detail) => ApiReply.Json(400, new JsonObject { ["detail"] = detail });
}
