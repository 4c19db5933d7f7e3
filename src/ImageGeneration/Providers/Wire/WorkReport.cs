using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace ImageGeneration.Providers.Wire;

/// <summary>What an application says of work that may be under way, under the names that people give to it: <c>{"status":"pending"}</c>,
/// <c>{"finished":false}</c>, <c>{"data":{"job_id":17}}</c>.</summary>
internal sealed partial class WorkReport
{
    private const int MaxDepth = 3;
    private const int MaxMembers = 1000;
    private const int MaxWordBytes = 64;

    private static readonly WorkReport Silent = new();

    // Of equal words the first is kept: a state stands above those of its parts.
    private WorkState _word;
    private WorkState _flag;
    private int _idRank = int.MaxValue;
    private int _members;

    private WorkReport()
    {
    }

    public WorkState State => _word is not WorkState.Untold ? _word : _flag;

    /// <summary>The state as it was written; null when it was not.</summary>
    public string? Word { get; private set; }

    /// <summary>It tells how far the work has come, or what waits before it.</summary>
    public bool HasProgress { get; private set; }

    /// <summary>The id of the call, as far as it goes by a name that can mean nothing else.</summary>
    public string? CallId { get; private set; }

    /// <summary>Anything that may be the id of the call, or only the name of the request.</summary>
    public string? AnyId { get; private set; }

    /// <summary>Reads a document.</summary>
    public static WorkReport Of(JsonElement answer)
    {
        if (answer.ValueKind == JsonValueKind.Undefined)
        {
            return Silent;
        }

        var report = new WorkReport();
        if (answer.AsText() is { } text)
        {
            using var inner = InnerJson.Read(answer, default);
            report._word = OneWord(text);
            report.Visit(inner?.Root ?? default, 0);
        }
        else
        {
            report.Visit(answer, 0);
        }

        return report;
    }

    /// <summary>Reads a body that is no JSON: one word.</summary>
    public static WorkReport Of(ReadOnlySpan<byte> body) =>
        body.Length is 0 or > MaxWordBytes ? Silent : new() { _word = OneWord(Encoding.UTF8.GetString(body)) };

    /// <summary>A sentence that says "not yet".</summary>
    public static bool IsNotYet(string said) => NotYet().IsMatch(said);

    // A text that is no name's value may be about anything.
    private static WorkState OneWord(string text) =>
        WorkWords.StateOf(text) is var state and not WorkState.Unheard ? state : WorkState.Untold;

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

            var word = value.AsText();
            Word ??= word;
            Keep(ref _word, WorkWords.StateOf(word));
        }
        else if (value.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            Keep(ref _flag, WorkWords.StateOfFlag(name, value.ValueKind == JsonValueKind.True));
        }
    }

    private static void Keep(ref WorkState known, WorkState told) => known = known == WorkState.Untold ? told : known;

    [GeneratedRegex(
        @"\b(?:not (?:yet )?(?:ready|finished|done|completed?|available)|still (?:running|processing|working|queued|pending|generating)"
            + @"|in progress|please wait|try again (?:later|soon)|check back)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex NotYet();
}
