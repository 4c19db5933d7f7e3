namespace ImageGeneration.Jobs;

/// <summary>Something that is to happen at a time: a status read, or the end of a clock.</summary>
internal abstract class ScheduledRead
{
    /// <summary>When it is due, as a timestamp.</summary>
    public long Due { get; set; }

    /// <summary>Its index in the heap; negative while it is not scheduled.</summary>
    public int Index { get; set; } = -1;

    /// <summary>How long it waited for a token once it was due, not counting a pause that the provider asked for.</summary>
    public TimeSpan Overdue { get; set; }

    /// <summary>Its time has come. Called outside every lock.</summary>
    public abstract void Run();
}
