using ImageGeneration.Jobs;
using ImageGeneration.Lanes;
using ImageGeneration.Providers;
using ImageGeneration.Providers.Kit;
using ImageGeneration.Telemetry;
using ImageGeneration.Tests.Fakes;
using ImageGeneration.Tests.Time;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace ImageGeneration.Tests.Lanes;

public sealed class WorkerWatchTests : IDisposable
{
    private static readonly TimeSpan _interval = TimeSpan.FromSeconds(5);
    private static readonly WorkerCounts _one = new() { Running = 1 };

    private readonly StepClock _time = new();
    private readonly FakeProvider _provider = new() { OnWorkers = static (_, _) => Task.FromResult<WorkerCounts?>(_one) };
    private readonly FakeLogCollector _logs = new();
    private readonly ReadScheduler _reads;
    private readonly WorkerWatch _watch;
    private bool _isHeld;

    public WorkerWatchTests()
    {
        var options = new ProviderOptions();
        _reads = new(new RateLimitOptions { ReadsPerMinute = 60 }, _time);
        _watch = new(
            _provider, options.Jobs, _reads, () => _isHeld, ProviderSanitizer.Create(options), _time, GuardedLogger.Around(new FakeLogger(_logs)));
    }

    [Fact]
    public void Refresh_AnswersLater_NobodyWaitsForIt()
    {
        var answer = new TaskCompletionSource<WorkerCounts?>();
        _provider.OnWorkers = (_, _) => answer.Task;

        Refresh();

        Assert.Null(Latest());
        answer.SetResult(_one);
        Rest();
        Assert.Equal(_one, Latest());
    }

    [Fact]
    public void Refresh_ManyRequestsAtOnce_IsOneCall()
    {
        var answer = new TaskCompletionSource<WorkerCounts?>();
        _provider.OnWorkers = (_, _) => answer.Task;

        for (var i = 0; i < 100; i++)
        {
            Refresh();
            _time.Advance(TimeSpan.FromMilliseconds(100));
        }

        Assert.Equal(1, _provider.WorkerReads);
        answer.SetResult(_one);
    }

    [Fact]
    public void Refresh_WithEachRequest_IsOneCallAnInterval()
    {
        for (var i = 0; i < 60; i++)
        {
            Refresh();
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(12, _provider.WorkerReads);
    }

    [Fact]
    public void Refresh_NoRequestComes_NothingRuns()
    {
        Refresh();

        Assert.Equal(0, _time.ScheduledTimers);
        _time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(1, _provider.WorkerReads);
    }

    [Fact]
    public void Latest_OlderThanAsked_IsNotTold()
    {
        Refresh();
        _time.Advance(TimeSpan.FromSeconds(15));

        Assert.Equal(_one, Latest());
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(Latest());
    }

    [Fact]
    public void Refresh_TheProviderIsHeld_IsNotAsked()
    {
        _isHeld = true;

        Refresh();

        Assert.Equal(0, _provider.WorkerReads);
    }

    [Fact]
    public void Refresh_ReadsAreUsedUp_WaitsForItsTurn()
    {
        _reads.Pause(TimeSpan.FromSeconds(3));

        Refresh();
        Assert.Equal((0, 1), (_provider.WorkerReads, _reads.Count));
        _time.Advance(TimeSpan.FromSeconds(4));
        Rest();

        Assert.Equal(1, _provider.WorkerReads);
    }

    [Fact]
    public void Refresh_TheProviderThrowsOrCannotTell_IsLeftAloneForAMinuteAndLoggedOnce()
    {
        _provider.OnWorkers = (_, _) => throw new InvalidOperationException("a bug");
        for (var i = 0; i < 59; i++)
        {
            Refresh();
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(1, _provider.WorkerReads);
        Assert.Equal(LogLevel.Debug, Assert.Single(_logs.GetSnapshot()).Level);
        _provider.OnWorkers = static (_, _) => Task.FromResult<WorkerCounts?>(null);
        for (var i = 0; i < 60; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            Refresh();
        }

        Assert.Equal(2, _provider.WorkerReads);
    }

    [Fact]
    public void Refresh_TheProviderHangs_IsGivenUpAfterTheTimeOfARead()
    {
        _provider.OnWorkers = static (_, _) => new TaskCompletionSource<WorkerCounts?>().Task;

        Refresh();
        _time.Advance(TimeSpan.FromSeconds(15));
        Rest();

        Assert.Equal(0, _time.ScheduledTimers);
        Assert.Single(_logs.GetSnapshot());
    }

    [Fact]
    public void Refresh_ACallerWithAContext_KeepsItToItself()
    {
        var (local, seen) = (new AsyncLocal<string?> { Value = "the caller's" }, "not asked");
        _provider.OnWorkers = (_, _) =>
        {
            seen = local.Value;
            return Task.FromResult<WorkerCounts?>(_one);
        };

        Refresh();

        Assert.Null(seen);
    }

    [Fact]
    public void Dispose_ACallIsUnderWay_EndsItWithoutAWord()
    {
        var token = CancellationToken.None;
        _provider.OnWorkers = (_, cancellationToken) =>
        {
            token = cancellationToken;
            return new TaskCompletionSource<WorkerCounts?>().Task;
        };
        Refresh();

        _watch.Dispose();
        Rest();
        Refresh();

        Assert.True(token.IsCancellationRequested);
        Assert.Equal((1, 0, 0), (_provider.WorkerReads, _time.ScheduledTimers, _logs.Count));
    }

    public void Dispose()
    {
        _watch.Dispose();
        _reads.Dispose();
    }

    private WorkerCounts? Latest() => _watch.Latest("endpoint", _interval * 3);

    private void Refresh()
    {
        _watch.Refresh("endpoint", _interval);
        Rest();
    }

    // The call is on another thread.
    private static void Rest() => PoolIdleness.Wait(static () => true);
}
