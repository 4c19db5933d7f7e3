using System.Text;

namespace ImageGeneration.Simulator;

/// <summary>Represents one attempt to deliver a webhook, and the receiver's answer.</summary>
public sealed class RecordedWebhook
{
    private readonly ReadOnlyMemory<byte> _body;

    internal RecordedWebhook(ReadOnlyMemory<byte> body) => _body = body;

    /// <summary>Gets the time of the attempt, by the simulator's clock.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>Gets the provider.</summary>
    public required SimulatedProvider Provider { get; init; }

    /// <summary>Gets the id of the job.</summary>
    public required string JobId { get; init; }

    /// <summary>Gets the event: <c>start</c>, <c>output</c>, <c>logs</c> or <c>completed</c>; the body itself does not contain
    /// it.</summary>
    public required string Event { get; init; }

    /// <summary>Gets the address of the receiver.</summary>
    public required Uri Address { get; init; }

    /// <summary>Gets the number of the attempt, from 1; only the last event of a job is retried.</summary>
    public required int Attempt { get; init; }

    /// <summary>Gets the value of <c>webhook-id</c>, the same in each attempt; null for RunPod, which signs nothing.</summary>
    public string? MessageId { get; init; }

    /// <summary>Gets the receiver's status; null when it was not reached or did not answer in time.</summary>
    public int? AnsweredStatus { get; internal set; }

    /// <summary>Gets the body as text.</summary>
    public string Body => Encoding.UTF8.GetString(_body.Span);

    /// <summary>Returns the event, the attempt and the status, never address or body.</summary>
    public override string ToString() => $"{Event} #{Attempt} of {JobId} -> {AnsweredStatus?.ToString() ?? "no answer"}";
}
