using System.Buffers;
using System.Text.Json;

namespace ImageGeneration.Providers.Http;

/// <summary>An answer, its body in a pooled buffer; or the fault that kept it away. What is read from it ends with its disposal.</summary>
internal sealed class ProviderReply : IDisposable
{
    private readonly HttpResponseMessage? _response;
    private byte[] _buffer = [];
    private int _length;
    private JsonDocument? _document;
    private bool _parsed;

    public ProviderReply(HttpResponseMessage response) => _response = response;

    public ProviderReply(ProviderFailure fault) => Fault = fault;

    /// <summary>Why there is no answer to read; null when there is one.</summary>
    public ProviderFailure? Fault { get; private set; }

    public int Status => _response is null ? 0 : (int)_response.StatusCode;

    public bool IsSuccess => _response is { IsSuccessStatusCode: true };

    public HttpResponseMessage Response => _response ?? throw new InvalidOperationException("There is no answer.");

    public string? MediaType => _response?.Content.Headers.ContentType?.MediaType;

    public ReadOnlySpan<byte> Body => _buffer.AsSpan(0, _length);

    /// <summary>The body as JSON; undefined when it is none.</summary>
    public JsonElement Json
    {
        get
        {
            if (!_parsed)
            {
                _parsed = true;
                _document = Parse();
            }

            return _document?.RootElement ?? default;
        }
    }

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

        _buffer = ArrayPool<byte>.Shared.Rent(expected is { } length ? Math.Max((int)length, 1) : 16 * 1024);
        var stream = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            while (_length != expected)
            {
                if (_length == _buffer.Length)
                {
                    Grow();
                }

                var read = await stream.ReadAsync(_buffer.AsMemory(_length), cancellationToken).ConfigureAwait(false);
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
        _document = null;
        _response?.Dispose();
        if (_buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            (_buffer, _length) = ([], 0);
        }
    }

    private void Grow()
    {
        var larger = ArrayPool<byte>.Shared.Rent(_buffer.Length * 2);
        _buffer.AsSpan(0, _length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }

    private JsonDocument? Parse()
    {
        var start = Body.StartsWith("\uFEFF"u8) ? 3 : 0;
        if (Body[start..].TrimStart(" \t\r\n"u8) is not [(byte)'{' or (byte)'[' or (byte)'"', ..])
        {
            return null;
        }

        try
        {
            return JsonDocument.Parse(_buffer.AsMemory(start, _length - start));
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
