using System.Text;

namespace ImageGeneration.Cli.Streams;

/// <summary>Wraps a writer whose stream may fail at any time: a full disk, a closed terminal, a reader that left. It never throws, since a
/// message must not end the work that it is about; <see cref="IsLost"/> says whether something did not arrive.</summary>
/// <param name="inner">The writer of the stream.</param>
/// <param name="hasNoReader">Determines whether the stream has no reader any more, for streams that then silently discard text.</param>
internal sealed class GuardedWriter(TextWriter inner, Func<bool> hasNoReader) : TextWriter
{
    private volatile bool _hasFailed;

    public override Encoding Encoding => inner.Encoding;

    /// <summary>Whether something that was written has not arrived.</summary>
    public bool IsLost
    {
        get
        {
            return HasFailed || hasNoReader();
        }
    }

    /// <summary>Whether writing failed; not when a reader was there and has left, which is its own decision.</summary>
    public bool HasFailed
    {
        get
        {
            Flush();
            return _hasFailed;
        }
    }

    /// <summary>Creates a writer for a stream that was closed before the start.</summary>
    public static GuardedWriter Closed() => new(Null, static () => true) { _hasFailed = true };

    public static GuardedWriter Over(TextWriter writer) => writer as GuardedWriter ?? new GuardedWriter(writer, static () => false);

    public override void Write(char value) => Guard(value, static (writer, value) => writer.Write(value));

    public override void Write(string? value) => Guard(value, static (writer, value) => writer.Write(value));

    public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

    public override void WriteLine() => WriteLine("");

    // Lines contain what others said; what is written in pieces is the terminal's own progress display.
    public override void WriteLine(string? value) =>
        Guard(VisibleText.Create(value ?? ""), static (writer, value) => writer.WriteLine(value));

    public override void Flush() => Guard(0, static (writer, _) => writer.Flush());

    private void Guard<T>(T value, Action<TextWriter, T> write)
    {
        try
        {
            write(inner, value);
        }
#pragma warning disable CA1031 // whatever the stream is, and however it fails
        catch
#pragma warning restore CA1031
        {
            _hasFailed = true;
        }
    }
}
