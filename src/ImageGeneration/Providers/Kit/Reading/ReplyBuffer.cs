using System.Buffers;

namespace ImageGeneration.Providers.Kit.Reading;

/// <summary>The bytes of a reply as they come in: in a pooled array while they are few, else outside the managed heap.</summary>
internal sealed class ReplyBuffer : IDisposable
{
    public const int MaxPooled = 1024 * 1024;

    // Streams that cannot read into any memory make an array as long as what they are given.
    private const int MaxRead = 64 * 1024;

    private byte[] _pooled = [];
    private byte[] _chunk = [];
    private NativeBytes? _native;
    private bool _isReading;

    /// <summary>All of it; what was in it before it grew is still there.</summary>
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
    /// <param name="stream">Somebody else's code: it is given an array, never what lies outside the managed heap, where a write that comes
    /// too late would end the process.</param>
    /// <param name="start">Where in the memory; there must be room.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    /// <returns>How many bytes; 0 at the end.</returns>
    /// <exception cref="IOException">The stream says that it has read more than it was asked for.</exception>
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

    // One that a read was given which did not come to a good end may be written to at any time: the pool must not hand it out.
    private void Return(ref byte[] array)
    {
        if (array.Length > 0 && !_isReading)
        {
            ArrayPool<byte>.Shared.Return(array);
        }

        array = [];
    }
}
