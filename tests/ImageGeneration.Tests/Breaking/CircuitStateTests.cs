using System.Diagnostics.Metrics;
using ImageGeneration.Jobs;
using ImageGeneration.Lanes;
using ImageGeneration.Providers;
using ImageGeneration.Telemetry;
using ImageGeneration.Tests.Fakes;
using ImageGeneration.Tests.Limiting;
using ImageGeneration.Tests.Telemetry;
using ImageGeneration.Tests.Time;
using Microsoft.Extensions.Logging.Abstractions;
using Polly.CircuitBreaker;

namespace ImageGeneration.Tests.Breaking;

/// <summary>What can be seen of a lane from outside: status, instruments, progress.</summary>
public sealed class CircuitStateTests : IDisposable
{
    private readonly StepClock _time = new();
    private readonly FakeProvider _provider = new();
    private readonly IMeterFactory _meters = InstrumentCollectors.NewFactory();
    private readonly InstrumentCollectors _collectors;
    private readonly CancellationTokenSource _caller = new();
    private readonly ProviderLane _lane;
    private readonly LaneRegistry _lanes;

    public CircuitStateTests()
    {
        _collectors = new(_meters);
        _lane = new(
            _provider,
            new ProviderOptions { RateLimit = new() { RequestsPerMinute = 60, Concurrent = 2, ReadsPerMinute = 600 }, Retry = new() { MaxResubmits = 0 } },
            [],
            _time,
            NullLogger<ProviderLane>.Instance);
        _lanes = new([_lane]);
        new ImageGenerationMeter(_meters).ObserveLanes(_lanes.Status);
    }

    public void Dispose()
    {
        _caller.Dispose();
        _lanes.Dispose();
        _collectors.Dispose();
        _meters.Dispose();
    }

    [Fact]
    public async Task State_RunningAndWaiting_InStatusAndInstruments()
    {
        _provider.OnSubmit = (provider, request, _) => Task.FromResult(provider.Accepted(request, JobStatus.Running));
        var calls = Enumerable.Range(0, 5).Select(_ => RunAsync()).ToList();

        var status = _lanes.Status()[0];

        Assert.Equal((2, 3, 2, 600), (status.Running, status.Waiting, status.WaitingForReads, status.ReadsPerMinute));
        Assert.Equal((2, 3, 2), (Observed("running"), Observed("waiting"), Observed("waiting_for_reads")));
        await _caller.CancelAsync();
        await Task.WhenAll(calls);
        Assert.Equal((0, 0, 0), (Observed("running"), Observed("waiting"), Observed("waiting_for_reads")));
    }

    [Fact]
    public async Task State_Broken_BreakAndProbeInStatusAndInstruments()
    {
        Assert.Equal((0, 0), (Observed("circuit"), Observed("circuit_open")));
        _provider.Fails(FailureKind.Unauthorized);
        await RunAsync();

        Assert.Equal((CircuitState.Open, 300.0), (_lanes.Status()[0].Circuit, _lanes.Status()[0].CircuitOpenFor!.Value.TotalSeconds));
        Assert.Equal((2, 300), (Observed("circuit"), Observed("circuit_open")));

        _time.Advance(TimeSpan.FromMinutes(5));
        var answer = new TaskCompletionSource();
        _provider.OnSubmit = async (provider, request, _) =>
        {
            await answer.Task;
            return provider.Done(request);
        };
        var probe = RunAsync();

        Assert.Equal(CircuitState.HalfOpen, _lanes.Status()[0].Circuit);
        Assert.Equal(1, Observed("circuit"));
        answer.SetResult();
        await probe;
        Assert.Equal((CircuitState.Closed, 0), (_lanes.Status()[0].Circuit, Observed("circuit")));
    }

    [Fact]
    public async Task State_Paused_WhatIsLeftInStatusAndInstruments()
    {
        _provider.OnSubmit = (_, _, _) => Task.FromResult(FakeProvider.Refused(FailureKind.RateLimited, TimeSpan.FromSeconds(20)));
        await RunAsync();
        _lane.Reads.Pause(TimeSpan.FromSeconds(8));
        _time.Advance(TimeSpan.FromSeconds(5));

        var status = _lanes.Status()[0];

        Assert.Equal((15.0, 3.0), (status.ThrottledFor!.Value.TotalSeconds, status.StatusReadsThrottledFor!.Value.TotalSeconds));
        Assert.Equal((15, 3), (Observed("throttled"), Observed("reads_throttled")));
        _time.Advance(TimeSpan.FromSeconds(15));
        Assert.Equal((0, 0), (Observed("throttled"), Observed("reads_throttled")));
        Assert.Null(_lanes.Status()[0].ThrottledFor);
    }

    [Fact]
    public async Task Progress_WaitingForAPermit_ReportsPositionAndExpectedWait()
    {
        _provider.OnSubmit = (provider, request, _) => Task.FromResult(provider.Accepted(request, JobStatus.Running));
        var steps = new List<GenerationProgress>();
        _lane.RunTimes.Record(new() { Model = ImageModel.Sdxl, ModelId = "fake/sdxl", Prompt = "a lighthouse", Width = 1024, Height = 1024 }, TimeSpan.FromSeconds(30));
        var calls = Enumerable.Range(0, 7).Select(_ => RunAsync(new Recorder(steps))).ToList();

        var waits = steps.Where(step => step.Phase == GenerationPhase.WaitingForPermit).ToList();

        Assert.Equal([1, 2, 3, 4, 5], waits.Select(step => step.Position!.Value));
        Assert.Equal([15.0, 30, 45, 60, 75], waits.Select(step => step.ExpectedWait!.Value.TotalSeconds)); // two places, 30 s a job
        Assert.Equal("queued at position 5, about 75 s", waits[4].Detail);
        await _caller.CancelAsync();
        await Task.WhenAll(calls);
    }

