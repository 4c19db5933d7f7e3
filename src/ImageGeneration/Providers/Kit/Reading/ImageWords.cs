using System.Buffers;
using System.Text;
using System.Text.Json;

namespace ImageGeneration.Providers.Kit.Reading;

/// <summary>Splits a text that contains images into words: one link a line, a list as Python shows it, Markdown, HTML, a
/// sentence.</summary>
internal sealed class ImageWords : IDisposable
{
    private const int MaxSentence = 16 * 1024;
    private const int MinWord = 10;
    private const int MinList = 64;

    private static readonly SearchValues<byte> _ends = SearchValues.Create(" \t\r\n\"'<>()[]{}|\\`"u8);

    private readonly ReplyBuffer _buffer = new();
    private readonly ReadOnlyMemory<byte> _text;

    private ImageWords(ReadOnlySpan<byte> raw)
    {
        var text = ImageText.Plain(raw, _buffer).Trim(" \t\r\n"u8);
        IsList = BeginsLikeALink(text.Span) || text.Span is [(byte)'[' or (byte)'{', (byte)'\'' or (byte)'"' or (byte)'[' or (byte)'{', ..];
        _text = IsList || (text.Length <= MaxSentence && !WorkerWords.SaysFailed(Encoding.UTF8.GetString(text.Span))) ? text : default;
    }

    /// <summary>Whether the text consists of images and separators; in a sentence a link may be about anything.</summary>
    public bool IsList { get; }

    /// <summary>Reads the text of a JSON value.</summary>
    public static ImageWords Parse(JsonElement text, ReplyTexts texts) => new(texts.Raw(text));

    /// <summary>Determines whether a text consists of several links, which would read as one.</summary>
    /// <param name="raw">The text, with or without the escapes of JSON.</param>
    public static bool AreLinks(ReadOnlySpan<byte> raw)
    {
        raw = raw.TrimStart(" \t\r\n"u8);
        if (!BeginsLikeALink(raw))
        {
            return false;
        }

        for (raw = raw[1..]; raw.IndexOf("http"u8) is > 0 and var at; raw = raw[(at + 1)..])
        {
            if (raw[at - 1] is (byte)',' or (byte)';' or (byte)'|' or (byte)' ' or (byte)'\n'
                || (at > 1 && raw[at - 2] == '\\' && raw[at - 1] is (byte)'n' or (byte)'t'))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Determines whether a text is likely to contain images.</summary>
    /// <param name="raw">The text as it is in the document.</param>
    public static bool AreLikely(ReadOnlySpan<byte> raw) =>
        raw.IndexOf("http"u8) >= 0 || raw.IndexOf("base64,"u8) >= 0
        || (raw.Length > MinList && raw[1..].TrimStart(" \t\r\n"u8) is [(byte)'[' or (byte)'{', (byte)'\'' or (byte)'[' or (byte)'{', ..]);

    public IEnumerator<ReadOnlyMemory<byte>> GetEnumerator()
    {
        for (var at = 0; at < _text.Length;)
        {
            var rest = _text[at..];
            var end = rest.Span.IndexOfAny(_ends) is >= 0 and var found ? found : rest.Length;
            end = rest.Span[..end].IndexOf(",http"u8) is > 0 and var comma ? comma
                : rest.Span[..end].IndexOf(";http"u8) is > 0 and var semicolon ? semicolon
                : end;
            at += end + 1;
            if (end >= MinWord)
            {
                var word = rest[..end].TrimEnd(".,;:!?"u8);
                yield return word.Span.IndexOf("&amp;"u8) < 0
                    ? word
                    : Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(word.Span).Replace("&amp;", "&", StringComparison.Ordinal));
            }
        }
    }

    public void Dispose() => _buffer.Dispose();

    private static bool BeginsLikeALink(ReadOnlySpan<byte> text) => text.StartsWith("http://"u8) || text.StartsWith("https://"u8);
}
