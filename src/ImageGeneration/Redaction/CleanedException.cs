namespace ImageGeneration.Redaction;

/// <summary>Represents an exception of a provider as a log may contain it: its types, its sanitized messages and where it was thrown. The
/// original may hold keys and prompts in its message, its data and its inner exceptions.</summary>
internal sealed class CleanedException : Exception
{
    private readonly string? _stackTrace;

    public CleanedException(Exception fault, Func<string, string> clean)
        : base(
            $"{fault.GetType().Name}: {clean(fault.Message)}",
            fault.InnerException is { } inner ? new CleanedException(inner, clean) : null)
    {
        _stackTrace = fault.StackTrace;
        HResult = fault.HResult;
    }

    public override string? StackTrace => _stackTrace;

    public override string ToString() =>
        Message + (InnerException is null ? "" : $"{Environment.NewLine} ---> {InnerException}") + Environment.NewLine + StackTrace;
}
