using System.Text;

namespace ImageGeneration.Simulator;

/// <summary>One attempt to deliver a webhook, and what the receiver answered.</summary>
public sealed class RecordedWebhook
{
    private readonly ReadOnlyMemory<byte> _body;

    internal RecordedWebhook(ReadOnlyMemory<byte> body) => _body = body;

    /// <summary>Gets when it was sent, by the simulator's clock.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>Gets the provider that sent it.</summary>
    public required SimulatedProvider Provider { get; init; }

    /// <summary>Gets the job it reports.</summary>
    public required string JobId { get; init; }

    /// <summary>Gets what it reports: <c>start</c>, <c>output</c>, <c>logs</c> or <c>completed</c>; the body itself does not say.</summary>
    public required string Event { get; init; }

    /// <summary>Gets the receiver.</summary>
    public required Uri Address { get; init; }

    /// <summary>Gets which attempt it is, from 1; only the last report of a job is tried again.</summary>
    public required int Attempt { get; init; }

    /// <summary>Gets the value of <c>webhook-id</c>, the same in each attempt; null for RunPod, which signs nothing.</summary>
    public string? MessageId { get; init; }

    /// <summary>Gets the receiver's status; null while there is none, when it was not reached or did not answer in time.</summary>
    public int? AnsweredStatus { get; internal set; }

    /// <summary>Gets the body as text.</summary>
    public string Body => Encoding.UTF8.GetString(_body.Span);

    /// <summary>The event, the attempt and the status; never address or body.</summary>
    public override string ToString() => $"{Event} #{Attempt} of {JobId} -> {AnsweredStatus?.ToString() ?? "no answer"}";
}
