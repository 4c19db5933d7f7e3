using System.Text;
using System.Text.Json;
using ImageGeneration.Json;
using ImageGeneration.Providers.Kit.Reading;

namespace ImageGeneration.Providers.Kit;

/// <summary>An answer of a provider's service and its body; or the fault that kept it away.</summary>
/// <remarks>From <see cref="ProviderHttpClient.SendAsync"/>. Nothing that was read as JSON from it may be used after its disposal.</remarks>
public sealed class ProviderReply : IDisposable
{
    private const int FirstBytes = 16 * 1024;

    private readonly HttpResponseMessage? _response;
    private readonly ReplyBuffer _buffer = new();
    private int _length;
    private JsonDocument? _document;
    private JsonDocument? _whole;
    private ReadingBudget? _budget;
    private ReplyTexts _texts;
    private JsonMeter _meter;
    private bool _parsed;
    private bool _isCut;

    internal ProviderReply(HttpResponseMessage response) => _response = response;

    internal ProviderReply(ProviderFailure fault) => Fault = fault;

    /// <summary>Gets why there is no answer to read, or not the whole of it; null when there is one.</summary>
    public ProviderFailure? Fault { get; private set; }

    /// <summary>Gets the HTTP status; 0 where there was no answer.</summary>
    public int Status => _response is null ? 0 : (int)_response.StatusCode;

    /// <summary>Gets a value indicating whether the status is one of success.</summary>
    public bool IsSuccess => _response is { IsSuccessStatusCode: true };

    internal HttpResponseMessage Response => _response ?? throw new InvalidOperationException("There is no answer.");

    /// <summary>Gets the media type of the body; null when none was told.</summary>
    public string? MediaType => _response?.Content.Headers.ContentType?.MediaType;

    /// <summary>A page, as a proxy or a firewall sends one, whatever its media type.</summary>
    internal bool IsHtml => Body.TrimStart(" \t\r\n"u8) is [(byte)'<', ..];

    /// <summary>It begins like JSON and is none.</summary>
    internal bool IsBrokenJson => BeginsAsJson && Json.ValueKind == JsonValueKind.Undefined;

    /// <summary>What a firewall or a proxy answers in the place of the service: a page, or Cloudflare's one line.</summary>
    internal bool IsPage => IsHtml || Body.StartsWith("error code: "u8);

    /// <summary>The body, without the byte order mark that some servers put before a text.</summary>
    internal ReadOnlySpan<byte> Body => _buffer.Memory.Span[Start.._length];

    private int Start => _buffer.Memory.Span[.._length].StartsWith("\uFEFF"u8) ? 3 : 0;

    /// <summary>Gets the body as JSON; undefined when it is none. What some services take for it, such as <c>NaN</c> or a trailing comma,
    /// is mended.</summary>
    /// <remarks>In a body of more than 1 MiB a short word stands for each text of 64 KiB and more;
    /// <see cref="ProviderHttpClient.ReadOutput"/> knows what it stands for.</remarks>
    public JsonElement Json
    {
        get
        {
            if (!_parsed)
            {
                _parsed = true;
                _document = Parse(isBrief: _length > ReplyBuffer.MaxPooled, out _texts);
            }

            return _document?.RootElement ?? default;
        }
    }

    /// <summary>The body as JSON to the last text.</summary>
    internal JsonElement WholeJson =>
        _length <= ReplyBuffer.MaxPooled ? Json : (_whole ??= Parse(isBrief: false, out _))?.RootElement ?? default;

    /// <summary>The texts of <see cref="Json"/>, and what may be made of them.</summary>
    internal ReplyTexts Texts =>
        (Json.ValueKind == JsonValueKind.Undefined ? default : _texts).Under(new ReplyTexts(_budget ??= new(_length)));

    /// <summary>What is wrong with an answer that does not say what it should, in words that follow "an answer".</summary>
    internal string Without(string what) =>
        Json.ValueKind != JsonValueKind.Undefined ? "without " + what
        : Body.IsEmpty ? "with nothing in it"
        : IsHtml ? "with an HTML page, from a proxy or firewall in front of the service"
        : "with a body that is no JSON";

