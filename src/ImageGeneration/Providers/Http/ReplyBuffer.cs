using System.Buffers;

namespace ImageGeneration.Providers.Http;

/// <summary>The bytes of a reply as they come in: in a pooled array while they are few, else outside the managed heap.</summary>
internal sealed class ReplyBuffer : IDisposable
{
    public const int MostPooled = 1024 * 1024;

    private byte[] _pooled = [];
    private NativeBytes? _native;

    /// <summary>All of it; what was in it before it grew is still there.</summary>
    public Memory<byte> Memory { get; private set; }

    public void Grow(int size)
    {
        if (_native is not null)
        {
            _native.Resize(size);
        }
        else if (size > MostPooled)
        {
            _native = new NativeBytes(size);
            Memory.CopyTo(_native.Memory);
            ReturnPooled();
        }
        else
        {
            var larger = ArrayPool<byte>.Shared.Rent(size);
            Memory.CopyTo(larger);
            ReturnPooled();
            _pooled = larger;
        }

        Memory = _native is null ? _pooled : _native.Memory;
    }

    public void Dispose()
    {
        Memory = default;
        ReturnPooled();
        ((IDisposable?)_native)?.Dispose();
        _native = null;
    }

    private void ReturnPooled()
    {
        if (_pooled.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_pooled);
            _pooled = [];
        }
    }
}
