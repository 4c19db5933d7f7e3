using ImageGeneration.Simulator;

namespace ImageGeneration.Benchmarks.Failover;

/// <summary>Deadlines, and users who leave in each phase.</summary>
internal static class UserScenarios
{
    public static IEnumerable<Scenario> All =>
    [
        new("deadline in this process's queue", nameof(FailureKind.TimedOut))
        {
            Configure = OneAtATime,
            Arrange = stage => stage.Fault(FaultEffect.JobRunsFor(TimeSpan.FromSeconds(3))),
            Act = async stage =>
            {
                var first = stage.Images.GenerateImageAsync(Stage.Request, "replicate");
                var second = await OnlyAsync(stage, Stage.Request with { Deadline = TimeSpan.FromSeconds(1) }, null, default);
                await first;
                return second;
            },
            Patience = 5,
        },
        new("deadline in the run", nameof(FailureKind.TimedOut))
        {
            Arrange = stage => stage.Fault(FaultEffect.JobRunsFor(TimeSpan.FromSeconds(20))),
            Act = stage => OnlyAsync(stage, Stage.Request with { Deadline = TimeSpan.FromSeconds(1) }, null, default),
            Also = stage => stage.Failure?.Attempts[0].Cancellation == CancellationOutcome.Confirmed ? "" : "not confirmed",
        },
        new("cancel in this process's queue", "canceled")
        {
            Configure = OneAtATime,
            Arrange = stage => stage.Fault(FaultEffect.JobRunsFor(TimeSpan.FromSeconds(1))),
            Act = async stage =>
            {
                var first = stage.Images.GenerateImageAsync(Stage.Request, "replicate");
                var second = await CancelAtAsync(stage, GenerationPhase.WaitingForPermit);
                await first;
                return second;
            },
        },
        new("cancel during the submit", "canceled, Confirmed")
        {
            Arrange = stage =>
            {
                stage.Fault(FaultEffect.JobRunsFor(TimeSpan.FromSeconds(20)));
                stage.Fault(FaultEffect.SlowAnswer(TimeSpan.FromSeconds(1)));
            },
            Act = stage => CancelAtAsync(stage, GenerationPhase.Submitting, TimeSpan.FromSeconds(0.3)),
        },
        new("cancel in the provider's queue", "canceled, Confirmed")
        {
            Arrange = stage => stage.Fault(FaultEffect.StuckInQueue),
            Act = stage => CancelAtAsync(stage, GenerationPhase.Queued),
        },
        new("cancel in the run", "canceled, Confirmed")
        {
            Arrange = stage => stage.Fault(FaultEffect.JobRunsFor(TimeSpan.FromSeconds(20))),
            Act = stage => CancelAtAsync(stage, GenerationPhase.Running),
        },
        new("cancel, and the provider does not answer", "canceled, NotConfirmed")
        {
            Arrange = stage =>
            {
                stage.Fault(FaultEffect.JobRunsFor(TimeSpan.FromSeconds(1.5)));
                stage.Fault(FaultEffect.Hang, phase: RequestPhase.Cancel);
            },
            Act = stage => CancelAtAsync(stage, GenerationPhase.Running),
            Patience = 5,
        },
    ];

    private static void OneAtATime(ImageGenerationServiceOptions options) => options.Replicate.RateLimit.Concurrent = 1;

    private static async Task<string> CancelAtAsync(Stage stage, GenerationPhase phase, TimeSpan later = default)
    {
        using var source = new CancellationTokenSource();
        return await OnlyAsync(stage, Stage.Request, new CancelAt(phase, later, source), source.Token);
    }

    private static Task<string> OnlyAsync(
        Stage stage, ImageGenerationRequest request, IProgress<GenerationProgress>? progress, CancellationToken cancellationToken) =>
        stage.TellAsync(() => stage.Images.GenerateAsync(request, new() { Provider = "replicate", Progress = progress }, cancellationToken));

    private sealed class CancelAt(GenerationPhase phase, TimeSpan later, CancellationTokenSource source) : IProgress<GenerationProgress>
    {
        public void Report(GenerationProgress value)
        {
            if (value.Phase == phase && later > TimeSpan.Zero)
            {
                source.CancelAfter(later);
            }
            else if (value.Phase == phase)
            {
                source.Cancel();
            }
        }
    }
}
