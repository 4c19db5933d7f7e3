namespace ImageGeneration.Simulator.Webhooks;

/// <summary>Represents the webhook of a job and its events; null for the provider's own choice.</summary>
internal sealed record WebhookTarget(Uri Address, IReadOnlyList<string>? Events)
{
    public bool Wants(string name) => Events?.Contains(name) ?? name is "output" or "completed";
}
