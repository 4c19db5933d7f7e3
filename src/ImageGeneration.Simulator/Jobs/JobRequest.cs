using ImageGeneration.Simulator.Catalog;
using ImageGeneration.Simulator.Webhooks;

namespace ImageGeneration.Simulator.Jobs;

/// <summary>Represents a provider's order to create a job.</summary>
internal sealed record JobRequest
{
    public required SimulatedProvider Provider { get; init; }

    public required string Id { get; init; }

    public required SimulatedModel Model { get; init; }

    /// <summary>The name the caller used: a deployment, an endpoint of its own, or the model's id.</summary>
    public required string Target { get; init; }

    public required string Version { get; init; }

    public required ImageOrder Order { get; init; }

    /// <summary>The input as it came, to be echoed: UTF-8 JSON.</summary>
    public required ReadOnlyMemory<byte> Input { get; init; }

    public required RecordedRequest Request { get; init; }

    /// <summary>Gets the deadline of Replicate's <c>Cancel-After</c>.</summary>
    public TimeSpan? CancelAfter { get; init; }

    /// <summary>Gets the maximum run time.</summary>
    public TimeSpan? RunLimit { get; init; }

    public string RunLimitError { get; init; } = "";

    /// <summary>Gets the time after which the job is unknown, whatever it does.</summary>
    public TimeSpan? TimeToLive { get; init; }

    /// <summary>Gets how long the finished job can be read.</summary>
    public required TimeSpan Retention { get; init; }

    /// <summary>Gets how long the links to its images work.</summary>
    public required TimeSpan OutputRetention { get; init; }

    /// <summary>Gets the webhook it reports to.</summary>
    public WebhookTarget? Webhook { get; init; }

    /// <summary>Gets the maximum number of workers of its target; null for as many as jobs.</summary>
    public int? MaxWorkers { get; init; }

    /// <summary>Gets what it trains; null for a job that makes images.</summary>
    public TrainingOrder? Training { get; init; }

    /// <summary>Gets a refusal by the worker, instead of a run.</summary>
    public JobRefusal? Refusal { get; init; }
}

/// <summary>Represents how a worker refuses a job: its error, which some workers send as JSON instead of text, and the time it
/// takes.</summary>
internal sealed record JobRefusal(string Error, bool IsJson, TimeSpan After, int Retries = 0, string? OutputJson = null);
