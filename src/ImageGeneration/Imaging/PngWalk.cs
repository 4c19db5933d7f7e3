using System.Buffers.Binary;

namespace ImageGeneration.Imaging;

/// <summary>Walks chunks of a length, a name and a checksum, up to IEND.</summary>
internal sealed class PngWalk() : ContainerWalk(skip: 8, needed: 8)
{
    protected override (long Skip, int Needed) Next(ReadOnlySpan<byte> head)
    {
        HasEnded = head[4..].SequenceEqual("IEND"u8);
        return (BinaryPrimitives.ReadUInt32BigEndian(head) + 4L, 8);
    }
}
