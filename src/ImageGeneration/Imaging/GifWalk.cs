namespace ImageGeneration.Imaging;

/// <summary>Walks a header with a color table, then extensions and frames made of short blocks, up to the trailer.</summary>
internal sealed class GifWalk() : ContainerWalk(skip: 0, needed: 13)
{
    private const byte Trailer = 0x3B;
    private const byte Extension = 0x21;
    private const byte Image = 0x2C;

    private State _state;

    private enum State : byte
    {
        Header,
        Part,
        Label,
        Frame,
        CodeSize,
        Block,
    }

    protected override (long Skip, int Needed) Next(ReadOnlySpan<byte> head)
    {
        switch (_state)
        {
            case State.Header:
                _state = State.Part;
                return (ColorTable(head[10]), 1);
            case State.Part:
                HasEnded = head[0] == Trailer;
                _state = head[0] switch { Extension => State.Label, Image => State.Frame, _ => State.Part };
                return (0, _state == State.Frame ? 9 : 1);
            case State.Frame:
                _state = State.CodeSize;
                return (ColorTable(head[8]), 1);
            case State.Block when head[0] == 0:
                _state = State.Part;
                return (0, 1);
            case State.Block:
                return (head[0], 1);
            default:
                _state = State.Block;
                return (0, 1);
        }
    }

    protected override int Unframed(ReadOnlySpan<byte> bytes) =>
        _state != State.Part ? 0 : bytes.IndexOfAny(Trailer, Extension, Image) is >= 0 and var at ? at : bytes.Length;

    private static int ColorTable(byte flags) => (flags & 0x80) == 0 ? 0 : 3 << ((flags & 7) + 1);
}
