using System.Globalization;
using System.Text;
using System.Text.Json;
using ImageGeneration.Json;

namespace ImageGeneration.Providers.Kit.Reading;

/// <summary>Represents a part of an output that the settings name: a member's name, or a JSON pointer (RFC 6901), in which a list whose
/// index is left out stands for each of its entries.</summary>
internal sealed class OutputMember
{
    private const int MaxLength = 200;

    private readonly byte[][] _path;

    private OutputMember(byte[][] path) => _path = path;

    /// <summary>Gets the rule for it, as the end of a sentence.</summary>
    public static string Rule =>
        "must be a member's name, such as picture, or a JSON pointer, such as /result/files/0/url, of 1 to 200 characters";

    /// <summary>Parses a member; returns null when the text is invalid.</summary>
    public static OutputMember? Parse(string? text)
    {
        text = text?.Trim();
        if (text is not { Length: > 0 and <= MaxLength })
        {
            return null;
        }

        if (text[0] != '/')
        {
            return text.Contains('/', StringComparison.Ordinal) ? null : new([Encoding.UTF8.GetBytes(text)]);
        }

        var parts = text[1..].Split('/');
        return Array.Exists(parts, static part => part.Length == 0 || !IsEscapedWell(part))
            ? null
            : new([.. parts.Select(static part => Encoding.UTF8.GetBytes(
                part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)))]);
    }

    /// <summary>Selects the parts that exist.</summary>
    public IEnumerable<JsonElement> Select(JsonElement output) => Select(output, 0);

    private IEnumerable<JsonElement> Select(JsonElement value, int at)
    {
        if (at == _path.Length)
        {
            return value.IsNothing() ? [] : [value];
        }

        if (value.ValueKind != JsonValueKind.Array)
        {
            return value.Member(_path[at]) is { ValueKind: not JsonValueKind.Undefined } member ? Select(member, at + 1) : [];
        }

        return !int.TryParse(_path[at], NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            ? value.EnumerateArray().SelectMany(item => Select(item, at))
            : index < value.GetArrayLength() ? Select(value[index], at + 1)
            : [];
    }

    private static bool IsEscapedWell(string part)
    {
        for (var tilde = part.IndexOf('~', StringComparison.Ordinal); tilde >= 0; tilde = part.IndexOf('~', tilde + 1))
        {
            if (tilde + 1 == part.Length || part[tilde + 1] is not ('0' or '1'))
            {
                return false;
            }
        }

        return true;
    }
}
