using System.Text;

namespace ImageGeneration.Cli.Streams;

/// <summary>Writes on a thread of its own: a stopped terminal (Ctrl-S), or a pipe that nobody empties, delays the messages and not the
/// work.</summary>
internal sealed class DetachedWriter : TextWriter
{
    private const int MaxPending = 1 << 20;

    private readonly object _gate = new();
    private readonly StringBuilder _pending = new();
    private readonly TextWriter _inner;
    private readonly TimeSpan _timeout;
    private bool _isWriting;
    private bool _hasFailed;

    /// <param name="inner">The writer of the stream.</param>
    /// <param name="timeout">How long <see cref="Flush"/> waits.</param>
    public DetachedWriter(TextWriter inner, TimeSpan timeout)
    {
        (_inner, _timeout) = (inner, timeout);
        new Thread(WriteAll) { IsBackground = true, Name = "messages" }.Start();
    }

    public override Encoding Encoding => _inner.Encoding;

    public override void Write(char value) => Write(value.ToString());

    public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

    public override void WriteLine(string? value) => Write(value + CoreNewLine[^1]);

    public override void Write(string? value)
    {
        lock (_gate)
        {
            if (_pending.Length < MaxPending)
            {
                _pending.Append(value);
            }
            else
            {
                _hasFailed = true;
            }

            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Waits until everything is written.</summary>
    /// <exception cref="IOException">Something could not be written, or not in time.</exception>
    public override void Flush()
    {
        var until = Environment.TickCount64 + (long)_timeout.TotalMilliseconds;
        lock (_gate)
        {
            while (_pending.Length > 0 || _isWriting)
            {
                // After one wait in vain there is no other.
                var left = _hasFailed ? 0 : until - Environment.TickCount64;
                if (left <= 0 || !Monitor.Wait(_gate, (int)left))
                {
                    _hasFailed = true;
                    throw new IOException("The stream takes nothing.");
                }
            }

            if (_hasFailed)
            {
                throw new IOException("The stream has not taken everything.");
            }
        }
    }

    private void WriteAll()
    {
        while (true)
        {
            var failed = !TryWrite(Take());
            lock (_gate)
            {
                (_isWriting, _hasFailed) = (false, _hasFailed || failed);
                Monitor.PulseAll(_gate);
            }
        }
    }

    private string Take()
    {
        lock (_gate)
        {
            while (_pending.Length == 0)
            {
                Monitor.Wait(_gate);
            }

            var text = _pending.ToString();
            _pending.Clear();
            _isWriting = true;
            return text;
        }
    }

    private bool TryWrite(string text)
    {
        try
        {
            _inner.Write(text);
            _inner.Flush();
            return true;
        }
#pragma warning disable CA1031 // nothing is above this thread; Flush reports it
        catch
#pragma warning restore CA1031
        {
            return false;
        }
    }
}