    [Fact]
    public async Task Progress_TheBucketHoldsItBack_ExpectsWhatItThenTakes()
    {
        var steps = new List<GenerationProgress>();
        _lane.Limiter.Pause(TimeSpan.FromSeconds(9));

        var calls = Enumerable.Range(0, 2).Select(_ => RunAsync(new Recorder(steps))).ToList();
        _time.Advance(TimeSpan.FromMinutes(1));
        await Task.WhenAll(calls);

        var expected = steps.Where(step => step.Phase == GenerationPhase.WaitingForPermit).Select(step => step.ExpectedWait!.Value).ToList();
        Assert.Equal(9, expected[0].TotalSeconds, 2);
        Assert.Equal(9 + (60.0 / 57), expected[1].TotalSeconds, 2);
        Assert.Equal(expected[1].TotalSeconds, _lane.Waits.Longest.TotalSeconds, 1);
    }

    [Fact]
    public async Task Reads_TenThousandJobsInFlight_WithinTheLimitAndNoCreateWaits()
    {
        const int jobs = 10_000;
        using var lane = new ProviderLane(
            _provider,
            new ProviderOptions { RateLimit = new() { RequestsPerMinute = 100_000, Burst = 99_999, Concurrent = jobs, ReadsPerMinute = 3000 } },
            [],
            _time,
            NullLogger<ProviderLane>.Instance);
        _provider.OnSubmit = (provider, request, _) => Task.FromResult(provider.Accepted(request, JobStatus.Running));
        using var scope = new RequestScope(TimeSpan.FromMinutes(10), null, _time, GuardedLogger.Around(NullLogger.Instance), _caller.Token);
        var request = new ProviderRequest { Model = ImageModel.Sdxl, ModelId = "fake/sdxl", Prompt = "a lighthouse", Width = 1024, Height = 1024 };
        var calls = Enumerable.Range(0, jobs).Select(_ => lane.RunAsync(LaneJobs.Create(request, scope)).AsTask()).ToList();
        Assert.Equal((jobs, 0), (_provider.Submits.Count, lane.Limiter.Waiting));

        for (var minute = 1; minute <= 3; minute++)
        {
            _time.Advance(TimeSpan.FromMinutes(1));
            Assert.InRange(_provider.Reads, 0, 3000 * minute);
        }

        await _caller.CancelAsync();
        Assert.All(await Task.WhenAll(calls), job => Assert.Equal(FailureKind.Canceled, job.Failure!.Kind));
        Assert.InRange(_provider.Reads, 2.8 * 3000, 3 * 3000);
        Assert.Equal(jobs, _provider.Cancels.Count);
    }

    [Fact]
    public async Task Waiting_ForAPermit_AllocatesAtMostTwoKilobytes()
    {
        const int waiters = 2000;
#if DEBUG
        const int most = 2816; // that compiler keeps every local, and an object for each call that ends at once
#else
        const int most = 2048;
#endif
        _provider.OnSubmit = (provider, request, _) => Task.FromResult(provider.Accepted(request, JobStatus.Running));
        using var scope = new RequestScope(TimeSpan.FromMinutes(10), null, _time, GuardedLogger.Around(NullLogger.Instance), _caller.Token);
        var request = new ProviderRequest { Model = ImageModel.Sdxl, ModelId = "fake/sdxl", Prompt = "a lighthouse", Width = 1024, Height = 1024 };
        var calls = new List<Task<ProviderJob>>(waiters + 10);
        Add(10);

        var before = GC.GetAllocatedBytesForCurrentThread();
        Add(waiters);
        var each = (GC.GetAllocatedBytesForCurrentThread() - before) / waiters;

        Assert.Equal(waiters + 8, _lane.Limiter.Waiting);
        Assert.InRange(each, 1, most);
        await _caller.CancelAsync();
        Assert.All(await Task.WhenAll(calls), job => Assert.Equal(FailureKind.Canceled, job.Failure!.Kind));
        Assert.Equal((0, 0), (_lane.Limiter.Waiting, _lane.Limiter.Running));

        void Add(int count)
        {
            for (var i = 0; i < count; i++)
            {
                calls.Add(_lane.RunAsync(LaneJobs.Create(request, scope, isLastResort: true)).AsTask());
            }
        }
    }

    private async Task<ProviderJob> RunAsync(IProgress<GenerationProgress>? progress = null)
    {
        using var scope = new RequestScope(TimeSpan.FromMinutes(10), progress, _time, GuardedLogger.Around(NullLogger.Instance), _caller.Token);
        var request = new ProviderRequest { Model = ImageModel.Sdxl, ModelId = "fake/sdxl", Prompt = "a lighthouse", Width = 1024, Height = 1024 };
        return await _lane.RunAsync(LaneJobs.Create(request, scope, isLastResort: true));
    }

    private int Observed(string figure)
    {
        var measured = Assert.Single(_collectors.Measurements($"imagegen.lane.{figure}"));
        Assert.Equal("gen_ai.provider.name=fake", measured.Tags);
        return (int)Math.Round(measured.Value);
    }

    private sealed class Recorder(List<GenerationProgress> steps) : IProgress<GenerationProgress>
    {
        public void Report(GenerationProgress value)
        {
            lock (steps)
            {
                steps.Add(value);
            }
        }
    }
}
