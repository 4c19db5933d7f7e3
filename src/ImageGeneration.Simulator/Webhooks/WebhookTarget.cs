using System.Text.Json;

namespace ImageGeneration.Simulator.Webhooks;

/// <summary>Where a job reports to, and of which events; null for the provider's own choice.</summary>
internal sealed record WebhookTarget(Uri Address, IReadOnlyList<string>? Events)
{
    public bool Wants(string name) => Events?.Contains(name) ?? name is "output" or "completed";

    public void Write(Utf8JsonWriter json)
    {
        json.WriteString("webhook", Address.OriginalString);
        if (Events is null)
        {
            return;
        }

        json.WriteStartArray("webhook_events_filter");
        foreach (var name in Events)
        {
            json.WriteStringValue(name);
        }

        json.WriteEndArray();
    }
}
