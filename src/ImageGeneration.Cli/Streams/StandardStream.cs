using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ImageGeneration.Cli.Streams;

/// <summary>Provides the standard streams as this process inherited them.</summary>
internal static class StandardStream
{
    private const int Output = 1;
    private const int Error = 2;
    private const int CloseOnExec = 1;
    private const int GetDescriptorFlags = 1;
    private const short ErrorHangUpOrInvalid = 0x08 | 0x10 | 0x20;

    // Long enough for a slow reader, short enough for a user who waits at a stopped one.
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(3);

    public static TextWriter OpenOutput() => Open(Output, static () => Console.Out);

    public static TextWriter OpenError() => Open(Error, static () => new DetachedWriter(Unlocked(Error, Console.Error), _patience));

    private static GuardedWriter Open(int descriptor, Func<TextWriter> open)
    {
        if (OperatingSystem.IsWindows())
        {
            return new(open(), static () => false);
        }

        // Closed by the parent process, and another file of the runtime has its number by now: that one closes on exec, an inherited
        // stream cannot.
        if ((GetFlags(descriptor, GetDescriptorFlags) & CloseOnExec) != 0)
        {
            return GuardedWriter.Closed();
        }

        return new(open(), () => HasNoReader(descriptor));
    }

    // The console writes to both of its streams under one lock: while one is stopped, the other could not be written either. A stream that
    // can seek, a file, never stops, and keeps its position only there.
    private static TextWriter Unlocked(int descriptor, TextWriter console)
    {
        if (OperatingSystem.IsWindows())
        {
            return console;
        }

        try
        {
            var stream = new FileStream(new SafeFileHandle(descriptor, ownsHandle: false), FileAccess.Write, bufferSize: 0);
            return stream.CanSeek ? console : new StreamWriter(stream, console.Encoding) { AutoFlush = true };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return console;
        }
    }

    // The console's own stream silently discards what it writes to a pipe without a reader.
    private static bool HasNoReader(int descriptor)
    {
        var polled = new Polled { Descriptor = descriptor };
        return Poll(ref polled, 1, 0) > 0 && (polled.Returned & ErrorHangUpOrInvalid) != 0;
    }

    [DllImport("libc", EntryPoint = "fcntl")]
    private static extern int GetFlags(int descriptor, int command);

    [DllImport("libc", EntryPoint = "poll")]
    private static extern int Poll(ref Polled polled, nuint count, int milliseconds);

    [StructLayout(LayoutKind.Sequential)]
    private struct Polled
    {
        public int Descriptor;
        public short Asked;
        public short Returned;
    }
}
