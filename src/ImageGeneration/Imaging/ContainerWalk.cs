namespace ImageGeneration.Imaging;

/// <summary>Walks the parts of a file as its bytes arrive, to know whether its end was among them: a file that was cut off shows half an
/// image, and its transfer may have ended as if it were complete.</summary>
internal abstract class ContainerWalk
{
    private readonly byte[] _head = new byte[16];
    private long _skip;
    private int _filled;
    private int _needed;

    /// <param name="skip">The number of bytes before the first part.</param>
    /// <param name="needed">The number of bytes that tell what a part is: 1 to 16.</param>
    protected ContainerWalk(long skip, int needed) => (_skip, _needed) = (skip, needed);

    /// <summary>Whether the end of the file has arrived; what follows it does not matter.</summary>
    public virtual bool IsWhole => HasEnded && _skip == 0;

    /// <summary>Gets or sets whether the part that is being skipped is the last.</summary>
    protected bool HasEnded { get; set; }

    /// <summary>Whether the position is between two parts.</summary>
    protected bool IsAtBoundary => _skip == 0 && _filled == 0;

    /// <summary>Creates the walk for a format; returns null when the format does not mark its end.</summary>
    public static ContainerWalk? For(string mediaType, ReadOnlySpan<byte> head) => mediaType switch
    {
        "image/png" => new PngWalk(),
        "image/jpeg" => new JpegWalk(),
        "image/gif" => new GifWalk(),
        "image/webp" => new RiffWalk(),
        "image/avif" or "image/heic" or "image/heif" or "image/jp2" => new BoxWalk(),
        "image/jxl" when head is [0, ..] => new BoxWalk(),
        "image/svg+xml" => new SvgWalk(),
        _ => null,
    };

    /// <summary>Determines whether a file is truncated, if its format marks its end.</summary>
    public static bool IsCut(ReadOnlySpan<byte> file)
    {
        var walk = ImageSignature.Read(file) is { } signature ? For(signature.MediaType, file) : null;
        walk?.Feed(file);
        return walk is { IsWhole: false };
    }

    public void Feed(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            if (_skip > 0)
            {
                var skipped = (int)Math.Min(_skip, bytes.Length);
                _skip -= skipped;
                bytes = bytes[skipped..];
            }
            else if (HasEnded)
            {
                return;
            }
            else if (_filled == 0 && Unframed(bytes) is > 0 and var unframed)
            {
                bytes = bytes[unframed..];
            }
            else
            {
                var taken = Math.Min(_needed - _filled, bytes.Length);
                bytes[..taken].CopyTo(_head.AsSpan(_filled));
                _filled += taken;
                bytes = bytes[taken..];
                if (_filled == _needed)
                {
                    _filled = 0;
                    (_skip, _needed) = Next(_head.AsSpan(0, _needed));
                }
            }
        }
    }

    /// <summary>Reads the beginning of a part.</summary>
    /// <returns>The distance to the next part, and the number of bytes that tell what that is.</returns>
    protected abstract (long Skip, int Needed) Next(ReadOnlySpan<byte> head);

    /// <summary>Gets the number of the bytes ahead that belong to no part.</summary>
    protected virtual int Unframed(ReadOnlySpan<byte> bytes) => 0;
}
