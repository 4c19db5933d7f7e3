using System.Text;

namespace ImageGeneration.Simulator;

/// <summary>One attempt to deliver a webhook, and what the receiver answered.</summary>
public sealed class RecordedWebhook
{
    private readonly ReadOnlyMemory<byte> _body;

    internal RecordedWebhook(ReadOnlyMemory<byte> body) => _body = body;

    /// <summary>When it was sent, by the simulator's clock.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>The provider that sent it.</summary>
    public required SimulatedProvider Provider { get; init; }

    /// <summary>The job it reports.</summary>
    public required string JobId { get; init; }

    /// <summary>What it reports: <c>start</c>, <c>output</c>, <c>logs</c> or <c>completed</c>; the body itself does not say.</summary>
    public required string Event { get; init; }

    /// <summary>The receiver.</summary>
    public required Uri Address { get; init; }

    /// <summary>Which attempt it is, from 1; only the last report of a job is tried again.</summary>
    public required int Attempt { get; init; }

    /// <summary>The value of <c>webhook-id</c>, the same in each attempt; null for RunPod, which signs nothing.</summary>
    public string? MessageId { get; init; }

    /// <summary>The receiver's status; null while there is none, when it was not reached or did not answer in time.</summary>
    public int? AnsweredStatus { get; internal set; }

    /// <summary>The body as text.</summary>
    public string Body => Encoding.UTF8.GetString(_body.Span);

    /// <summary>The event, the attempt and the status; never address or body.</summary>
    public override string ToString() => $"{Event} #{Attempt} of {JobId} -> {AnsweredStatus?.ToString() ?? "no answer"}";
}
