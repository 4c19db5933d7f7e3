using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using ImageGeneration.Json;

namespace ImageGeneration.Providers.Kit.Reading;

/// <summary>Reads what an application reports about work that may be under way, under the usual names: <c>{"status":"pending"}</c>,
/// <c>{"finished":false}</c>, <c>{"data":{"job_id":17}}</c>.</summary>
internal sealed partial class WorkReport
{
    private const int MaxDepth = 3;
    private const int MaxMembers = 1000;
    private const int MaxWordBytes = 64;
    private const int MaxSentence = 500;

    private static readonly WorkReport Silent = new();

    // Of equal words the first is kept: a state precedes those of its parts. "Success" may be that of the request alone.
    private WorkState _word;
    private WorkState _flag;
    private int _idRank = int.MaxValue;
    private int _members;

    private WorkReport()
    {
    }

    public WorkState State =>
        _word is WorkState.Waiting or WorkState.Working or WorkState.Failed ? _word
        : _flag == WorkState.Working || _word is WorkState.NotReported or WorkState.Unrecognized && _flag != WorkState.NotReported ? _flag
        : _word;

    /// <summary>Whether something in it has ended well: the work itself or the request for it.</summary>
    public bool HasDone { get; private set; }

    /// <summary>Gets the state as it was written; null when there was none.</summary>
    public string? Word { get; private set; }

    /// <summary>Whether it reports how far the work is, or what waits before it.</summary>
    public bool HasProgress { get; private set; }

    /// <summary>Gets the id of the call, when its name can mean nothing else.</summary>
    public string? CallId { get; private set; }

    /// <summary>Gets anything that may be the id of the call, or only the name of the request.</summary>
    public string? AnyId { get; private set; }

    /// <summary>Reads a document.</summary>
    public static WorkReport Parse(JsonElement answer, ReplyTexts texts = default)
    {
        if (answer.ValueKind == JsonValueKind.Undefined)
        {
            return Silent;
        }

        var report = new WorkReport();
        if (answer.ValueKind == JsonValueKind.String)
        {
            var text = texts.Text(answer);
            using var inner = NestedJson.Read(answer, texts);
            (report._word, report.Word) = (OneWord(text), text);
            report.Visit(inner?.Root ?? default, 0);
        }
        else
        {
            report.Visit(answer, 0);
        }

        return report;
    }

    /// <summary>Reads a body that is no JSON: one word.</summary>
    public static WorkReport Parse(ReadOnlySpan<byte> body) =>
        body.Length is 0 or > MaxWordBytes ? Silent : FromWord(Encoding.UTF8.GetString(body));

    /// <summary>Determines whether words say "not yet".</summary>
    public static bool IsNotYet(string said) =>
        WorkWords.StateOf(said) is WorkState.Waiting or WorkState.Working || (said.Length <= MaxSentence && NotYet().IsMatch(said));

    private static WorkReport FromWord(string word) => new() { _word = OneWord(word), Word = word };

    // A text that is not the value of a name may be about anything.
    private static WorkState OneWord(string? text) =>
        WorkWords.StateOf(text) is var state and not WorkState.Unrecognized ? state : WorkState.NotReported;

    private void Visit(JsonElement value, int depth)
    {
        if (value.ValueKind == JsonValueKind.Array)
        {
            foreach (var first in value.EnumerateArray())
            {
                Visit(first, depth + 1);
                break;
            }
        }

        if (value.ValueKind != JsonValueKind.Object || depth > MaxDepth)
        {
            return;
        }

        foreach (var member in value.EnumerateObject())
        {
            if (++_members > MaxMembers)
            {
                return;
            }

            Note(WorkWords.NameOf(member), member.Value, depth);
        }

        foreach (var member in value.EnumerateObject())
        {
            if (member.Value.ValueKind is JsonValueKind.Object or JsonValueKind.Array
                && WorkWords.IsEnvelope(WorkWords.NameOf(member)))
            {
                Visit(member.Value, depth + 1);
            }
        }
    }

    private void Note(string name, JsonElement value, int depth)
    {
        var rank = WorkWords.RankOfId(name);
        if (rank >= 0 && rank < _idRank && value.AsId() is { Length: > 0 } id)
        {
            _idRank = rank;
            (CallId, AnyId) = (WorkWords.IsOfCall(rank) ? id : null, id);
        }

        HasProgress |= WorkWords.IsProgress(name) && value.AsNumber() is >= 0 and < 100;
        if (WorkWords.IsState(name))
        {
            if (value.ValueKind == JsonValueKind.Object)
            {
                Visit(value, depth + 1);
            }

            var word = value.AsWord();
            Word ??= word;
            Keep(ref _word, WorkWords.StateOf(word));
            HasDone |= WorkWords.StateOf(word) == WorkState.Done;
        }
        else if (value.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            Keep(ref _flag, WorkWords.StateOfFlag(name, value.ValueKind == JsonValueKind.True));
            HasDone |= WorkWords.StateOfFlag(name, value.ValueKind == JsonValueKind.True) == WorkState.Done;
        }
        else if (WorkWords.IsEnvelope(name) && WorkWords.StateOf(value) is var state and (WorkState.Waiting or WorkState.Working))
        {
            Keep(ref _flag, state);
        }
    }

    private static void Keep(ref WorkState known, WorkState told) => known =
        known is WorkState.NotReported or WorkState.Unrecognized || (known == WorkState.Done && told is WorkState.Waiting or WorkState.Working)
            ? told
            : known;

    [GeneratedRegex(
        @"\b(?:not (?:yet )?(?:ready|finished|done|completed?|available)|still (?:running|processing|working|queued|pending|generating)"
            + @"|in progress|please wait|try again (?:later|soon)|check back)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex NotYet();
}
