using System.Buffers.Binary;

namespace ImageGeneration.Imaging;

/// <summary>Walks segments, some of which are followed by a scan without a length, up to EOI. Anything between two markers is skipped, as
/// decoders do.</summary>
internal sealed class JpegWalk() : ContainerWalk(skip: 2, needed: 1)
{
    private const byte Marker = 0xFF;
    private const byte EndOfImage = 0xD9;

    private State _state;

    private enum State : byte
    {
        BetweenMarkers,
        Code,
        Length,
    }

    protected override (long Skip, int Needed) Next(ReadOnlySpan<byte> head)
    {
        if (_state == State.Length)
        {
            _state = State.BetweenMarkers;
            return (Math.Max(BinaryPrimitives.ReadUInt16BigEndian(head) - 2L, 0), 1);
        }

        // Stuffing, restarts and a second SOI have no length.
        var code = head[0];
        HasEnded = _state == State.Code && code == EndOfImage;
        _state = _state == State.BetweenMarkers || code == Marker ? State.Code
            : code is 0 or 1 or (>= 0xD0 and <= EndOfImage) ? State.BetweenMarkers
            : State.Length;
        return (0, _state == State.Length ? 2 : 1);
    }

    // Any number of fill bytes may precede a code.
    protected override int Unframed(ReadOnlySpan<byte> bytes) => _state switch
    {
        State.BetweenMarkers => bytes.IndexOf(Marker) is >= 0 and var at ? at : bytes.Length,
        State.Code => bytes.IndexOfAnyExcept(Marker) is >= 0 and var at ? at : bytes.Length,
        _ => 0,
    };
}
