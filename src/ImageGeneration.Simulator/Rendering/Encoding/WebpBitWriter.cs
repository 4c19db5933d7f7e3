using System.Buffers.Binary;

namespace ImageGeneration.Simulator.Rendering.Encoding;

/// <summary>Bits in WebP's order: the lowest first.</summary>
internal sealed class WebpBitWriter(int capacity)
{
    private byte[] _bytes = new byte[capacity + 16];
    private int _length;
    private ulong _pending;
    private int _count;

    public void Write(uint value, int length)
    {
        _pending |= (ulong)value << _count;
        _count += length;
        if (_count >= 32)
        {
            if (_length + 8 > _bytes.Length)
            {
                Array.Resize(ref _bytes, _bytes.Length * 2);
            }

            BinaryPrimitives.WriteUInt32LittleEndian(_bytes.AsSpan(_length), (uint)_pending);
            _length += 4;
            _pending >>= 32;
            _count -= 32;
        }
    }

    public ReadOnlySpan<byte> ToArray()
    {
        var rest = (_count + 7) / 8;
        Span<byte> last = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(last, _pending);
        return (byte[])[.. _bytes.AsSpan(0, _length), .. last[..rest]];
    }
}
