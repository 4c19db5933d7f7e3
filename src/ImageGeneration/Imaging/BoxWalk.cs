using System.Buffers.Binary;

namespace ImageGeneration.Imaging;

/// <summary>Walks the boxes of AVIF, HEIC, JPEG XL and JPEG 2000, the last of which may extend to the end.</summary>
internal sealed class BoxWalk() : ContainerWalk(skip: 0, needed: 8)
{
    private bool _isLong;
    private int _boxes;

    // The first box only says what the file is.
    public override bool IsWhole => base.IsWhole || (IsAtBoundary && !_isLong && _boxes > 1);

    protected override (long Skip, int Needed) Next(ReadOnlySpan<byte> head)
    {
        if (_isLong)
        {
            _isLong = false;
            return (Math.Clamp(BinaryPrimitives.ReadInt64BigEndian(head) - 16, 0, long.MaxValue), 8);
        }

        _boxes++;
        var size = BinaryPrimitives.ReadUInt32BigEndian(head);
        _isLong = size == 1;
        HasEnded = size is 0 or (> 1 and < 8);
        return (Math.Max(size - 8L, 0), 8);
    }
}