    /// <summary>A text of the first level of a success, also where the rest of it never came; null when it is not in there.</summary>
    internal string? Told(ReadOnlySpan<byte> name) =>
        !IsSuccess ? null : Json.ValueKind == JsonValueKind.Undefined ? CutJson.Text(Body, name) : Json.Member(name).AsId();

    /// <summary>The words of an error, as they came; null when there are none.</summary>
    internal string? ReadError()
    {
        if (Json.ValueKind != JsonValueKind.Undefined)
        {
            return ErrorText.Of(Json, Texts);
        }

        var body = Body.TrimStart(" \t\r\n"u8);
        return IsHtml
            ? "an HTML page, from a proxy or firewall in front of the service"
            : Encoding.UTF8.GetString(body[..Math.Min(body.Length, 4096)]);
    }

    /// <summary>A content filter refused. A page is a firewall's and speaks of other things.</summary>
    internal bool IsRefusal(CallerWords caller) =>
        !IsPage && (Json.ValueKind == JsonValueKind.Undefined
            ? ContentRefusal.IsIn(caller.TakenOutOf(ReadError() ?? ""))
            : JudgedWords.AreRefusal(Json, caller, Texts));

    /// <summary>Reads a member of the first level of <see cref="Json"/>.</summary>
    /// <param name="name">The member's name.</param>
    /// <returns>The member; undefined when it is not there, or the body is no JSON.</returns>
    public JsonElement ReadMember(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Json.Member(Encoding.UTF8.GetBytes(name));
    }

    /// <summary>Reads a text, or a whole number, of the first level of <see cref="Json"/>.</summary>
    /// <param name="name">The member's name.</param>
    /// <returns>The text; null when it is not there.</returns>
    public string? ReadText(string name) => ReadMember(name).AsId();

    /// <summary>Reads a header of the answer.</summary>
    /// <param name="name">The header's name.</param>
    /// <returns>The header's value; null when it is not there.</returns>
    public string? ReadHeader(string name) =>
        _response is not null && _response.Headers.NonValidated.TryGetValues(name, out var values) ? values.ToString() : null;

    /// <summary>Reads the body, as far as it is within the limits.</summary>
    /// <returns>What is too much about it, in words that follow "an answer"; null when it has been read.</returns>
    internal async Task<string?> ReadBodyAsync(int limit, CancellationToken cancellationToken)
    {
        var content = Response.Content;
        var expected = content.Headers.ContentLength;
        var problem = expected > limit ? TooLong(limit) : null;
        if (problem is not null)
        {
            return problem;
        }

        _buffer.Grow(expected is { } length ? Math.Max((int)length, 1) : FirstBytes);
        var stream = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            while (_length != expected && problem is null)
            {
                if (_length == _buffer.Memory.Length)
                {
                    _buffer.Grow(_length * 2);
                }

                var read = await _buffer.ReadAsync(stream, _length, cancellationToken).ConfigureAwait(false);
                if (read == 0)
                {
                    break;
                }

                _length += read;
                problem = _length > limit ? TooLong(limit) : Measure();
            }
        }

        _isCut = problem is not null;
        return problem;
    }

    internal void Fail(ProviderFailure fault) => Fault = fault;

    /// <summary>Releases the answer and its body; nothing that was read as JSON from it may be used any more.</summary>
    public void Dispose()
    {
        _document?.Dispose();
        _whole?.Dispose();
        (_document, _whole, _texts, _parsed) = (null, null, default, true);
        _response?.Dispose();
        _buffer.Dispose();
        _length = 0;
    }

    private bool BeginsAsJson => Body.TrimStart(" \t\r\n"u8) is [(byte)'{' or (byte)'[' or (byte)'"' or (byte)'/', ..];

    private static string TooLong(int limit) => $"longer than {limit / (1024 * 1024.0):0.##} MiB";

    // A short one cannot hold much.
    private string? Measure() => _length > ReplyTexts.MinBytes && BeginsAsJson ? _meter.Read(Body) : null;

    private JsonDocument? Parse(bool isBrief, out ReplyTexts texts)
    {
        texts = default;
        return _isCut || !BeginsAsJson ? null : LenientJson.Parse(_buffer.Memory[Start.._length], isBrief, out texts);
    }
}
