using System.Text;

namespace ImageGeneration.Cli.Streams;

/// <summary>A writer whose stream may fail at any time: a full disk, a closed terminal, a reader that left. No failure gets out, since a
/// message must not end the work that it tells of; who has something that must be read asks <see cref="IsLost"/>.</summary>
/// <param name="inner">Where the text goes.</param>
/// <param name="hasNoReader">Whether nobody can read there any more, for streams that take text in silence then.</param>
internal sealed class GuardedWriter(TextWriter inner, Func<bool> hasNoReader) : TextWriter
{
    private volatile bool _hasFailed;

    public override Encoding Encoding => inner.Encoding;

    /// <summary>Something that was written has not arrived.</summary>
    public bool IsLost
    {
        get
        {
            return HasFailed || hasNoReader();
        }
    }

    /// <summary>As <see cref="IsLost"/>, but not where a reader was there and has left, which is for it to decide.</summary>
    public bool HasFailed
    {
        get
        {
            Flush();
            return _hasFailed;
        }
    }

    /// <summary>Of a stream that was closed before the start.</summary>
    public static GuardedWriter Closed() => new(Null, static () => true) { _hasFailed = true };

    public static GuardedWriter Over(TextWriter writer) => writer as GuardedWriter ?? new GuardedWriter(writer, static () => false);

    public override void Write(char value) => Guard(value, static (writer, value) => writer.Write(value));

    public override void Write(string? value) => Guard(value, static (writer, value) => writer.Write(value));

    public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

    public override void WriteLine() => WriteLine("");

    // Lines hold what others said; what is written in pieces is the terminal's own progress display.
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
