using ImageGeneration.Jobs;
using ImageGeneration.Providers;
using ImageGeneration.Telemetry;
using ImageGeneration.Tests.Fakes;
using ImageGeneration.Tests.Time;
using Microsoft.Extensions.Logging.Abstractions;

namespace ImageGeneration.Tests.Jobs;

/// <summary>What one status read means for its job.</summary>
public sealed class ReadJudgeTests : IDisposable
{
    private static readonly ProviderRequest _request =
        new() { Model = ImageModel.Sdxl, ModelId = "fake/sdxl", Prompt = "a lighthouse", Width = 1024, Height = 1024 };

    private static readonly JobReference _reference = new("fake", "job-1", "fake/sdxl");
    private static readonly ProviderFailure _unreadable = new(FailureKind.Unavailable, "half a document") { StatusCode = 200 };
    private static readonly ProviderFailure _tooLarge = new(FailureKind.JobFailed, "too large") { StatusCode = 200 };
    private static readonly ProviderFailure _notFound = new(FailureKind.JobFailed, "not found") { StatusCode = 404 };
    private static readonly ProviderFailure _busy = new(FailureKind.Unavailable, "busy") { StatusCode = 503 };

    private readonly StepClock _time = new();
    private readonly StartTimeHistory _starts;
    private readonly ReadScheduler _scheduler;
    private readonly StatusPoller _poller;
    private readonly ReadJudge _judge;
    private readonly List<RequestScope> _scopes = [];

    public ReadJudgeTests()
    {
        _scheduler = new(new(), _time);
        _starts = new(_time);
        _judge = new(new(), _starts, _scheduler, _time);
        _poller = new(new FakeProvider(), new(), _starts, _scheduler, _time);
    }

    public void Dispose()
    {
        _scopes.ForEach(scope => scope.Dispose());
        _scheduler.Dispose();
    }

    [Theory]
    [InlineData(4, 60, false)]
    [InlineData(5, 60, true)]
    [InlineData(1, 0.001, false)]
    [InlineData(1, 0, true)]
    [InlineData(1, -1, true)]
    public void IsHopeless_ASuccessThatCannotBeRead_AfterFiveReadsOrWithTheClock(int reads, double clockLeft, bool expected)
    {
        var job = Pending();
        Read(job, _unreadable, reads);

        Assert.Equal(expected, ReadJudge.IsHopeless(job, TimeSpan.FromSeconds(clockLeft)));
    }

    [Fact]
    public void IsHopeless_ASuccessThatIsTooLarge_AtOnce()
    {
        var job = Pending();
        Read(job, _tooLarge, 1);

        Assert.True(ReadJudge.IsHopeless(job, TimeSpan.FromMinutes(1)));
    }

    [Theory]
    [InlineData(2, false)]
    [InlineData(3, true)]
    public void IsHopeless_Refused_AfterThreeReads(int reads, bool expected)
    {
        var job = Pending();
        Read(job, new(FailureKind.Unauthorized, "401") { StatusCode = 401 }, reads);

        Assert.Equal(expected, ReadJudge.IsHopeless(job, TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public void IsHopeless_WhatMayPass_Never()
    {
        var job = Pending();
        Read(job, _busy, 100);

        Assert.False(ReadJudge.IsHopeless(job, TimeSpan.Zero));
    }

    [Fact]
    public void IsHopeless_WhatTheLastReadSaidIsForgotten_IsNot()
    {
        var job = Pending();
        Read(job, _unreadable, 5);
        job.DropTransientState();

        Assert.False(ReadJudge.IsHopeless(job, TimeSpan.Zero));
    }

    [Fact]
    public void IsHopeless_TheJobGoesOnInSpiteOfAFailure_IsNot()
    {
        var job = Pending();

        _judge.Record(job, new() { Reference = _reference, Status = JobStatus.Running, Failure = _tooLarge });

        Assert.False(ReadJudge.IsHopeless(job, TimeSpan.FromMinutes(1)));
    }

    [Theory]
    [InlineData(4.999, 0)]
    [InlineData(5, 1)]
    public void Record_TheProviderDoesNotKnowTheJob_CountsFiveSecondsAfterTheSubmit(double after, int failedReads)
    {
        var job = Pending();
        _time.Advance(TimeSpan.FromSeconds(after));

        _judge.Record(job, ProviderJob.Failed(_notFound, _reference));

        Assert.Equal(failedReads, job.FailedReads);
        Assert.Null(job.Result);
    }

    [Theory]
    [InlineData(null, 1)]
    [InlineData(20, 20)]
    [InlineData(3600, 60)]
    public void Record_Throttled_TheReadsPauseForAMinuteAtMost(int? asked, int paused)
    {
        TimeSpan? wait = asked is { } time ? TimeSpan.FromSeconds(time) : null;

        _judge.Record(Pending(), ProviderJob.Unread(new(FailureKind.RateLimited, "slow down") { RetryAfter = wait }, _reference));

        Assert.Equal(paused, _scheduler.PauseLeft?.TotalSeconds);
    }

    // Six seconds after the submit the schedule has the next read a second later.
    [Theory]
    [InlineData(null, 1)]
    [InlineData(0.5, 1)]
    [InlineData(20.0, 20)]
    [InlineData(3600.0, 60)]
    public void UntilNextRead_TheProviderAsksForAWait_IsKeptForAMinuteAtMost(double? asked, double expected)
    {
        var job = Pending();
        _time.Advance(TimeSpan.FromSeconds(6));
        Read(job, _busy with { RetryAfter = asked is { } time ? TimeSpan.FromSeconds(time) : null }, 1);

        Assert.Equal(expected, _judge.UntilNextRead(job).TotalSeconds);
    }

    [Theory]
    [InlineData(false, 45)]
    [InlineData(true, 3)]
    public void UntilNextRead_LongBeforeTheUsualEnd_IsSilentUnlessSomebodyWatches(bool isWatched, double expected)
    {
        var (start, submitted) = (_starts.Begin(_request), _time.GetTimestamp());
        _time.Advance(TimeSpan.FromSeconds(60));
        _starts.Record(start, _request, new() { Status = JobStatus.Succeeded, QueueTime = TimeSpan.Zero }, submitted);
        var job = Pending(isWatched ? new Progress<GenerationProgress>() : null);
        _time.Advance(TimeSpan.FromSeconds(6));

        Assert.Equal(expected, _judge.UntilNextRead(job).TotalSeconds, 3);
    }

    private PendingJob Pending(IProgress<GenerationProgress>? progress = null)
    {
        var scope = new RequestScope(
            TimeSpan.FromMinutes(10), progress, _time, GuardedLogger.Around(NullLogger.Instance), CancellationToken.None);
        _scopes.Add(scope);
        var job = new ProviderJob { Reference = _reference, Status = JobStatus.Running };
        return new(_poller, job, LaneJobs.Create(_request, scope), _time.GetTimestamp());
    }

    private void Read(PendingJob job, ProviderFailure failure, int times)
    {
        for (var read = 0; read < times; read++)
        {
            _judge.Record(job, ProviderJob.Unread(failure, _reference));
        }
    }
}
