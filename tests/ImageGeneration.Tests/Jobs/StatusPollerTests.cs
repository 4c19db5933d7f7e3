using ImageGeneration.Jobs;
using ImageGeneration.Lanes;
using ImageGeneration.Providers;
using ImageGeneration.Telemetry;
using ImageGeneration.Tests.Fakes;
using ImageGeneration.Tests.Time;
using Microsoft.Extensions.Logging.Abstractions;

namespace ImageGeneration.Tests.Jobs;

public sealed class StatusPollerTests
{
    private static readonly ProviderRequest _request =
        new() { Model = ImageModel.Sdxl, ModelId = "fake/sdxl", Prompt = "a lighthouse", Width = 1024, Height = 1024 };

    private readonly StepClock _time = new();
    private readonly FakeProvider _provider = new();

    [Fact]
    public async Task Complete_AJobThatIsWaitedFor_EndsTheWaitAtOnceAndNothingIsLeft()
    {
        _provider.OnSubmit = (provider, request, _) => Task.FromResult(provider.Accepted(request, JobStatus.Running));
        using var lane = new ProviderLane(_provider, new ProviderOptions(), [], _time, NullLogger<ProviderLane>.Instance);
        using var scope = new RequestScope(
            TimeSpan.FromMinutes(10), null, _time, GuardedLogger.Around(NullLogger.Instance), CancellationToken.None);
        var running = lane.RunAsync(LaneJobs.Create(_request, scope)).AsTask();
        var end = _provider.Done(_request) with { Reference = new JobReference("fake", "job-1", "fake/sdxl") };

        Assert.False(lane.Poller.Complete(end with { Reference = new JobReference("fake", "another", "fake/sdxl") }));
        Assert.True(lane.Poller.Complete(end));

        Assert.Equal(JobStatus.Succeeded, (await running).Status);
        Assert.False(lane.Poller.Complete(end));
        Assert.Equal((0, 0, 0), (_provider.Reads, lane.Reads.Count, lane.Limiter.Running));
        Assert.Empty(_provider.Cancels);
    }
}
