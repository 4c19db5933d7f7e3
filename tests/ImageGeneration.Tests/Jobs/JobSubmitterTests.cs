using ImageGeneration.Jobs;
using ImageGeneration.Providers;
using ImageGeneration.Providers.Kit;
using ImageGeneration.Telemetry;
using ImageGeneration.Tests.Fakes;
using ImageGeneration.Tests.Time;
using Microsoft.Extensions.Logging.Abstractions;

namespace ImageGeneration.Tests.Jobs;

/// <summary>One submit: what goes out, and how each end of the call is read.</summary>
public sealed class JobSubmitterTests : IDisposable
{
    private static readonly ProviderRequest _request = new()
    {
        Model = ImageModel.Sdxl,
        ModelId = "fake/sdxl",
        Prompt = "a lighthouse",
        Width = 1024,
        Height = 1024,
        TimeLimit = TimeSpan.FromMinutes(10),
    };

    private readonly StepClock _time = new();
    private readonly FakeProvider _provider = new();
    private readonly CancellationTokenSource _caller = new();
    private readonly List<GenerationProgress> _steps = [];
    private readonly ReadScheduler _scheduler;
    private readonly RequestScope _scope;
    private readonly JobSubmitter _submitter;

    public JobSubmitterTests()
    {
        var logger = GuardedLogger.Around(NullLogger.Instance);
        _scheduler = new(new() { ReadsPerMinute = 60 }, _time);
        _scope = new(TimeSpan.FromMinutes(10), new Listener(_steps), _time, logger, _caller.Token);
        _submitter = new(
            _provider, new(), TimeSpan.FromSeconds(30), _scheduler, ProviderSanitizer.Create(new ProviderOptions()), _time, logger);
    }

    public void Dispose()
    {
        _scope.Dispose();
        _scheduler.Dispose();
        _caller.Dispose();
    }

    [Fact]
    public async Task Submit_Begins_IsTold()
    {
        await SubmitAsync();

        Assert.Equal(GenerationPhase.Submitting, Assert.Single(_steps).Phase);
    }

    [Fact]
    public async Task Submit_GivenUpBefore_NothingIsSent()
    {
        await _caller.CancelAsync();

        var refused = Assert.IsType<SubmitResult.NotAccepted>(await SubmitAsync());

        Assert.Equal((FailureKind.Canceled, FailureOrigin.Local), (refused.Failure.Kind, refused.Failure.Origin));
        Assert.Empty(_provider.Submits);
    }

    [Theory]
    [InlineData(0, 600)]
    [InlineData(999, 600)]
    [InlineData(1000, 599)]
    [InlineData(90_000, 510)]
    public async Task Submit_AfterAWait_TheProviderIsToldWhatIsLeftOfTheTime(int waited, int limit)
    {
        _time.Advance(TimeSpan.FromMilliseconds(waited));

        await SubmitAsync();

        Assert.Equal(TimeSpan.FromSeconds(limit), Assert.Single(_provider.Submits).TimeLimit);
    }

    [Theory]
    [InlineData(JobStatus.Queued)]
    [InlineData(JobStatus.Running)]
    public async Task Submit_AcceptedWithoutAReference_IsUnknown(JobStatus status)
    {
        _provider.OnSubmit = (_, _, _) => Task.FromResult(new ProviderJob { Status = status });

        var lost = Assert.IsType<SubmitResult.Unknown>(await SubmitAsync());

        Assert.Equal(FailureKind.UnknownOutcome, lost.Failure.Kind);
        Assert.Contains("neither a job's reference nor a failure", lost.Failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Submit_Accepted_TheReferenceKnowsWhatTheCallerSaid()
    {
        _provider.OnSubmit = static (_, _, _) =>
            Task.FromResult(new ProviderJob { Reference = new("fake", "job-1", "fake/sdxl"), Status = JobStatus.Running });

        var accepted = Assert.IsType<SubmitResult.Accepted>(await SubmitAsync());

        Assert.Equal(_request.Prompt, accepted.Job.Reference!.Caller.Prompt);
    }

    [Theory]
    [InlineData(false, "no answer to the submit within 30 s")]
    [InlineData(true, "no answer to the submit before the request was given up")]
    public async Task Submit_NoAnswer_IsUnknownAndSaysWhoEndedTheWait(bool leaves, string words)
    {
        _provider.OnSubmit = (_, _, token) =>
        {
            if (leaves)
            {
                _caller.Cancel();
            }

            return NeverAsync(token);
        };

        var lost = Assert.IsType<SubmitResult.Unknown>(await SubmitAsync());

        Assert.Contains(words, lost.Failure.Message, StringComparison.Ordinal);
        Assert.Equal(leaves ? TimeoutKind.Total : (TimeoutKind?)null, lost.Failure.Timeout);
        Assert.Equal(leaves ? 10 : 30, _time.Elapsed.TotalSeconds, 1);
    }

    [Fact]
    public async Task Submit_Throws_IsUnknownAndNamesTheException()
    {
        _provider.OnSubmit = (_, _, _) => throw new InvalidOperationException("a bug of the provider");

        var lost = Assert.IsType<SubmitResult.Unknown>(await SubmitAsync());

        Assert.Contains("the submit failed with InvalidOperationException", lost.Failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(JobStatus.Running, 1)]
    [InlineData(JobStatus.Succeeded, 0)]
    public async Task Submit_IgnoresItsToken_WhatItBringsLaterIsCanceledWhileItRuns(JobStatus status, int cancels)
    {
        var late = new TaskCompletionSource<ProviderJob>();
        _provider.OnSubmit = (_, _, _) => late.Task;

        var lost = Assert.IsType<SubmitResult.Unknown>(await SubmitAsync());
        Assert.Equal(31, _time.Elapsed.TotalSeconds, 1);
        late.SetResult(_provider.Accepted(_request, status));
        await StepClock.SettleAsync(() => true);

        Assert.Equal(FailureKind.UnknownOutcome, lost.Failure.Kind);
        Assert.Equal(cancels, _provider.Cancels.Count);
    }

    [Fact]
    public async Task Submit_IgnoresItsTokenAndThrowsLater_NobodyIsHarmed()
    {
        var late = new TaskCompletionSource<ProviderJob>();
        _provider.OnSubmit = (_, _, _) => late.Task;

        await SubmitAsync();
        late.SetException(new IOException("the connection was reset"));
        await StepClock.SettleAsync(() => true);

        Assert.Empty(_provider.Cancels);
    }

    // Within the clock's step, not some time after it.
    private async Task<ProviderJob> NeverAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, _time, cancellationToken).ConfigureAwait(false);
        throw new InvalidOperationException("It never ends.");
    }

    private async Task<SubmitResult> SubmitAsync()
    {
        TestThread.LeaveContext();
        var context = LaneJobs.Create(_request, _scope);
        var call = _submitter.SubmitAsync(context, context.Token).AsTask();
        await _time.StepUntilAsync(call, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5));
        return await call;
    }

    private sealed class Listener(List<GenerationProgress> steps) : IProgress<GenerationProgress>
    {
        public void Report(GenerationProgress value) => steps.Add(value);
    }
}
