using ImageGeneration.Jobs;

namespace ImageGeneration.Lanes;

/// <summary>Represents one run of a lane's pipeline: the state that Polly hands from strategy to strategy, as none of them can know its
/// type.</summary>
/// <param name="lane">The lane.</param>
/// <param name="job">The attempt.</param>
internal sealed class LaneRun(ProviderLane lane, JobContext job)
{
    public ProviderLane Lane => lane;

    public JobContext Job => job;
}
