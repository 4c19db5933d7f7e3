using ImageGeneration.Jobs;
using ImageGeneration.Lanes;
using ImageGeneration.Providers;
using ImageGeneration.Telemetry;
using ImageGeneration.Tests.Fakes;
using ImageGeneration.Tests.Time;
using Microsoft.Extensions.Logging.Abstractions;

namespace ImageGeneration.Tests.Jobs;

public sealed class HeldReadTests : IDisposable
{
    private static readonly ProviderRequest _request =
        new() { Model = ImageModel.Sdxl, ModelId = "fake/sdxl", Prompt = "a lighthouse", Width = 1024, Height = 1024 };

    private readonly StepClock _time = new();
    private readonly FakeProvider _provider = new();
    private readonly ProviderOptions _options = new();
    private readonly CancellationTokenSource _caller = new();
    private readonly List<TimeSpan> _holds = [];
    private ProviderLane? _lane;
    private RequestScope? _scope;

    public HeldReadTests() => _provider.OnSubmit = (provider, request, _) =>
        Task.FromResult(provider.Accepted(request, JobStatus.Queued) with { PollAfter = TimeSpan.Zero });

    public void Dispose()
    {
        _lane?.Dispose();
        _scope?.Dispose();
        _caller.Dispose();
    }

    [Theory]
    [InlineData(null, null, 15, false, 13d)]
    [InlineData(null, null, 15, true, 5d)]
    [InlineData(60, null, 15, false, 5d)]
    [InlineData(null, 60, 15, false, 5d)]
    [InlineData(4, null, 15, false, 2d)]
    [InlineData(null, null, 5, false, 3d)]
    [InlineData(null, null, 2, false, null)]
    [InlineData(2, null, 15, false, null)]
    public void Run_JobUnderWay_TheProviderMayHoldTheReadForAsLongAsNothingIsMissed(
        int? queueTimeout, int? runTimeout, int readTimeout, bool isWatched, double? seconds)
    {
        (_options.Jobs.QueueTimeout, _options.Jobs.RunTimeout) = (Seconds(queueTimeout), Seconds(runTimeout));
        _options.Jobs.ReadTimeout = TimeSpan.FromSeconds(readTimeout);
        HoldUntil(TimeSpan.FromHours(1), started: TimeSpan.FromHours(1));

        _ = RunAsync(isWatched);

        Assert.Equal(seconds is null ? 1 : 0, _provider.Reads);
        Assert.Equal(seconds is null ? [] : [seconds], _holds.Select(hold => (double?)hold.TotalSeconds));
    }

    [Fact]
    public async Task Run_JobEndsWhileAReadIsHeld_IsSeenAtOnce()
    {
        HoldUntil(TimeSpan.FromSeconds(30), started: TimeSpan.FromSeconds(1));

        var end = await StepAsync(RunAsync());

        Assert.Equal((JobStatus.Succeeded, 30d), (end.Status, _time.Elapsed.TotalSeconds));
        Assert.Equal([13, 13, 13], _holds.Select(hold => hold.TotalSeconds));
        Assert.Equal(0, _provider.Reads);
    }

    /// <summary>A job that has begun while a read was held must not be given up as one that waits.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(9.9)]
    public async Task Run_JobStartsWhileAReadIsHeld_TheQueueTimeoutDoesNotEndIt(double started)
    {
        _options.Jobs.QueueTimeout = TimeSpan.FromSeconds(10);
        HoldUntil(TimeSpan.FromSeconds(40), TimeSpan.FromSeconds(started));

        Assert.Equal(JobStatus.Succeeded, (await StepAsync(RunAsync())).Status);
        Assert.Empty(_provider.Cancels);
    }

    [Fact]
    public async Task Run_JobWaitsBeyondTheQueueTimeout_IsGivenUpThen()
    {
        _options.Jobs.QueueTimeout = TimeSpan.FromSeconds(10);
        HoldUntil(TimeSpan.FromHours(1), started: TimeSpan.FromHours(1));

        var end = await StepAsync(RunAsync());

        Assert.Equal((FailureKind.TimedOut, TimeoutKind.Queue), (end.Failure?.Kind, end.Failure?.Timeout));
        Assert.InRange(_time.Elapsed.TotalSeconds, 10, 10.5);
    }

