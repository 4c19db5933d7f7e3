namespace ImageGeneration.Simulator.Webhooks;

/// <summary>Where a job reports to, and of which events; null for the provider's own choice.</summary>
internal sealed record WebhookTarget(Uri Address, IReadOnlyList<string>? Events)
{
    public bool Wants(string name) => Events?.Contains(name) ?? name is "output" or "completed";
}
