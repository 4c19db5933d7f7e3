namespace ImageGeneration.Outputs;

/// <summary>Where the bytes of one file go, and whether a second try may still begin from the start.</summary>
/// <param name="destination">Gets the bytes.</param>
/// <param name="owned">The destination is a buffer of ours: what it holds can be thrown away.</param>
internal sealed class ImageSink(Stream destination, bool owned)
{
    private long _written;

    public void Expect(long length)
    {
        if (owned && destination is MemoryStream buffer)
        {
            buffer.Capacity = (int)length;
        }
    }

    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        _written += bytes.Length;
        return destination.WriteAsync(bytes, cancellationToken);
    }

    public bool TryRestart()
    {
        if (_written > 0 && owned)
        {
            destination.SetLength(0);
            _written = 0;
        }

        return _written == 0;
    }
}
