using System.Text.Json;
using ImageGeneration.Simulator.Hosting;
using ImageGeneration.Simulator.Webhooks;

namespace ImageGeneration.Simulator.Replicate;

/// <summary>The body of a create: its members, and the complaints about them in the words of the validator.</summary>
internal static class CreateBody
{
    private static readonly string[] Events = ["start", "output", "logs", "completed"];
    private static readonly string[] Members = ["input", "webhook", "webhook_events_filter", "stream"];

    /// <param name="request">The request.</param>
    /// <param name="extra">The text member that this route demands besides, or null.</param>
    /// <param name="body">The body, when it is right.</param>
    public static ApiReply? Read(ApiRequest request, string? extra, out JsonElement body)
    {
        body = default;
        if (request.Json() is not { ValueKind: JsonValueKind.Object } json)
        {
            return ReplicateProblems.NotJson();
        }

        body = json;
        var complaints = new List<InvalidField>();
        if (extra is not null)
        {
            CheckRequired(json, extra, "string", complaints, JsonValueKind.String);
        }

        CheckRequired(json, "input", "object", complaints, JsonValueKind.Object);
        CheckWebhook(json, complaints);
        if (json.TryGetProperty("stream", out var stream) && stream.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
        {
            complaints.Add(InputValidator.WrongType("stream", "boolean", stream));
        }

        foreach (var member in json.EnumerateObject())
        {
            if (!Members.Contains(member.Name) && member.Name != extra)
            {
                complaints.Add(new InvalidField(
                    "additional_property_not_allowed", "", $"Additional property {member.Name} is not allowed"));
            }
        }

        return complaints.Count > 0 ? ReplicateProblems.InvalidInput(complaints) : null;
    }

    /// <summary>Where a body that <see cref="Read"/> let through wants its webhooks; null for nowhere.</summary>
    public static WebhookTarget? Webhook(JsonElement body)
    {
        if (!body.TryGetProperty("webhook", out var address) || address.ValueKind != JsonValueKind.String)
        {
            return null;
        }

        var events = body.TryGetProperty("webhook_events_filter", out var filter) && filter.ValueKind == JsonValueKind.Array
            ? filter.EnumerateArray().Select(item => item.GetString()!).ToList()
            : null;
        return new WebhookTarget(new Uri(address.GetString()!), events);
    }

    private static void CheckRequired(JsonElement json, string name, string type, List<InvalidField> complaints, JsonValueKind kind)
    {
        if (!json.TryGetProperty(name, out var value))
        {
            complaints.Add(new InvalidField("required", "", $"{name} is required"));
        }
        else if (value.ValueKind != kind)
        {
            complaints.Add(InputValidator.WrongType(name, type, value));
        }
    }

    // The real one demands https; a receiver on loopback has none.
    private static void CheckWebhook(JsonElement json, List<InvalidField> complaints)
    {
        if (json.TryGetProperty("webhook", out var webhook) && webhook.ValueKind != JsonValueKind.Null
            && !(webhook.ValueKind == JsonValueKind.String && Uri.TryCreate(webhook.GetString(), UriKind.Absolute, out var address)
                && (address.Scheme == Uri.UriSchemeHttps || (address.IsLoopback && address.Scheme == Uri.UriSchemeHttp))))
        {
            complaints.Add(new InvalidField("format", "webhook", "Does not match format 'uri'"));
        }

        if (!json.TryGetProperty("webhook_events_filter", out var filter) || filter.ValueKind == JsonValueKind.Null)
        {
            return;
        }

        if (filter.ValueKind != JsonValueKind.Array)
        {
            complaints.Add(InputValidator.WrongType("webhook_events_filter", "array", filter));
        }
        else
        {
            complaints.AddRange(
                filter.EnumerateArray()
                    .Select((item, index) => (item, index))
                    .Where(entry => entry.item.ValueKind != JsonValueKind.String || !Events.Contains(entry.item.GetString()))
                    .Select(entry => new InvalidField(
                        "enum",
                        $"webhook_events_filter.{entry.index}",
                        $"webhook_events_filter.{entry.index} must be one of the following: \"{string.Join("\", \"", Events)}\"")));
        }
    }
}
