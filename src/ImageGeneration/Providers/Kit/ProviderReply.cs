using System.Text;
using System.Text.Json;
using ImageGeneration.Json;
using ImageGeneration.Providers.Kit.Reading;

namespace ImageGeneration.Providers.Kit;

/// <summary>Represents the answer of a provider's service with its body, or the fault that kept it away.</summary>
/// <remarks>Returned by <see cref="ProviderHttpClient.SendAsync"/>. JSON that was read from it must not be used after it is
/// disposed.</remarks>
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

    /// <summary>Gets the reason why there is no answer, or only a part of it; null when the answer is complete.</summary>
    public ProviderFailure? Fault { get; private set; }

    /// <summary>Gets the HTTP status; 0 when there was no answer.</summary>
    public int Status => _response is null ? 0 : (int)_response.StatusCode;

    /// <summary>Gets a value indicating whether the status is one of success.</summary>
    public bool IsSuccess => _response is { IsSuccessStatusCode: true };

    internal HttpResponseMessage Response => _response ?? throw new InvalidOperationException("There is no answer.");

    /// <summary>Gets the media type of the body; null when none was sent.</summary>
    public string? MediaType => _response?.Content.Headers.ContentType?.MediaType;

    /// <summary>Whether the body is a page, as a proxy or a firewall sends it, whatever its media type.</summary>
    internal bool IsHtml => Body.TrimStart(" \t\r\n"u8) is [(byte)'<', ..];

    /// <summary>Whether the body begins like JSON and is none.</summary>
    internal bool IsBrokenJson => BeginsAsJson && Json.ValueKind == JsonValueKind.Undefined;

    /// <summary>Whether a firewall or a proxy answered instead of the service: a page, or Cloudflare's single line.</summary>
    internal bool IsPage => IsHtml || Body.StartsWith("error code: "u8);

    /// <summary>Gets the body, without the byte order mark that some servers put before a text.</summary>
    internal ReadOnlySpan<byte> Body => _buffer.Memory.Span[Start.._length];

    private int Start => _buffer.Memory.Span[.._length].StartsWith("\uFEFF"u8) ? 3 : 0;

    /// <summary>Gets the body as JSON; undefined when it is none. Common errors in JSON, such as <c>NaN</c> or a trailing comma, are
    /// repaired.</summary>
    /// <remarks>In a body of more than 1 MiB a short placeholder stands for each text of 64 KiB and more;
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

    /// <summary>Gets the body as JSON, long texts included.</summary>
    internal JsonElement WholeJson =>
        _length <= ReplyBuffer.MaxPooled ? Json : (_whole ??= Parse(isBrief: false, out _))?.RootElement ?? default;

    /// <summary>Gets the texts of <see cref="Json"/>, with the budget for reading them.</summary>
    internal ReplyTexts Texts =>
        (Json.ValueKind == JsonValueKind.Undefined ? default : _texts).Under(new ReplyTexts(_budget ??= new(_length)));

    /// <summary>Describes an answer that does not contain what it should, in words that follow "an answer".</summary>
    internal string Without(string what) =>
        Json.ValueKind != JsonValueKind.Undefined ? "without " + what
        : Body.IsEmpty ? "with an empty body"
        : IsHtml ? "with an HTML page, from a proxy or firewall in front of the service"
        : "with a body that is not JSON";

    /// <summary>Reads a text of the first level of a success, even when the rest of it never came; null when it is not there.</summary>
    internal string? ReadString(ReadOnlySpan<byte> name) =>
        !IsSuccess ? null : Json.ValueKind == JsonValueKind.Undefined ? PartialJson.ReadText(Body, name) : Json.Member(name).AsId();

    /// <summary>Reads the words of an error, not sanitized; null when there are none.</summary>
    internal string? ReadError()
    {
        if (Json.ValueKind != JsonValueKind.Undefined)
        {
            return ErrorText.Find(Json, Texts);
        }

        var body = Body.TrimStart(" \t\r\n"u8);
        return IsHtml
            ? "an HTML page, from a proxy or firewall in front of the service"
            : Encoding.UTF8.GetString(body[..Math.Min(body.Length, 4096)]);
    }

    /// <summary>Determines whether a content filter refused. A page is a firewall's and is about other things.</summary>
    internal bool IsRefusal(CallerWords caller) =>
        !IsPage && (Json.ValueKind == JsonValueKind.Undefined
            ? ContentRefusal.IsIn(caller.TakenOutOf(ReadError() ?? ""))
            : RefusalDetector.IsRefusal(Json, caller, Texts));

    /// <summary>Reads a member of the first level of <see cref="Json"/>.</summary>
    /// <param name="name">The name of the member.</param>
    /// <returns>The member; undefined when it does not exist or the body is no JSON.</returns>
    public JsonElement ReadMember(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Json.Member(Encoding.UTF8.GetBytes(name));
    }

    /// <summary>Reads a text, or a whole number, of the first level of <see cref="Json"/>.</summary>
    /// <param name="name">The name of the member.</param>
    /// <returns>The text; null when it does not exist.</returns>
    public string? ReadText(string name) => ReadMember(name).AsId();

    /// <summary>Reads a header of the answer.</summary>
    /// <param name="name">The name of the header.</param>
    /// <returns>The value of the header; null when it does not exist.</returns>
    public string? ReadHeader(string name) =>
        _response is not null && _response.Headers.NonValidated.TryGetValues(name, out var values) ? values.ToString() : null;

    /// <summary>Reads the body, as far as it is within the limits.</summary>
    /// <returns>What exceeds the limits, in words that follow "an answer"; null when the body has been read.</returns>
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

    /// <summary>Releases the answer and its body. JSON that was read from it must not be used any more.</summary>
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
