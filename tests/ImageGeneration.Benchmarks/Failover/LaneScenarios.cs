using ImageGeneration.Simulator;

namespace ImageGeneration.Benchmarks.Failover;

/// <summary>Providers that rest, that are slower than usual, and that finish what was given up.</summary>
internal static class LaneScenarios
{
    private const int JobsToLearnFrom = 10;

    public static IEnumerable<Scenario> All =>
    [
        new("every circuit is open, and one recovers", "replicate")
        {
            Configure = options =>
            {
                (options.Replicate.Breaker.FailureThreshold, options.RunPod.Breaker.FailureThreshold) = (1, 1);
                (options.Replicate.Retry.MaxResubmits, options.RunPod.Retry.MaxResubmits) = (0, 0);
                options.Replicate.Breaker.BreakDuration = TimeSpan.FromSeconds(1);
            },
            Arrange = stage =>
            {
                stage.Fault(FaultEffect.Status(503), times: 1);
                stage.Fault(FaultEffect.Status(503), SimulatedProvider.RunPod);
            },
            Act = async stage =>
            {
                await stage.GenerateAsync();
                return await stage.GenerateAsync();
            },
            Patience = 5,
        },
        new("slower than usual: another provider is started beside it", "runpod")
        {
            Configure = options => options.Routing.Hedging.MaxExtraCostUsd = 0.01m,
            Act = async stage =>
            {
                for (var i = 0; i < JobsToLearnFrom; i++)
                {
                    await stage.GenerateAsync();
                }

                stage.Fault(FaultEffect.JobRunsFor(TimeSpan.FromSeconds(20)));
                return await stage.GenerateAsync();
            },
            Jobs = JobsToLearnFrom + 2,
            Also = stage => stage.Response?.Metadata.Attempts is [{ Cancellation: CancellationOutcome.Confirmed }, { IsHedge: true }] ? "" : "the slow one was not ended",
            Patience = 15,
        },
        new("given up, finished all the same, and its successor fails", "replicate")
        {
            Configure = options =>
            {
                options.Replicate.Jobs.RunTimeout = TimeSpan.FromSeconds(1);
                options.Replicate.Jobs.CancelTimeout = TimeSpan.FromSeconds(1);
                options.RunPod.Retry.MaxResubmits = 0;
            },
            Arrange = stage =>
            {
                stage.Fault(FaultEffect.JobRunsFor(TimeSpan.FromSeconds(2)));
                stage.Fault(FaultEffect.Hang, phase: RequestPhase.Cancel);
                stage.Fault(FaultEffect.JobFails("CUDA out of memory"), SimulatedProvider.RunPod);
            },
            Jobs = 2,
            Also = stage => stage.Response?.Metadata.Attempts.Count == 2 ? "" : "not two attempts",
            Patience = 6,
        },
    ];
}
