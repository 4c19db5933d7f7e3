using ImageGeneration.Jobs;
using ImageGeneration.Lanes;
using ImageGeneration.Providers;
using ImageGeneration.Telemetry;
using ImageGeneration.Tests.Fakes;
using ImageGeneration.Tests.Time;
using Microsoft.Extensions.Logging.Abstractions;

namespace ImageGeneration.Tests.Limiting;

/// <summary>What those who wait for a permit hear while the queue moves.</summary>
public sealed class QueuePositionReporterTests : IDisposable
{
    private readonly StepClock _time = new();
    private readonly FakeProvider _provider = new();
    private readonly CancellationTokenSource _caller = new();
    private readonly List<TaskCompletionSource> _submits = [];
    private readonly ProviderLane _lane;

    public QueuePositionReporterTests()
    {
        _lane = new(
            _provider,
            new ProviderOptions { RateLimit = new() { RequestsPerMinute = 6000, Concurrent = 1 }, Retry = new() { MaxResubmits = 0 } },
            [],
            _time,
            NullLogger<ProviderLane>.Instance);
        _provider.OnSubmit = async (provider, request, _) =>
        {
            var gate = new TaskCompletionSource();
            _submits.Add(gate);
            await gate.Task;
            return provider.Done(request);
        };
    }

    public void Dispose()
    {
        _caller.Dispose();
        _lane.Dispose();
    }

    [Fact]
    public async Task Progress_TheQueueMoves_EachHearsItsPositionOnceASecondAndOnlyWhatIsNew()
    {
        Heard[] heard = [new(_time), new(_time), new(_time), new(_time)];
        var calls = heard.Select(one => RunAsync(one)).ToList();

        await NextAsync(calls[0]); // the second is sent
        _time.Advance(TimeSpan.FromSeconds(0.9));
        Assert.Equal([2], heard[2].Places);
        _time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal([2, 1], heard[2].Places);
        _time.Advance(TimeSpan.FromSeconds(10));
        await NextAsync(calls[1]);
        _time.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal([[], [1], [2, 1], [3, 2, 1]], heard.Select(one => one.Places));
        Assert.Equal([0.0, 1, 12], heard[3].At.Select(at => at.TotalSeconds));
        await NextAsync(calls[2]);
        await NextAsync(calls[3]);
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal([3, 2, 1], heard[3].Places);
        Assert.Equal(0, _time.ScheduledTimers);
    }

    [Fact]
    public async Task Progress_ManyMovesInASecond_AreReportedAsOne()
    {
        var last = new Heard(_time);
        var calls = Enumerable.Range(0, 20).Select(_ => RunAsync(null)).ToList();
        calls.Add(RunAsync(last));
        for (var i = 0; i < 10; i++)
        {
            await NextAsync(calls[i]);
            _time.Advance(TimeSpan.FromMilliseconds(90));
        }

        _time.Advance(TimeSpan.FromMilliseconds(100));

        Assert.Equal([20, 10], last.Places);
        await LeaveAsync(calls);
    }

    [Fact]
    public async Task Progress_OneBeforeLeavesOrTheProviderAsksForAPause_IsHeard()
    {
        _lane.RunTimes.Record(new() { Model = ImageModel.Sdxl, ModelId = "fake/sdxl", Prompt = "a lighthouse", Width = 1024, Height = 1024 }, TimeSpan.FromSeconds(2));
        using var other = new CancellationTokenSource();
        var last = new Heard(_time);
        var calls = new List<Task<ProviderJob>> { RunAsync(null), RunAsync(null, other.Token), RunAsync(last) };

        await other.CancelAsync();
        _time.Advance(TimeSpan.FromSeconds(1));
        _lane.Limiter.Pause(TimeSpan.FromSeconds(40));
        _time.Advance(TimeSpan.FromSeconds(1));
        _time.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal([2, 1, 1], last.Places);
        Assert.Equal(39, last.Waits[2]!.Value.TotalSeconds, 1);
        await LeaveAsync(calls);
    }

    [Fact]
    public async Task Progress_NobodyListens_NoTimerRuns()
    {
        var calls = new List<Task<ProviderJob>> { RunAsync(null) };
        var before = _time.ScheduledTimers;

        calls.AddRange(Enumerable.Range(0, 5).Select(_ => RunAsync(null)));

        Assert.Equal(before + 5, _time.ScheduledTimers); // their deadlines'
        await LeaveAsync(calls);
    }

    private async Task NextAsync(Task<ProviderJob> ended)
    {
        var known = _submits.Count;
        var isLast = _lane.Limiter.Waiting == 0;
        _submits[^1].SetResult();
        await ended;
        await _time.StepUntilAsync(
            Task.Run(async () =>
            {
                while (!isLast && _submits.Count == known)
                {
                    await Task.Yield();
                }
            }),
            TimeSpan.FromTicks(1),
            TimeSpan.FromSeconds(1));
    }

    private async Task LeaveAsync(List<Task<ProviderJob>> calls)
    {
        await _caller.CancelAsync();
        _submits[^1].TrySetResult();
        await Task.WhenAll(calls);
    }

    private async Task<ProviderJob> RunAsync(IProgress<GenerationProgress>? progress, CancellationToken token = default)
    {
        using var scope = new RequestScope(
            TimeSpan.FromMinutes(10), progress, _time, GuardedLogger.Around(NullLogger.Instance), token == default ? _caller.Token : token);
        var request = new ProviderRequest { Model = ImageModel.Sdxl, ModelId = "fake/sdxl", Prompt = "a lighthouse", Width = 1024, Height = 1024 };
        return await _lane.RunAsync(LaneJobs.Create(request, scope, isLastResort: true));
    }

    private sealed class Heard(TimeProvider time) : IProgress<GenerationProgress>
    {
        private readonly long _since = time.GetTimestamp();

        public List<int> Places { get; } = [];

        public List<TimeSpan?> Waits { get; } = [];

        public List<TimeSpan> At { get; } = [];

        public void Report(GenerationProgress value)
        {
            if (value.Phase == GenerationPhase.WaitingForPermit)
            {
                Places.Add(value.Position!.Value);
                Waits.Add(value.ExpectedWait);
                At.Add(TimeSpan.FromSeconds(Math.Round(time.GetElapsedTime(_since).TotalSeconds, 1)));
            }
        }
    }
}
