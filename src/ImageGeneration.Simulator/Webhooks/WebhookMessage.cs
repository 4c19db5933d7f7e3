using ImageGeneration.Simulator.Jobs;

namespace ImageGeneration.Simulator.Webhooks;

/// <summary>Represents one webhook.</summary>
internal sealed record WebhookMessage(SimulatedJob Job, string Event, ReadOnlyMemory<byte> Body)
{
    public Uri Address => Job.Webhook!.Address;

    /// <summary>Gets the signer of each attempt; null when the provider signs nothing.</summary>
    public WebhookSigner? Signer { get; init; }

    public string? Id { get; init; }

    /// <summary>Gets the delays before further attempts; empty for none.</summary>
    public IReadOnlyList<TimeSpan> Retries { get; init; } = [];
}
