using System.Buffers.Binary;

namespace ImageGeneration.Imaging;

/// <summary>Walks WebP, whose header contains the length of the file.</summary>
internal sealed class RiffWalk() : ContainerWalk(skip: 4, needed: 4)
{
    protected override (long Skip, int Needed) Next(ReadOnlySpan<byte> head)
    {
        HasEnded = true;
        var length = BinaryPrimitives.ReadUInt32LittleEndian(head);
        return (length == uint.MaxValue ? 0 : length, 1);
    }
}
