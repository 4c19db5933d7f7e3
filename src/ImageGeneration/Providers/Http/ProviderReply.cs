using System.Text.Json;
using ImageGeneration.Providers.Wire;

namespace ImageGeneration.Providers.Http;

/// <summary>An answer and its body; or the fault that kept it away. What is read from it ends with its disposal.</summary>
internal sealed class ProviderReply : IDisposable
{
    private const int FirstBytes = 16 * 1024;
    private const int MaxRead = 256 * 1024;

    private readonly HttpResponseMessage? _response;
    private readonly ReplyBuffer _buffer = new();
    private int _length;
    private JsonDocument? _document;
    private JsonDocument? _whole;
    private LongTexts _texts;
    private bool _parsed;

    public ProviderReply(HttpResponseMessage response) => _response = response;

    public ProviderReply(ProviderFailure fault) => Fault = fault;

    /// <summary>Why there is no answer to read, or not the whole of it; null when there is one.</summary>
    public ProviderFailure? Fault { get; private set; }

    public int Status => _response is null ? 0 : (int)_response.StatusCode;

    public bool IsSuccess => _response is { IsSuccessStatusCode: true };

    public HttpResponseMessage Response => _response ?? throw new InvalidOperationException("There is no answer.");

    public string? MediaType => _response?.Content.Headers.ContentType?.MediaType;

    /// <summary>A page, as a proxy or a firewall sends one, whatever its media type.</summary>
    public bool IsHtml => Body.TrimStart(" \t\r\n"u8) is [(byte)'<', ..];

    /// <summary>The body, without the byte order mark that some servers put before a text.</summary>
    public ReadOnlySpan<byte> Body => _buffer.Memory.Span[Start.._length];

    private int Start => _buffer.Memory.Span[.._length].StartsWith("\uFEFF"u8) ? 3 : 0;

    /// <summary>The body as JSON; undefined when it is none. In a large one a word stands for each of the <see cref="Texts"/>.</summary>
    public JsonElement Json
    {
        get
        {
            if (!_parsed)
            {
                _parsed = true;
                _document = Parse(brief: _length > ReplyBuffer.MostPooled);
            }

            return _document?.RootElement ?? default;
        }
    }

    /// <summary>The body as JSON to the last text.</summary>
    public JsonElement WholeJson => _length <= ReplyBuffer.MostPooled ? Json : (_whole ??= Parse(brief: false))?.RootElement ?? default;

    /// <summary>The long texts that are not in <see cref="Json"/>.</summary>
    public LongTexts Texts => Json.ValueKind == JsonValueKind.Undefined ? default : _texts;

    /// <summary>A text of the first level of a success, also where the rest of it never came; null when it is not in there.</summary>
    public string? Told(ReadOnlySpan<byte> name) =>
        !IsSuccess ? null : Json.ValueKind == JsonValueKind.Undefined ? CutJson.Text(Body, name) : Json.Text(name);

    public string? Header(string name) =>
        _response is not null && _response.Headers.NonValidated.TryGetValues(name, out var values) ? values.ToString() : null;

    /// <summary>Reads the body.</summary>
    /// <returns>False when it is longer than <paramref name="limit"/>.</returns>
    public async Task<bool> ReadBodyAsync(int limit, CancellationToken cancellationToken)
    {
        var content = Response.Content;
        var expected = content.Headers.ContentLength;
        if (expected > limit)
        {
            return false;
        }

        _buffer.Grow(expected is { } length ? Math.Max((int)length, 1) : FirstBytes);
        var stream = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            while (_length != expected)
            {
                if (_length == _buffer.Memory.Length)
                {
                    _buffer.Grow(_length * 2);
                }

                // Streams that cannot read into any memory make an array as long as what they are given.
                var free = _buffer.Memory[_length..];
                var read = await stream.ReadAsync(free.Length > MaxRead ? free[..MaxRead] : free, cancellationToken).ConfigureAwait(false);
                if (read == 0)
                {
                    break;
                }

                _length += read;
                if (_length > limit)
                {
                    return false;
                }
            }
        }

        return true;
    }

    public void Fail(ProviderFailure fault) => Fault = fault;

    public void Dispose()
    {
        _document?.Dispose();
        _whole?.Dispose();
        (_document, _whole, _texts, _parsed) = (null, null, default, true);
        _response?.Dispose();
        _buffer.Dispose();
        _length = 0;
    }

    private JsonDocument? Parse(bool brief)
    {
        if (Body.TrimStart(" \t\r\n"u8) is not [(byte)'{' or (byte)'[' or (byte)'"', ..])
        {
            return null;
        }

        try
        {
            var body = (ReadOnlyMemory<byte>)_buffer.Memory[Start.._length];
            return JsonDocument.Parse(brief ? LongTexts.TakeOut(body, out _texts) : body);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
