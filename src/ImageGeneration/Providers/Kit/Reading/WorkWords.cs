using System.Collections.Frozen;
using System.Runtime.InteropServices;
using System.Text.Json;
using ImageGeneration.Json;

namespace ImageGeneration.Providers.Kit.Reading;

/// <summary>Provides the words for the state of work, and the names of their members, in any case and with or without
/// separators.</summary>
/// <remarks>From the states of Celery, RQ, fal, Replicate, RunPod, BullMQ, Kubernetes jobs and the job queues in Modal's guide.</remarks>
internal static class WorkWords
{
    private static readonly string[] StateNames =
        ["status", "state", "jobstatus", "jobstate", "taskstatus", "taskstate", "callstatus", "requeststatus", "phase"];

    private static readonly string[] EndFlags =
        ["finished", "isfinished", "done", "isdone", "ready", "isready", "completed", "iscompleted", "complete", "iscomplete"];

    private static readonly string[] WorkFlags =
        ["pending", "ispending", "running", "isrunning", "processing", "isprocessing", "queued", "isqueued", "inprogress"];

    private static readonly string[] Progress = ["progress", "percent", "percentage", "eta", "position", "queueposition"];

    private static readonly string[] Envelopes =
        ["data", "result", "results", "job", "task", "call", "request", "response", "output", "run", "body", "payload", "prediction"];

    private const int MaxNameBytes = 40;
    private const int MaxWord = 64;

    // The first ones mean a call for sure; the last two may be the name of the request.
    private static readonly string[] IdNames =
    [
        "callid", "functioncallid", "jobid", "taskid", "idtask", "predictionid", "generationid", "runid", "executionid", "operationid",
        "promptid", "eventid", "ticketid", "requestid", "id", "uuid",
    ];

    private static readonly string[] WaitingWords =
    [
        "queued", "inqueue", "enqueued", "pending", "waiting", "scheduled", "created", "submitted", "accepted", "received", "starting",
        "booting", "initializing", "initialising", "preparing", "new", "notstarted", "delayed", "deferred", "provisioning", "coldstart",
    ];

    private static readonly string[] WorkingWords =
    [
        "processing", "running", "inprogress", "progress", "working", "started", "generating", "active", "executing", "rendering", "busy",
        "notready", "notfinished", "notdone", "unfinished", "incomplete", "retry", "retrying", "loading", "warmingup", "uploading",
    ];

    private static readonly string[] DoneWords =
    [
        "success", "succeeded", "successful", "completed", "complete", "done", "finished", "ended", "ok", "ready", "available",
    ];

    // The words of a filter; "rejected" may be anybody's word.
    private static readonly string[] RefusedWords = ["blocked", "moderated", "filtered", "flagged", "censored", "withheld", "nsfw"];

    private static readonly string[] FailedWords =
    [
        "failed", "failure", "fail", "error", "errored", "exception", "canceled", "cancelled", "timeout", "timedout", "expired", "aborted",
        "terminated", "revoked", "rejected", "crashed", "killed", "dead", "stopped", "notfound", "lost",
        "nok", "notok", "ko",
        .. RefusedWords,
    ];

    // Members have all kinds of names: no string is made of those that mean nothing here.
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Names =
        FrozenSet.ToFrozenSet([.. StateNames, .. EndFlags, .. WorkFlags, .. Progress, .. Envelopes, .. IdNames, .. WorkerWords.Names])
            .GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Gets the name of a member in lower-case letters only; empty when it is not a known one.</summary>
    public static string NameOf(JsonProperty member)
    {
        var name = JsonMarshal.GetRawUtf8PropertyName(member);
        if (name.Length > MaxNameBytes)
        {
            return "";
        }

        Span<char> plain = stackalloc char[MaxNameBytes];
        var length = 0;
        foreach (var letter in name)
        {
            if (char.IsAsciiLetterOrDigit((char)letter))
            {
                plain[length++] = char.ToLowerInvariant((char)letter);
            }
        }

        return Names.TryGetValue(plain[..length], out var known) ? known : "";
    }

    public static bool IsState(string name) => Array.IndexOf(StateNames, name) >= 0;

    public static bool IsProgress(string name) => Array.IndexOf(Progress, name) >= 0;

    public static bool IsEnvelope(string name) => Array.IndexOf(Envelopes, name) >= 0;

    /// <summary>Gets the rank of a name of an id: the lower, the more certain; negative when it names no id.</summary>
    public static int RankOfId(string name) => Array.IndexOf(IdNames, name);

    public static bool IsOfCall(int rank) => rank < Array.IndexOf(IdNames, "requestid");

    /// <summary>Gets the state from one word, or from what precedes a colon.</summary>
    public static WorkState StateOf(string? word) =>
        word is not { Length: <= MaxWord } || Plain(word.Split(':')[0]) is not { Length: > 0 } plain || char.IsAsciiDigit(plain[0])
            ? WorkState.NotReported
        : Array.IndexOf(WaitingWords, plain) >= 0 ? WorkState.Waiting
        : Array.IndexOf(WorkingWords, plain) >= 0 ? WorkState.Working
        : Array.IndexOf(DoneWords, plain) >= 0 ? WorkState.Done
        : Array.IndexOf(FailedWords, plain) >= 0 ? WorkState.Failed
        : WorkState.Unrecognized;

    /// <summary>Determines whether the state is that a filter refused, unless the other words of the answer name something else.</summary>
    public static bool IsRefused(string? word, string others) =>
        MayBeRefused(word)
        && (Plain(word!) == "rejected" ? !others.Contains(' ', StringComparison.Ordinal) : ErrorClassifier.IsUnexplained(others));

    /// <summary>Determines whether the state may be that a filter refused.</summary>
    public static bool MayBeRefused(string? word) =>
        word is { Length: <= MaxWord } && Plain(word) is var plain && (plain == "rejected" || Array.IndexOf(RefusedWords, plain) >= 0);

    /// <inheritdoc cref="StateOf(string?)"/>
    public static WorkState StateOf(JsonElement word) => StateOf(word.AsWord(MaxWord));

    public static WorkState StateOfFlag(string name, bool value) =>
        Array.IndexOf(EndFlags, name) >= 0 ? value ? WorkState.Done : WorkState.Working
        : value && Array.IndexOf(WorkFlags, name) >= 0 ? WorkState.Working
        : WorkState.NotReported;

    private static string Plain(string text) =>
        string.Concat(text.Where(char.IsAsciiLetterOrDigit)).ToLowerInvariant();
}