    [Fact]
    public async Task Run_CallerCancelsWhileAReadIsHeld_TheJobIsCanceledAtOnce()
    {
        HoldUntil(TimeSpan.FromHours(1), started: TimeSpan.Zero);
        var running = RunAsync();
        _time.Advance(TimeSpan.FromSeconds(3));

        await _caller.CancelAsync();
        var end = await StepAsync(running);

        Assert.Equal((FailureKind.Canceled, CancellationOutcome.Confirmed), (end.Failure?.Kind, end.Cancellation));
        Assert.InRange(_time.Elapsed.TotalSeconds, 3, 3.1);
        Assert.Single(_provider.Cancels);
    }

    [Fact]
    public async Task Run_EndIsReportedFromOutsideWhileAReadIsHeld_TheWaitAndTheReadEnd()
    {
        var token = CancellationToken.None;
        _provider.OnWaitForJob = async (job, hold, cancellationToken) =>
        {
            token = cancellationToken;
            await Task.Delay(hold, _time, cancellationToken);
            return new() { Reference = job, Status = JobStatus.Running, PollAfter = TimeSpan.Zero };
        };
        var running = RunAsync();
        _time.Advance(TimeSpan.FromSeconds(3));

        Assert.True(_lane!.Poller.Complete(_provider.Done(_request) with { Reference = new JobReference("fake", "job-1", "fake/sdxl") }));

        Assert.Equal(JobStatus.Succeeded, (await StepAsync(running)).Status);
        Assert.True(token.IsCancellationRequested);
        Assert.InRange(_time.Elapsed.TotalSeconds, 3, 3.1);
    }

    [Fact]
    public async Task Run_HeldReadIsCut_TheJobGoesOn()
    {
        var calls = 0;
        _provider.OnWaitForJob = async (job, hold, cancellationToken) =>
        {
            if (++calls == 1)
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, _time, cancellationToken);
            }

            return calls == 2 ? throw new IOException("cut") : _provider.Done(_request) with { Reference = job };
        };

        Assert.Equal((JobStatus.Succeeded, 3), ((await StepAsync(RunAsync())).Status, calls));
        Assert.Empty(_provider.Cancels);
    }

    /// <summary>A provider that says zero and holds nothing spins; the bucket bounds it.</summary>
    [Fact]
    public async Task Run_HeldReads_TakeTheirTurnsFromTheBucket()
    {
        _options.RateLimit = new() { ReadsPerMinute = 60 };
        _provider.OnWaitForJob = (job, hold, _) =>
        {
            _holds.Add(hold);
            return Task.FromResult(_time.Elapsed >= TimeSpan.FromMinutes(2)
                ? _provider.Done(_request) with { Reference = job }
                : new() { Reference = job, Status = JobStatus.Running, PollAfter = TimeSpan.Zero });
        };

        await StepAsync(RunAsync());

        Assert.InRange(_holds.Count, 60, 121);
    }

    private static TimeSpan? Seconds(int? seconds) => seconds is { } known ? TimeSpan.FromSeconds(known) : null;

    private void HoldUntil(TimeSpan end, TimeSpan started)
    {
        _provider.OnWaitForJob = async (job, hold, cancellationToken) =>
        {
            _holds.Add(hold);
            var left = end - _time.Elapsed;
            await Task.Delay(left < hold ? left : hold, _time, cancellationToken);
            return State(job, TimeSpan.Zero);
        };
        _provider.OnGetJob = (job, _) => Task.FromResult(State(job, TimeSpan.FromSeconds(2)));

        ProviderJob State(JobReference job, TimeSpan pollAfter) => _time.Elapsed >= end
            ? _provider.Done(_request) with { Reference = job }
            : new() { Reference = job, Status = _time.Elapsed >= started ? JobStatus.Running : JobStatus.Queued, PollAfter = pollAfter };
    }

    private Task<ProviderJob> RunAsync(bool isWatched = false)
    {
        TestThread.LeaveContext();
        _lane = new ProviderLane(_provider, _options, [], _time, NullLogger<ProviderLane>.Instance);
        _scope = new RequestScope(
            TimeSpan.FromMinutes(10),
            isWatched ? new Progress<GenerationProgress>() : null,
            _time,
            GuardedLogger.Around(NullLogger.Instance),
            _caller.Token);
        return _lane.RunAsync(LaneJobs.Create(_request, _scope)).AsTask();
    }

    private async Task<ProviderJob> StepAsync(Task<ProviderJob> running)
    {
        await _time.StepUntilAsync(running, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(5));
        return await running;
    }
}
