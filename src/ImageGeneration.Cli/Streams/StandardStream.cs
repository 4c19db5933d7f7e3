using System.Runtime.InteropServices;

namespace ImageGeneration.Cli.Streams;

/// <summary>The standard streams as they were handed to this process.</summary>
internal static class StandardStream
{
    private const int Output = 1;
    private const int Error = 2;
    private const int CloseOnExec = 1;
    private const int GetDescriptorFlags = 1;
    private const short ErrorHangUpOrInvalid = 0x08 | 0x10 | 0x20;

    // Long enough for a slow reader, short enough for somebody who waits at a stopped one.
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(3);

    public static TextWriter OpenOutput() => Open(Output, static () => Console.Out);

    public static TextWriter OpenError() => Open(Error, static () => new DetachedWriter(Console.Error, _patience));

    private static GuardedWriter Open(int descriptor, Func<TextWriter> open)
    {
        if (OperatingSystem.IsWindows())
        {
            return new(open(), static () => false);
        }

        // Closed by whoever started this process, and another file of the runtime has the number by now: that one closes on exec, an
        // inherited stream cannot.
        if ((GetFlags(descriptor, GetDescriptorFlags) & CloseOnExec) != 0)
        {
            return new(TextWriter.Null, static () => true);
        }

        return new(open(), () => HasNoReader(descriptor));
    }

    // The console's own stream takes what it writes to a pipe without a reader in silence.
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
