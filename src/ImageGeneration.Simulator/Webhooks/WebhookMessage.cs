using ImageGeneration.Simulator.Jobs;

namespace ImageGeneration.Simulator.Webhooks;

/// <summary>What one webhook says.</summary>
internal sealed record WebhookMessage(SimulatedJob Job, string Event, ReadOnlyMemory<byte> Body)
{
    public Uri Address => Job.Webhook!.Address;

    /// <summary>Signs each attempt; null where the provider does not.</summary>
    public WebhookSigner? Signer { get; init; }

    public string? Id { get; init; }

    /// <summary>The waits before further attempts; empty for none.</summary>
    public IReadOnlyList<TimeSpan> Retries { get; init; } = [];
}
