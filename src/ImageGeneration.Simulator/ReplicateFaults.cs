using ImageGeneration.Simulator.Faults;

namespace ImageGeneration.Simulator;

/// <summary>The faults that only Replicate has; the others are on <see cref="FaultEffect"/>.</summary>
public static class ReplicateFaults
{
    /// <summary>A sync create has the first <paramref name="images"/> images only; polling tells the rest.</summary>
    public static FaultEffect PartialSyncOutput(int images) => new JobFault(plan => plan with { PartialImages = images });

    /// <summary>The outputs are deleted as soon as the prediction is over: <c>data_removed</c>, null, and 404 for the files.</summary>
    public static FaultEffect OutputExpired { get; } = new JobFault(plan => plan with { ExpiresAtOnce = true });
}
