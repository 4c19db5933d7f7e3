namespace ImageGeneration.Jobs;

/// <summary>Represents something to run at a time: a status read, or the expiry of a timeout.</summary>
internal abstract class ScheduledRead
{
    /// <summary>Gets or sets the timestamp at which it is due.</summary>
    public long Due { get; set; }

    /// <summary>Gets or sets the index in the heap; negative while it is not scheduled.</summary>
    public int Index { get; set; } = -1;

    /// <summary>Gets or sets how long it waited for a token once it was due, throttling by the provider not included.</summary>
    public TimeSpan Overdue { get; set; }

    /// <summary>Runs it when it is due. Called outside every lock.</summary>
    public abstract void Run();
}
