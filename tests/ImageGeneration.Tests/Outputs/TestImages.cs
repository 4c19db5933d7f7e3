using System.Buffers.Binary;

namespace ImageGeneration.Tests.Outputs;

/// <summary>Files whose first bytes are right; the rest is filler.</summary>
internal static class TestImages
{
    public static byte[] Png(int width = 1024, int height = 768, int length = 200)
    {
        var bytes = new byte[length];
        new byte[] { 0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52 }.CopyTo(bytes, 0);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(16), width);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(20), height);
        for (var i = 24; i < length; i++)
        {
            bytes[i] = (byte)i;
        }

        return bytes;
    }
}
