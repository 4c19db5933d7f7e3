using ImageGeneration.Jobs;
using ImageGeneration.Providers;
using ImageGeneration.Telemetry;
using ImageGeneration.Tests.Fakes;
using Microsoft.Extensions.Logging.Abstractions;

namespace ImageGeneration.Tests.Jobs;

/// <summary>What is done for a job that nobody waits for, and what the caller is told of it. The job runs until the deadline of ten
/// seconds; the times are those of the cancellation.</summary>
public sealed class JobCancelerTests : IAsyncDisposable
{
    private static readonly TimeSpan _deadline = TimeSpan.FromSeconds(10);

    private readonly FakeProvider _provider = new();
    private readonly List<double> _cancels = [];
    private readonly List<double> _reads = [];
    private readonly TestApplication _app;

    public JobCancelerTests()
    {
        _app = new([_provider], provider: options => options.Jobs.CancelTimeout = TimeSpan.FromSeconds(60));
        _provider.OnSubmit = (provider, request, _) => Task.FromResult(provider.Accepted(request, JobStatus.Running));
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Theory]
    [InlineData(FailureKind.Canceled, CancellationOutcome.Confirmed, "job-1: canceled, and the provider confirmed it.")]
    [InlineData(FailureKind.JobFailed, CancellationOutcome.AlreadyFinished, "job-1: it had already finished.")]
    public async Task Cancel_Answered_TheMessageTellsWhatBecameOfTheJob(FailureKind end, CancellationOutcome outcome, string words)
    {
        Cancel(job => ProviderJob.Failed(new(end, "as it said"), job));

        var (attempt, message) = await FailAsync();

        Assert.Equal(outcome, attempt.Cancellation);
        Assert.Contains(words, message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancel_Refused_TheMessageTellsThatItIsNotConfirmed()
    {
        Cancel(job => ProviderJob.Unread(new(FailureKind.Unsupported, "no such verb"), job));

        var (attempt, message) = await FailAsync();

        Assert.Equal(CancellationOutcome.NotConfirmed, attempt.Cancellation);
        Assert.Contains("job-1: the provider did not confirm the cancellation.", message, StringComparison.Ordinal);
        Assert.Equal([0], _cancels);
    }

    [Fact]
    public async Task Cancel_FinishedWithoutAPicture_IsNoSuccess()
    {
        Cancel(job => new() { Reference = job, Status = JobStatus.Succeeded });

        var (attempt, _) = await FailAsync();

        Assert.Equal((FailureKind.TimedOut, CancellationOutcome.AlreadyFinished), (attempt.Failure, attempt.Cancellation));
    }

    [Fact]
    public async Task Cancel_TakenAndNotYetDone_IsReadLessAndLessOften()
    {
        Cancel(Running);
        Read(job => _reads.Count < 5 ? Running(job) : FakeProvider.Canceled(job));

        var (attempt, _) = await FailAsync();

        Assert.Equal(CancellationOutcome.Confirmed, attempt.Cancellation);
        Assert.Equal([0], _cancels);
        Assert.Equal([0.25, 0.75, 1.75, 3.75, 7.75], _reads.Select(at => Math.Round(at, 2)));
    }

    [Fact]
    public async Task Cancel_NotTaken_IsTriedAgainLessAndLessOften()
    {
        Cancel(job => _cancels.Count < 4 ? ProviderJob.Unread(new(FailureKind.Unavailable, "busy"), job) : FakeProvider.Canceled(job));

        var (attempt, _) = await FailAsync();

        Assert.Equal(CancellationOutcome.Confirmed, attempt.Cancellation);
        Assert.Equal([0, 0.25, 0.75, 1.75], _cancels.Select(at => Math.Round(at, 2)));
    }

    [Fact]
    public async Task Cancel_AJobThatIsGoneAndIsTakenAllTheSame_ItsEndIsRead()
    {
        _provider.OnGetJob = (job, _) => Task.FromResult(_cancels.Count == 0
            ? ProviderJob.Failed(new(FailureKind.JobFailed, "not found") { StatusCode = 404 }, job)
            : FakeProvider.Canceled(job));
        Cancel(Running, since: TimeSpan.Zero);

        var (attempt, _) = await FailAsync(TimeSpan.FromMinutes(5));

        Assert.Equal((FailureKind.JobFailed, CancellationOutcome.Confirmed), (attempt.Failure, attempt.Cancellation));
    }

    [Fact]
    public async Task Cancel_Begins_IsToldWithTheJob()
    {
        var steps = new List<GenerationProgress>();
        Cancel(FakeProvider.Canceled);

        await Assert.ThrowsAnyAsync<ImageGenerationException>(() => _app.RunAsync(_app.Images.GenerateAsync(
            TestApplication.Request() with { Deadline = _deadline }, new() { Provider = "fake", Progress = new Listener(steps) })));

        var step = Assert.Single(steps, step => step.Phase == GenerationPhase.Canceling);
        Assert.Equal(("fake", "job-1"), (step.Provider, step.JobId));
    }

    [Fact]
    public async Task Cancel_Many_CountAgainstTheLimitOfTheReads()
    {
        using var scheduler = new ReadScheduler(new() { ReadsPerMinute = 60 }, _app.Time);
        using var scope = new RequestScope(_deadline, null, _app.Time, GuardedLogger.Around(NullLogger.Instance), CancellationToken.None);
        var request = new ProviderRequest { Model = ImageModel.Sdxl, ModelId = "fake/sdxl", Prompt = "a lighthouse", Width = 1024, Height = 1024 };
        var canceler = new JobCanceler(_provider, new(), scheduler, _app.Time);
        for (var job = 0; job < 30; job++)
        {
            await canceler.AbandonAsync(_provider.Accepted(request), LaneJobs.Create(request, scope), new(FailureKind.Canceled, "left"));
        }

        var turn = scheduler.WaitForTurnAsync(TimeSpan.Zero, CancellationToken.None);

        Assert.False(turn.IsCompleted);
        await _app.Time.StepUntilAsync(turn, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));
    }

    private void Cancel(Func<JobReference, ProviderJob> answer, TimeSpan? since = null) => _provider.OnCancel = (job, _) =>
    {
        _cancels.Add((_app.Time.Elapsed - (since ?? _deadline)).TotalSeconds);
        return Task.FromResult(answer(job));
    };

    private void Read(Func<JobReference, ProviderJob> answer) => _provider.OnGetJob = (job, _) =>
    {
        if (_cancels.Count > 0)
        {
            _reads.Add((_app.Time.Elapsed - _deadline).TotalSeconds);
        }

        return Task.FromResult(answer(job));
    };

    private static ProviderJob Running(JobReference job) => new() { Reference = job, Status = JobStatus.Running };

    private async Task<(GenerationAttempt Attempt, string Message)> FailAsync(TimeSpan? deadline = null)
    {
        var failure = await Assert.ThrowsAnyAsync<ImageGenerationException>(() => _app.RunAsync(
            _app.Images.GenerateImageAsync(TestApplication.Request() with { Deadline = deadline ?? _deadline }, "fake")));
        return (Assert.Single(failure.Attempts), failure.Message);
    }

    private sealed class Listener(List<GenerationProgress> steps) : IProgress<GenerationProgress>
    {
        public void Report(GenerationProgress value) => steps.Add(value);
    }
}
