namespace ImageGeneration.Outputs;

/// <summary>Represents the destination of the bytes of one file, which knows whether another attempt may still begin from the
/// start.</summary>
/// <param name="destination">The stream that receives the bytes.</param>
/// <param name="owned">Whether the destination is a buffer of ours, which may be made as large as the file at once.</param>
internal sealed class ImageSink(Stream destination, bool owned)
{
    // What precedes the file in the stream must not be cut off.
    private readonly long? _start = destination.CanSeek && destination.Position == destination.Length ? destination.Position : null;
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

    /// <summary>Removes what was written, when the destination can be truncated.</summary>
    public bool TryRestart()
    {
        if (_written == 0)
        {
            return true;
        }

        if (_start is not { } start)
        {
            return false;
        }

        try
        {
            destination.SetLength(start);
            destination.Position = start;
        }
        catch (Exception e) when (e is IOException or NotSupportedException)
        {
            return false;
        }

        _written = 0;
        return true;
    }
}
