using ImageGeneration.Jobs;
using ImageGeneration.Lanes;
using ImageGeneration.Providers;
using ImageGeneration.Telemetry;
using ImageGeneration.Tests.Fakes;
using ImageGeneration.Tests.Time;
using Microsoft.Extensions.Logging.Abstractions;
using Polly;

namespace ImageGeneration.Tests.Lanes;

/// <summary>What is submitted again, how often and when.</summary>
public sealed class SubmitRetryStrategyTests : IDisposable
{
    private static readonly ProviderRequest _request =
        new() { Model = ImageModel.Sdxl, ModelId = "fake/sdxl", Prompt = "a lighthouse", Width = 1024, Height = 1024 };

    private readonly StepClock _time = new();
    private readonly CancellationTokenSource _caller = new();
    private readonly List<TimeSpan> _submits = [];
    private readonly RequestScope _scope;

    public SubmitRetryStrategyTests() =>
        _scope = new(TimeSpan.FromMinutes(10), null, _time, GuardedLogger.Around(NullLogger.Instance), _caller.Token);

    public void Dispose()
    {
        _scope.Dispose();
        _caller.Dispose();
    }

    // The jitter is half of the delay to either side; many executions find what would leave it.
    [Fact]
    public async Task Execute_NotAccepted_WaitsTwiceAsLongEachTimeWithJitter()
    {
        for (var execution = 0; execution < 50; execution++)
        {
            _submits.Clear();
            await ExecuteAsync(ProviderJob.NotAccepted(new(FailureKind.Unavailable, "503")));

            var waits = _submits.Zip(_submits.Skip(1), (first, second) => (second - first).TotalSeconds).ToList();
            Assert.Equal(2, waits.Count);
            Assert.InRange(waits[0], 0.5, 1.501);
            Assert.InRange(waits[1], 1, 3.001);
        }
    }

    [Fact]
    public async Task Execute_RateLimited_IsHeldBackByTheLaneAlone()
    {
        await ExecuteAsync(ProviderJob.NotAccepted(new(FailureKind.RateLimited, "429")));

        Assert.Equal(3, _submits.Count);
        Assert.Equal(TimeSpan.Zero, _time.Elapsed);
    }

    [Theory]
    [InlineData(FailureScope.Provider, 3)]
    [InlineData(FailureScope.Model, 3)]
    [InlineData(FailureScope.Request, 1)]
    public async Task Execute_RefusedForThisRequestAlone_IsNotSentAgain(FailureScope scope, int submits)
    {
        await ExecuteAsync(ProviderJob.NotAccepted(new(FailureKind.Unavailable, "403") { Scope = scope }));

        Assert.Equal(submits, _submits.Count);
    }

    [Fact]
    public async Task Execute_PerhapsAccepted_IsNotSentAgain()
    {
        await ExecuteAsync(ProviderJob.Failed(
            new(FailureKind.Unavailable, "503"), new("fake", "job-1", "fake/sdxl")) with
        { Acceptance = JobAcceptance.Accepted });

        Assert.Single(_submits);
    }

    [Theory]
    [InlineData(599, 3)]
    [InlineData(600, 1)]
    [InlineData(601, 1)]
    public async Task Execute_TheProviderAsksForAWait_IsSentAgainWhereTheDeadlineAllows(int seconds, int submits)
    {
        await ExecuteAsync(ProviderJob.NotAccepted(new(FailureKind.RateLimited, "429") { RetryAfter = TimeSpan.FromSeconds(seconds) }));

        Assert.Equal(submits, _submits.Count);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 2)]
    [InlineData(5, 3)]
    public async Task Execute_AJobFailed_IsSubmittedAgainAsOftenAsTheFailureAllows(int retries, int submits)
    {
        await ExecuteAsync(ProviderJob.Failed(
            new(FailureKind.JobFailed, "out of memory") { JobRetries = retries }, new("fake", "job-1", "fake/sdxl")));

        Assert.Equal(submits, _submits.Count);
    }

    [Fact]
    public async Task Execute_TheBudgetRefusesTheNext_TellsWhatTheLastOneMet()
    {
        var refusal = new ProviderFailure(FailureKind.BudgetExceeded, "no room.") { Origin = FailureOrigin.Local };

        var job = await ExecuteAsync(
            ProviderJob.Failed(new(FailureKind.JobFailed, "out of memory.") { JobRetries = 2 }, new("fake", "job-1", "fake/sdxl")),
            ProviderJob.NotAccepted(refusal));

        Assert.Equal(2, _submits.Count);
        Assert.Equal(
            (FailureKind.JobFailed, "out of memory. Not retried: no room.", 0),
            (job.Failure!.Kind, job.Failure.Message, job.Failure.JobRetries));
    }

    [Fact]
    public async Task Execute_TheCallerLeft_IsNotSentAgain()
    {
        await _caller.CancelAsync();

        await ExecuteAsync(ProviderJob.NotAccepted(new(FailureKind.Unavailable, "503")));

        Assert.Single(_submits);
    }

    [Fact]
    public async Task Execute_NothingWasSent_IsNotSentAgain()
    {
        await ExecuteAsync(ProviderJob.NotAccepted(new(FailureKind.Unavailable, "circuit open") { Origin = FailureOrigin.Local }));

        Assert.Single(_submits);
    }

    /// <summary>Submits until there is no retry; the last end is that of all further submits.</summary>
    private async Task<ProviderJob> ExecuteAsync(params IReadOnlyList<ProviderJob> ends)
    {
        TestThread.LeaveContext();
        var job = LaneJobs.Create(_request, _scope);
        var options = new RetryOptions { MaxResubmits = 2, BaseDelay = TimeSpan.FromSeconds(1) };
        var pipeline = new ResiliencePipelineBuilder<ProviderJob> { TimeProvider = _time }
            .AddTimeout(TimeSpan.FromHours(1)) // as the application's strategies, it stands before the library's
            .AddStrategy(_ => new SubmitRetryStrategy(options, _time), new SubmitRetryStrategyOptions())
            .Build();
        var context = ResilienceContextPool.Shared.Get(continueOnCapturedContext: false, CancellationToken.None);
        var running = pipeline
            .ExecuteOutcomeAsync(async (_, _) => Outcome.FromResult(await SubmitAsync(ends)), context, new LaneRun(null!, job))
            .AsTask();
        await _time.StepUntilAsync(running, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));
        ResilienceContextPool.Shared.Return(context);
        return (await running).Result!;
    }

    private ValueTask<ProviderJob> SubmitAsync(IReadOnlyList<ProviderJob> ends)
    {
        _submits.Add(_time.Elapsed);
        return new(ends[Math.Min(_submits.Count, ends.Count) - 1]);
    }
}
