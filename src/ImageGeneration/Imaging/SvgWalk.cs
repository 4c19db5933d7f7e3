namespace ImageGeneration.Imaging;

/// <summary>Walks a text that ends with the end of its first element; a comment or two may follow.</summary>
internal sealed class SvgWalk() : ContainerWalk(skip: 0, needed: 1)
{
    private readonly byte[] _tail = new byte[512];
    private int _length;

    public override bool IsWhole
    {
        get
        {
            var tail = _tail.AsSpan(0, _length);
            var name = tail.LastIndexOf("svg"u8);
            var open = name < 0 ? -1 : tail[..name].LastIndexOf((byte)'<');
            return open >= 0 && (tail[open..] is [_, (byte)'/', ..] ? tail[name..].Contains((byte)'>') : IsEmptyElement(tail[open..]));
        }
    }

    protected override (long Skip, int Needed) Next(ReadOnlySpan<byte> head) => (0, 1);

    // Everything: only the end counts.
    protected override int Unframed(ReadOnlySpan<byte> bytes)
    {
        var kept = bytes[^Math.Min(bytes.Length, _tail.Length)..];
        var old = Math.Min(_length, _tail.Length - kept.Length);
        _tail.AsSpan(_length - old, old).CopyTo(_tail);
        kept.CopyTo(_tail.AsSpan(old));
        _length = old + kept.Length;
        return bytes.Length;
    }

    private static bool IsEmptyElement(ReadOnlySpan<byte> tag) => tag.IndexOf((byte)'>') is > 0 and var end && tag[end - 1] == (byte)'/';
}
