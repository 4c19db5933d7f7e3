using ImageGeneration.Jobs;
using ImageGeneration.Lanes;
using ImageGeneration.Providers;
using ImageGeneration.Telemetry;
using ImageGeneration.Tests.Fakes;
using ImageGeneration.Tests.Time;
using Microsoft.Extensions.Logging.Abstractions;

namespace ImageGeneration.Tests.Jobs;

/// <summary>When an accepted job is read, and what ends the wait for it.</summary>
public sealed class StatusPollerTests : IDisposable
{
    private static readonly ProviderRequest _request =
        new() { Model = ImageModel.Sdxl, ModelId = "fake/sdxl", Prompt = "a lighthouse", Width = 1024, Height = 1024 };

    private readonly StepClock _time = new();
    private readonly FakeProvider _provider = new();
    private readonly ProviderOptions _options = new();
    private readonly CancellationTokenSource _caller = new();
    private readonly List<RequestScope> _scopes = [];
    private readonly FaultyClock _clock;
    private ProviderLane? _lane;

    public StatusPollerTests()
    {
        _clock = new(_time);
        Accept(pollAfter: null);
    }

    private ProviderLane Lane => _lane ??= new(_provider, _options, [], _clock, NullLogger<ProviderLane>.Instance);

    public void Dispose()
    {
        _lane?.Dispose();
        _scopes.ForEach(scope => scope.Dispose());
        _caller.Dispose();
    }

    [Fact]
    public async Task Complete_AJobThatIsWaitedFor_EndsTheWaitAtOnceAndNothingIsLeft()
    {
        var running = RunAsync();
        var end = _provider.Done(_request) with { Reference = new JobReference("fake", "job-1", "fake/sdxl") };

        Assert.False(Lane.Poller.Complete(end with { Reference = new JobReference("fake", "another", "fake/sdxl") }));
        Assert.True(Lane.Poller.Complete(end));

        Assert.Equal(JobStatus.Succeeded, (await running).Status);
        Assert.False(Lane.Poller.Complete(end));
        Assert.Equal((0, 0, 0), (_provider.Reads, Lane.Reads.Count, Lane.Limiter.Running));
        Assert.Empty(_provider.Cancels);
    }

    [Fact]
    public void Run_ReadsThatMayGoOutAtOnce_EachTakesOneTokenOfTheBucket()
    {
        _options.RateLimit.ReadsPerMinute = 600; // ten at once
        Accept(TimeSpan.Zero);
        _provider.OnGetJob = (job, _) => Task.FromResult(Running(job, TimeSpan.Zero));

        _ = RunAsync();

        Assert.Equal(10, _provider.Reads);
    }

    [Fact]
    public async Task Run_TheCallerLeavesBetweenTwoReads_TheJobIsCanceledAtOnce()
    {
        _provider.OnGetJob = (job, _) => Task.FromResult(Running(job, TimeSpan.FromMinutes(1)));
        Accept(TimeSpan.Zero);
        var running = RunAsync();
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(1, _provider.Reads);

        await _caller.CancelAsync();

        Assert.Equal(CancellationOutcome.Confirmed, (await StepAsync(running)).Cancellation);
        Assert.Equal((1, 10), (_provider.Reads, Math.Round(_time.Elapsed.TotalSeconds, 1)));
    }

    [Fact]
    public async Task Run_TheCallerLeavesAsItHearsOfTheJob_TheJobIsCanceledAtOnce()
    {
        Accept(TimeSpan.FromMinutes(1));

        var end = await StepAsync(RunAsync(new Leaving(_caller)));

        Assert.Equal(CancellationOutcome.Confirmed, end.Cancellation);
        Assert.Equal(0, Math.Round(_time.Elapsed.TotalSeconds, 1));
    }

    [Fact]
    public async Task Run_TheQueueTimeoutEndsWhileTheReadsArePaused_NoReadGoesOut()
    {
        _options.Jobs.QueueTimeout = TimeSpan.FromSeconds(10);
        var running = RunAsync();
        Lane.Reads.Pause(TimeSpan.FromMinutes(1));

        var end = await StepAsync(running);

        Assert.Equal((FailureKind.TimedOut, CancellationOutcome.Confirmed), (end.Failure?.Kind, end.Cancellation));
        Assert.Equal((0, 10), (_provider.Reads, Math.Round(_time.Elapsed.TotalSeconds)));
    }

    [Fact]
    public async Task Run_TheQueueTimeoutEndsAndAnEarlierReadWasUnreadable_IsTheQueueTimeoutAllTheSame()
    {
        _options.Jobs.QueueTimeout = TimeSpan.FromSeconds(10);
        Accept(TimeSpan.Zero);
        _provider.OnGetJob = (job, _) =>
        {
            Lane.Reads.Pause(TimeSpan.FromMinutes(1));
            return Task.FromResult(ProviderJob.Unread(new(FailureKind.Unavailable, "half a document") { StatusCode = 200 }, job));
        };

        var end = await StepAsync(RunAsync());

        Assert.Equal((1, FailureKind.TimedOut, TimeoutKind.Queue), (_provider.Reads, end.Failure?.Kind, end.Failure?.Timeout));
    }

