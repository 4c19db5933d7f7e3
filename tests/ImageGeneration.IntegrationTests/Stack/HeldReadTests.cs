using ImageGeneration.Simulator;
using ImageGeneration.Tests.Time;

namespace ImageGeneration.IntegrationTests.Stack;

/// <summary>The simulator's clock stands while the library waits: what is known has been told by an answer, and by no step of a
/// schedule.</summary>
public sealed class HeldReadTests
{
    private static readonly TimeSpan _limit = TimeSpan.FromMinutes(2);

    private readonly StepClock _clock = new();

    [Fact]
    public async Task Generate_RunPodJobOutlivesTheSyncWait_ItsEndIsReportedByOneReadThatWasHeld()
    {
        await using var app = await StackApplication.StartAsync(options => options.RunPod.SyncWait = TimeSpan.FromSeconds(1), speed: 1, _clock);
        var running = app.Images.GenerateImageAsync(StackApplication.Sdxl, "runpod");
        await UntilItHoldsAsync(app, "/runsync");
        _clock.Advance(TimeSpan.FromSeconds(1));
        await UntilItHoldsAsync(app, "/status-sync/");

        _clock.Advance(TimeSpan.FromSeconds(10));
        var response = await running.WaitAsync(_limit);

        Assert.Single(response.Images);
        var reads = app.Simulator.Journal.RequestsTo(RequestPhase.Poll, SimulatedProvider.RunPod);
        Assert.Contains("/status-sync/", Assert.Single(reads).Path, StringComparison.Ordinal);
    }

    private async Task UntilItHoldsAsync(StackApplication app, string operation)
    {
        using var limit = new CancellationTokenSource(_limit);
        while (_clock.ScheduledTimers == 0
            || !app.Simulator.Journal.Requests.Any(request => request.Path.Contains(operation, StringComparison.Ordinal)))
        {
            limit.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
