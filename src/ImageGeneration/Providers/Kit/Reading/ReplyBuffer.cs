using System.Buffers;

namespace ImageGeneration.Providers.Kit.Reading;

/// <summary>Holds the bytes of a reply as they come in: in a pooled array while they are few, otherwise outside the managed
/// heap.</summary>
internal sealed class ReplyBuffer : IDisposable
{
    public const int MaxPooled = 1024 * 1024;

    // Streams that cannot read into any memory allocate an array of the same length.
    private const int MaxRead = 64 * 1024;

    private byte[] _pooled = [];
    private byte[] _chunk = [];
    private NativeBytes? _native;
    private bool _isReading;

    /// <summary>Gets the whole buffer; its content is kept when it grows.</summary>
    public Memory<byte> Memory { get; private set; }

    public void Grow(int size)
    {
        if (_native is not null)
        {
            _native.Resize(size);
        }
        else if (size > MaxPooled)
        {
            _native = new NativeBytes(size);
            Memory.CopyTo(_native.Memory);
            Return(ref _pooled);
        }
        else
        {
            var larger = ArrayPool<byte>.Shared.Rent(size);
            Memory.CopyTo(larger);
            Return(ref _pooled);
            _pooled = larger;
        }

        Memory = _native is null ? _pooled : _native.Memory;
    }

    /// <summary>Reads once.</summary>
    /// <param name="stream">The stream. As its code is unknown it gets an array, never memory outside the managed heap, where a late write
    /// would end the process.</param>
    /// <param name="start">The index in the memory; there must be room.</param>
    /// <param name="cancellationToken">The token that ends the read.</param>
    /// <returns>The number of bytes; 0 at the end.</returns>
    /// <exception cref="IOException">The stream reports more bytes than it was asked for.</exception>
    public async ValueTask<int> ReadAsync(Stream stream, int start, CancellationToken cancellationToken)
    {
        var free = Memory.Length - start;
        var target = _native is null ? _pooled.AsMemory(start) : Chunk;
        target = target[..Math.Min(Math.Min(target.Length, free), MaxRead)];
        _isReading = true;
        var read = await stream.ReadAsync(target, cancellationToken).ConfigureAwait(false);
        if (read < 0 || read > target.Length)
        {
            throw new IOException($"The stream read {read} bytes where {target.Length} were asked for.");
        }

        _isReading = false;
        if (_native is not null)
        {
            target[..read].CopyTo(Memory[start..]);
        }

        return read;
    }

    public void Dispose()
    {
        Memory = default;
        Return(ref _pooled);
        Return(ref _chunk);
        ((IDisposable?)_native)?.Dispose();
        _native = null;
    }

    private Memory<byte> Chunk => _chunk.Length > 0 ? _chunk : _chunk = ArrayPool<byte>.Shared.Rent(MaxRead);

    // An array that was given to a read without a good end may still be written to: the pool must not hand it out.
    private void Return(ref byte[] array)
    {
        if (array.Length > 0 && !_isReading)
        {
            ArrayPool<byte>.Shared.Return(array);
        }

        array = [];
    }
}