    [Fact]
    public async Task Run_TheLastReadBeforeTheQueueTimeoutIsRefused_TheMessageTellsWhatItSaid()
    {
        _options.Jobs.QueueTimeout = TimeSpan.FromSeconds(10);
        Accept(TimeSpan.FromMinutes(1));
        _provider.OnGetJob = (job, _) =>
            Task.FromResult(ProviderJob.Unread(new(FailureKind.Unauthorized, "The key is not valid.") { StatusCode = 401 }, job));

        var end = await StepAsync(RunAsync());

        Assert.Equal((1, FailureKind.TimedOut), (_provider.Reads, end.Failure?.Kind));
        Assert.Contains("(QueueTimeout). The last status read: The key is not valid.", end.Failure?.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_ManyQueueTimeoutsEndAtOnce_TheirReadsCountAgainstTheLimit()
    {
        _options.Jobs.QueueTimeout = TimeSpan.FromSeconds(10);
        (_options.RateLimit.RequestsPerMinute, _options.RateLimit.ReadsPerMinute, _options.RateLimit.Concurrent) = (6000, 60, 50);
        Accept(TimeSpan.FromMinutes(1));
        _provider.OnGetJob = (job, _) => Task.FromResult(_provider.Done(_request) with { Reference = job });

        var ends = await StepAsync(Task.WhenAll(Enumerable.Range(0, 30).Select(_ => RunAsync())));

        Assert.All(ends, end => Assert.Equal(JobStatus.Succeeded, end.Status));
        var endedAt = _time.Elapsed;
        var turn = Lane.Reads.WaitForTurnAsync(TimeSpan.Zero, CancellationToken.None);
        await _time.StepUntilAsync(turn, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(5));
        Assert.InRange((_time.Elapsed - endedAt).TotalSeconds, 1.5, 2.5); // a debt of one burst, which is a second's worth
    }

    [Theory]
    [InlineData(1, CancellationOutcome.Confirmed, 1)]
    [InlineData(2, CancellationOutcome.NotConfirmed, 0)]
    public async Task Run_TheApplicationsClockThrows_TheWaitEndsAndTheJobIsCanceledWherePossible(
        int faults, CancellationOutcome outcome, int cancels)
    {
        Accept(TimeSpan.FromSeconds(5));
        var running = RunAsync();
        _clock.Faults = faults;

        var end = await StepAsync(running);

        Assert.Equal((FailureKind.JobFailed, outcome), (end.Failure?.Kind, end.Cancellation));
        Assert.Contains("the wait for the job ended with a InvalidOperationException.", end.Failure?.Message, StringComparison.Ordinal);
        Assert.Equal(cancels, _provider.Cancels.Count);
    }

    private static ProviderJob Running(JobReference job, TimeSpan pollAfter) =>
        new() { Reference = job, Status = JobStatus.Running, PollAfter = pollAfter };

    private void Accept(TimeSpan? pollAfter) => _provider.OnSubmit = (provider, request, _) =>
        Task.FromResult(provider.Accepted(request, JobStatus.Queued) with { PollAfter = pollAfter });

    private Task<ProviderJob> RunAsync(IProgress<GenerationProgress>? progress = null)
    {
        TestThread.LeaveContext();
        var scope = new RequestScope(
            TimeSpan.FromMinutes(10), progress, _time, GuardedLogger.Around(NullLogger.Instance), _caller.Token);
        _scopes.Add(scope);
        return Lane.RunAsync(LaneJobs.Create(_request, scope)).AsTask();
    }

    private async Task<T> StepAsync<T>(Task<T> running)
    {
        await _time.StepUntilAsync(running, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(5));
        return await running;
    }

    private sealed class Leaving(CancellationTokenSource caller) : IProgress<GenerationProgress>
    {
        public void Report(GenerationProgress value)
        {
            if (value.Phase == GenerationPhase.Queued)
            {
                caller.Cancel();
            }
        }
    }

    /// <summary>A clock of the application's own that cannot make a timer.</summary>
    private sealed class FaultyClock(StepClock time) : TimeProvider
    {
        public int Faults { get; set; }

        public override long TimestampFrequency => time.TimestampFrequency;

        public override long GetTimestamp() => time.GetTimestamp();

        public override DateTimeOffset GetUtcNow() => time.GetUtcNow();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            Faults-- > 0 ? throw new InvalidOperationException("no timer") : time.CreateTimer(callback, state, dueTime, period);
    }
}
