using System.Text;
using System.Text.Json.Nodes;
using ImageGeneration.Simulator.Hosting;

namespace ImageGeneration.Simulator.Control;

/// <summary>
/// The simulator's own routes under <c>/__simulator</c>, for tests in another process: faults and journal, without a key and outside
/// of the journal.
/// </summary>
internal sealed class ControlApi(SimulatorJournal journal, FaultPlan faults)
{
    private const string Prefix = "/__simulator";
    private readonly JournalJson _journal = new(journal);
    private readonly FaultJson _faults = new(faults);

    public static bool Handles(string path) =>
        path.StartsWith(Prefix, StringComparison.Ordinal) && (path.Length == Prefix.Length || path[Prefix.Length] == '/');

    /// <param name="method">The HTTP method.</param>
    /// <param name="path">The path.</param>
    /// <param name="job">The job that the journal is asked about; null for each.</param>
    /// <param name="prompt">The prompt whose jobs the journal is asked about; null for each.</param>
    /// <param name="body">The body.</param>
    public ApiReply Answer(string method, string path, string? job, string? prompt, ReadOnlyMemory<byte> body) =>
        (method, path[Prefix.Length..].TrimEnd('/')) switch
        {
            ("GET", "/journal") => ApiReply.Json(200, _journal.Create(Asked(job, prompt))),
            ("GET", "/faults") => ApiReply.Json(200, _faults.Create(faults.Rules)),
            ("POST", "/faults") => Add(body),
            ("DELETE", "/faults") => Clear(),
            _ => Error(404, $"There are GET {Prefix}/journal and GET, POST and DELETE {Prefix}/faults."),
        };

    private IReadOnlyList<RecordedJob>? Asked(string? job, string? prompt) => job is null && prompt is null
        ? null
        : [.. journal.Jobs.Where(kept => (job is null || kept.Id == job) && (prompt is null || kept.Prompt == prompt))];

    private ApiReply Add(ReadOnlyMemory<byte> body)
    {
        try
        {
            return ApiReply.Json(201, _faults.Create(faults.AddJson(Encoding.UTF8.GetString(body.Span))));
        }
        catch (FormatException e)
        {
            return Error(400, e.Message);
        }
    }

    private ApiReply Clear()
    {
        faults.Clear();
        return new ApiReply { Status = 204 };
    }

    private static ApiReply Error(int status, string text) => ApiReply.Json(status, new JsonObject { ["error"] = text });
}
