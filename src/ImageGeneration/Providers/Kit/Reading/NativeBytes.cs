using System.Buffers;
using System.Runtime.InteropServices;

namespace ImageGeneration.Providers.Kit.Reading;

/// <summary>Provides bytes outside the managed heap, for what is large and short-lived: of the exact size, and freed at once. The shared
/// pool would keep an array of the next power of two. The creator disposes it.</summary>
internal sealed unsafe class NativeBytes : MemoryManager<byte>
{
    private byte* _start;
    private int _length;

    public NativeBytes(int length) => Resize(length);

    public void Resize(int length)
    {
        _start = (byte*)NativeMemory.Realloc(_start, (nuint)length);
        _length = length;
    }

    public override Span<byte> GetSpan() => new(_start, _length);

    public override MemoryHandle Pin(int elementIndex = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(elementIndex);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(elementIndex, _length);
        return new(_start + elementIndex);
    }

    public override void Unpin()
    {
    }

    protected override void Dispose(bool disposing)
    {
        NativeMemory.Free(_start);
        _start = null;
        _length = 0;
    }
}
