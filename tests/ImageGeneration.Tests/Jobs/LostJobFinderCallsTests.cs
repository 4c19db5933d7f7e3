using ImageGeneration.Jobs;
using ImageGeneration.Providers;
using ImageGeneration.Providers.Kit;
using ImageGeneration.Telemetry;
using ImageGeneration.Tests.Fakes;
using ImageGeneration.Tests.Time;
using Microsoft.Extensions.Logging.Abstractions;

namespace ImageGeneration.Tests.Jobs;

/// <summary>When the provider's list is looked up, what is taken from it, and what stays unknown.</summary>
public sealed class LostJobFinderCallsTests : IDisposable
{
    private static readonly ProviderRequest _request =
        new() { Model = ImageModel.Sdxl, ModelId = "fake/sdxl", Prompt = "a lighthouse", Width = 1024, Height = 1024 };

    private static readonly SubmitResult _lost = new SubmitResult.Unknown(new(FailureKind.UnknownOutcome, "no answer"));

    private readonly StepClock _time = new();
    private readonly ListingProvider _provider = new();
    private readonly ReadScheduler _scheduler;
    private readonly RequestScope _scope;
    private readonly JobContext _context;
    private readonly LostJobFinder _finder;

    public LostJobFinderCallsTests()
    {
        var logger = GuardedLogger.Around(NullLogger.Instance);
        _scheduler = new(new() { ReadsPerMinute = 60 }, _time);
        _scope = new(TimeSpan.FromMinutes(10), null, _time, logger, CancellationToken.None);
        _context = LaneJobs.Create(_request, _scope);
        _finder = new(_provider, new(), _scheduler, ProviderSanitizer.Create(new ProviderOptions()), _time, logger);
    }

    public void Dispose()
    {
        _scope.Dispose();
        _scheduler.Dispose();
    }

    [Fact]
    public async Task Find_TheListLags_IsLookedUpTwice()
    {
        var looks = new List<double>();
        _provider.Look = () =>
        {
            looks.Add(_time.Elapsed.TotalSeconds);
            return looks.Count == 1 ? [] : [Job("job-1")];
        };

        var found = await FindAsync(_lost);

        Assert.Equal([0.5, 2.5], looks);
        Assert.Equal("job-1", Assert.IsType<SubmitResult.Accepted>(found).Job.Reference!.Id);
        Assert.False(_context.PossiblyBilled);
    }

    [Fact]
    public async Task Find_OthersJobsInTheList_TheFirstThatIsNobodysIsTaken()
    {
        Assert.False(_finder.IsLost(new SubmitResult.Accepted(Job("job-1"))));
        _provider.Look = () => [Job("job-1"), new ProviderJob { Status = JobStatus.Running }, Job("job-2"), Job("job-3")];

        var (second, third) = (await FindAsync(_lost), await FindAsync(_lost));

        Assert.Equal(
            ["job-2", "job-3"],
            new[] { second, third }.Select(found => Assert.IsType<SubmitResult.Accepted>(found).Job.Reference!.Id));
    }

    [Fact]
    public async Task Find_NoList_TheOutcomeIsUnknownAtOnce()
    {
        _provider.HasList = false;

        Assert.Same(_lost, await FindAsync(_lost));

        Assert.True(_context.PossiblyBilled);
        Assert.Equal(TimeSpan.Zero, _time.Elapsed);
    }

    [Fact]
    public async Task Find_TheListThrows_TheOutcomeStaysUnknown()
    {
        _provider.Look = () => throw new InvalidOperationException("a bug of the provider");

        Assert.Same(_lost, await FindAsync(_lost));

        Assert.True(_context.PossiblyBilled);
    }

    [Fact]
    public async Task Find_AJobThatAnotherRequestTookAndNoneInTheList_TheBillIsTheOthers()
    {
        var accepted = new SubmitResult.Accepted(Job("job-1"));
        Assert.False(_finder.IsLost(accepted));

        Assert.True(_finder.IsLost(accepted));
        Assert.Same(accepted, await FindAsync(accepted));

        Assert.False(_context.PossiblyBilled);
    }

    [Fact]
    public void IsLost_RefusedOrWithoutAReference_IsNot()
    {
        Assert.False(_finder.IsLost(new SubmitResult.NotAccepted(new(FailureKind.RateLimited, "slow down"))));
        Assert.False(_finder.IsLost(new SubmitResult.Accepted(new() { Status = JobStatus.Succeeded })));
        Assert.True(_finder.IsLost(_lost));
    }

    [Fact]
    public async Task Find_Many_CountAgainstTheLimitOfTheReads()
    {
        await _time.StepUntilAsync(
            Task.WhenAll(Enumerable.Range(0, 50).Select(_ => _finder.FindAsync(_context, _request, _lost, _time.GetUtcNow()).AsTask())),
            TimeSpan.FromSeconds(1),
            TimeSpan.FromMinutes(1));

        var turn = _scheduler.WaitForTurnAsync(TimeSpan.Zero, CancellationToken.None);

        Assert.False(turn.IsCompleted);
        await _time.StepUntilAsync(turn, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5));
    }

    private async Task<SubmitResult> FindAsync(SubmitResult lost)
    {
        TestThread.LeaveContext();
        var search = _finder.FindAsync(_context, _request, lost, _time.GetUtcNow()).AsTask();
        await _time.StepUntilAsync(search, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));
        return await search;
    }

    private static ProviderJob Job(string id) => new() { Reference = new("fake", id, "fake/sdxl"), Status = JobStatus.Running };

    private sealed class ListingProvider : FakeProvider, IImageProvider
    {
        public bool HasList { get; set; } = true;

        public Func<IReadOnlyList<ProviderJob>> Look { get; set; } = () => [];

        public IAsyncEnumerable<ProviderJob>? FindSubmittedAsync(
            ProviderRequest request, DateTimeOffset since, CancellationToken cancellationToken) => HasList ? LookAsync() : null;

        private async IAsyncEnumerable<ProviderJob> LookAsync()
        {
            foreach (var job in Look())
            {
                yield return await Task.FromResult(job);
            }
        }
    }
}
