using System.Text;
using System.Text.Json;
using ImageGeneration.Json;

namespace ImageGeneration.Providers.Kit.Reading;

/// <summary>Collects what a service's JSON says by itself, to be judged: also codes that no message shows, but nothing that the caller
/// sent, no addresses and no stack traces.</summary>
internal ref struct RefusalDetector
{
    private const int MaxLength = 16 * 1024;

    // The memory for each character of a text: as a string, in two builders, as their strings, without the caller's words.
    private const int BytesOfEach = 20;
    private const int BytesOfName = 128;
    private const int MaxDepth = 6;
    private const int StateDepth = 2;
    private const int MaxValues = 500;

    private readonly StringBuilder _texts = new();
    private readonly StringBuilder _pairs = new();
    private int _values;
    private string? _state;

    private readonly ReplyTexts _from;

    private RefusalDetector(JsonElement json, ReplyTexts texts)
    {
        _from = texts;
        Add("", json, 0);
    }

    /// <summary>Determines whether the JSON contains a content filter's refusal.</summary>
    public static bool IsRefusal(JsonElement json, CallerWords caller, ReplyTexts texts = default)
    {
        var words = new RefusalDetector(json, texts);
        return ContentRefusal.IsIn(caller.TakenOutOf(words._texts.ToString()))
            || ContentRefusal.IsVerdictIn(caller.TakenOutOf(words._pairs.ToString()))
            || WorkWords.IsRefused(words._state, caller.TakenOutOf(words._texts.ToString()).Trim());
    }

    private readonly bool IsFull => _values >= MaxValues || _texts.Length > MaxLength;

    private void Add(string name, JsonElement value, int depth)
    {
        if (depth > MaxDepth || IsFull || ++_values > MaxValues)
        {
            return;
        }

        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in value.EnumerateObject())
                {
                    if (IsFull)
                    {
                        break;
                    }

                    if (depth < StateDepth && _state is null && WorkWords.IsState(WorkWords.NameOf(member))
                        && WorkWords.MayBeRefused(member.Value.AsWord()))
                    {
                        _state = member.Value.AsWord();
                    }
                    else if (_from.TrySpend(BytesOfName) && ErrorMembers.Name(member) is { } inner && !IsNoWord(inner))
                    {
                        Add(inner, member.Value, depth + 1);
                    }
                }

                break;
            case JsonValueKind.Array:
                foreach (var item in value.EnumerateArray())
                {
                    if (IsFull)
                    {
                        break;
                    }

                    Add(name, item, depth + 1);
                }

                break;
            case JsonValueKind.String:
                AddText(name, value, depth);
                break;
            case JsonValueKind.True:
                _pairs.Append(name).Append(" true\n");
                break;
        }
    }

    private void AddText(string name, JsonElement value, int depth)
    {
        var length = System.Runtime.InteropServices.JsonMarshal.GetRawUtf8Value(value).Length;
        if (length > MaxLength || !_from.TrySpend(BytesOfEach * (length + name.Length)) || value.AsText() is not { } text
            || IsLink(text))
        {
            return;
        }

        if (NestedJson.EndOf(text, _from) is { } inner)
        {
            using (inner)
            {
                Add(name, inner.RootElement, depth + 1);
            }
        }
        else
        {
            text = ErrorText.WithoutTraceback(text);
            _texts.Append(text).Append('\n');
            _pairs.Append(name).Append(' ').Append(text).Append('\n');
        }
    }

    // An "HTTPException" is no address.
    private static bool IsLink(string text) =>
        text.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || text.StartsWith("https://", StringComparison.OrdinalIgnoreCase)
        || text.StartsWith("data:", StringComparison.OrdinalIgnoreCase);

    private static bool IsNoWord(string name) =>
        (ErrorMembers.IsGiven(name) && !name.Contains("feedback", StringComparison.OrdinalIgnoreCase)
            && !name.Contains("filter", StringComparison.OrdinalIgnoreCase))
        || name.Contains("trace", StringComparison.OrdinalIgnoreCase) || name.Contains("stack", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("allow", StringComparison.OrdinalIgnoreCase) || name.StartsWith("enable", StringComparison.OrdinalIgnoreCase);
}
