using System.Text;

namespace ImageGeneration.Simulator;

/// <summary>Represents a request as it arrived, and its answer.</summary>
public sealed class RecordedRequest
{
    private static readonly string[] KeyHeaders = ["Authorization", "Modal-Key", "Modal-Secret", "X-Api-Key"];
    private readonly ReadOnlyMemory<byte> _body;

    internal RecordedRequest(ReadOnlyMemory<byte> body) => _body = body;

    /// <summary>Gets the time of its arrival, by the simulator's clock.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>Gets the host that received it.</summary>
    public required SimulatorHost Host { get; init; }

    /// <summary>Gets the provider whose API was called; null for an unknown route.</summary>
    public required SimulatedProvider? Provider { get; init; }

    /// <summary>Gets the phase.</summary>
    public required RequestPhase Phase { get; init; }

    /// <summary>Gets the HTTP method.</summary>
    public required string Method { get; init; }

    /// <summary>Gets the path, with the query.</summary>
    public required string Path { get; init; }

    /// <summary>Gets the headers, in the order of their arrival.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; }

    /// <summary>Gets the body as text; empty without one, truncated at <see cref="SimulatorOptions.JournalBodyLimit"/>.</summary>
    public string Body => Encoding.UTF8.GetString(_body.Span);

    /// <summary>Gets the status of the answer; null while there is none, or when the connection was dropped.</summary>
    public int? AnsweredStatus { get; internal set; }

    /// <summary>Gets the job that it created, read or canceled; null when there is none.</summary>
    public string? JobId { get; internal set; }

    /// <summary>Gets or sets the effect of a script on the job that this request creates.</summary>
    internal FaultEffect? JobEffect { get; set; }

    /// <summary>Gets the value of <c>Authorization</c>, or of another header that carries a key; null when there was no key.</summary>
    public string? Key => KeyHeaders.Select(Header).FirstOrDefault(value => value is not null);

    /// <summary>Returns the value of the header <paramref name="name"/>, whatever its case; null when it is absent.</summary>
    public string? Header(string name)
    {
        foreach (var header in Headers)
        {
            if (header.Key.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return header.Value;
            }
        }

        return null;
    }

    /// <summary>Returns the method, the path and the status, never headers or body.</summary>
    public override string ToString() => $"{Method} {Path} -> {AnsweredStatus?.ToString() ?? "no answer"}";
}
