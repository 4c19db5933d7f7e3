namespace ImageGeneration.Jobs;

/// <summary>The names of the clocks that can run out; each has one owner.</summary>
internal static class JobClock
{
    /// <summary>The wait in the provider's queue.</summary>
    public const string Queue = "queue";

    /// <summary>The run at the provider.</summary>
    public const string Run = "run";

    /// <summary>The request's deadline.</summary>
    public const string Total = "total";
}
