using ImageGeneration.Pricing;
using ImageGeneration.Providers;
using ImageGeneration.Tests.Fakes;

namespace ImageGeneration.Tests.Failover;

/// <summary>A job that was given up, and whose provider did not confirm that it stopped it.</summary>
public sealed class LateResultTests : IAsyncDisposable
{
    private readonly FakeProvider _first = new("first");
    private readonly FakeProvider _second = new("second");
    private readonly FakeProvider _third = new("third");
    private readonly TestApplication _app;
    private bool _isDone;

    public LateResultTests()
    {
        _app = new(
            [_first, _second, _third],
            options =>
            {
                options.Prices.Add(new Price { Model = "sdxl", PerImageUsd = 0.01m });
                options.Budget.TotalUsd = 10m;
                options.Budget.Tags["tenant"] = new() { PerDayUsd = 10m };
            },
            provider: options => options.Jobs.RunTimeout = TimeSpan.FromSeconds(5));
        _first.OnSubmit = static (provider, request, _) => Task.FromResult(provider.Accepted(request, JobStatus.Running));
        _first.OnGetJob = (job, _) => Task.FromResult(
            _isDone ? _first.Done(_first.Submits.Last()) with { Reference = job } : new() { Reference = job, Status = JobStatus.Running });
        _first.OnCancel = static (_, _) => throw new IOException("reset");
        _second.OnSubmit = (_, _, _) =>
        {
            _isDone = true;
            return Task.FromResult(FakeProvider.Refused(FailureKind.JobFailed));
        };
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task Generate_TheSuccessorFailsAndTheGivenUpJobHasFinished_ItsImageIsUsed()
    {
        var response = await GenerateAsync();

        Assert.Equal("first", response.Provider);
        Assert.Empty(_third.Submits);
        Assert.Equal(
            [("first", null, CancellationOutcome.AlreadyFinished), ("second", FailureKind.JobFailed, (CancellationOutcome?)null)],
            response.Metadata.Attempts.Select(made => (made.Provider, made.Failure, made.Cancellation)));
        Assert.Equal(0.01m, response.CostUsd);
        Assert.Contains(response.Warnings, warning => warning.Contains("had finished when it was read again", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(0.004)]
    [InlineData(0.05)]
    public async Task Generate_TheGivenUpJobsBillComesWithIt_TheBudgetHoldsItInsteadOfTheEstimate(double charged)
    {
        var read = _first.OnGetJob;
        _first.OnGetJob = async (job, token) => await read(job, token) is { IsTerminal: true } done ? done with { CostUsd = (decimal)charged } : await read(job, token);
        var request = TestApplication.Request() with { BudgetTags = new Dictionary<string, string> { ["tenant"] = "acme" } };

        var response = await _app.RunAsync(_app.Images.GenerateImageWithFailoverAsync(request));

        Assert.Equal((decimal)charged, response.CostUsd);
        Assert.All(_app.Budget.Where(usage => usage.Tag is null || usage.TagValue == "acme"), usage =>
            Assert.Equal(((decimal)charged, 0m), (usage.SpentUsd, usage.ReservedUsd)));
    }

    // The look is for a picture, not for a hanging provider's sake.
    [Fact]
    public async Task Generate_TheGivenUpJobsProviderHangs_TheThirdIsNotHeldUp()
    {
        _first.OnGetJob = async (job, token) =>
        {
            if (_isDone)
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, _app.Time, token);
            }

            return new() { Reference = job, Status = JobStatus.Running };
        };

        var response = await GenerateAsync();

        Assert.Equal("third", response.Provider);
        Assert.InRange(response.GenerationTime.TotalSeconds, 5, 9);
    }

    [Fact]
    public async Task Generate_TheProvidersOfTwoGivenUpJobsHang_BothTogetherCostOneRead()
    {
        var (looks, limit) = (0, TimeSpan.FromSeconds(3));
        foreach (var provider in new[] { _first, _second })
        {
            provider.OnSubmit = static (fake, request, _) => Task.FromResult(fake.Accepted(request, JobStatus.Running));
            provider.OnCancel = static (_, _) => throw new IOException("reset");
            provider.OnGetJob = async (job, token) =>
            {
                if (provider.Cancels.IsEmpty)
                {
                    return new() { Reference = job, Status = JobStatus.Running };
                }

                looks++;
                await Task.Delay(Timeout.InfiniteTimeSpan, _app.Time, token);
                throw new InvalidOperationException("it never answers");
            };
        }

        _third.Fails(FailureKind.JobFailed);
        var since = _app.Time.GetTimestamp();

        await Assert.ThrowsAsync<AllProvidersFailedException>(GenerateAsync);

        // Two jobs until their clock of 5 s, a look after the second provider and one at both after the third.
        Assert.Equal(3, looks);
        Assert.InRange(_app.Time.GetElapsedTime(since), TimeSpan.FromSeconds(10) + (2 * limit), TimeSpan.FromSeconds(10) + (2.5 * limit));
    }

    [Fact]
    public async Task Generate_TheSuccessorDelivers_NothingIsRead()
    {
        _second.OnSubmit = static (provider, request, _) => Task.FromResult(provider.Done(request));
        var reads = 0;
        var read = _first.OnGetJob;
        _first.OnGetJob = (job, token) =>
        {
            reads++;
            return read(job, token);
        };

        var response = await GenerateAsync();

        Assert.Equal("second", response.Provider);
        Assert.Equal(reads, _first.Reads);
        Assert.Null(response.CostUsd);
    }

    [Fact]
    public async Task Generate_TheDeadlinePassesAtTheSuccessorAndTheGivenUpJobHasFinished_ItsImageIsUsed()
    {
        _second.OnSubmit = (provider, request, _) =>
        {
            _isDone = true;
            return Task.FromResult(provider.Accepted(request, JobStatus.Running));
        };
        var request = TestApplication.Request() with { Deadline = TimeSpan.FromSeconds(8) };

        var response = await _app.RunAsync(_app.Images.GenerateImageWithFailoverAsync(request));

        Assert.Equal("first", response.Provider);
        Assert.Equal(
            [("first", null), ("second", FailureKind.TimedOut)],
            response.Metadata.Attempts.Select(made => (made.Provider, made.Failure)));
    }

    [Fact]
    public async Task Generate_TheGivenUpJobStillRuns_TheNextProviderIsAsked()
    {
        _second.Fails(FailureKind.JobFailed);

        Assert.Equal("third", (await GenerateAsync()).Provider);
    }

    [Fact]
    public async Task Generate_TheCancellationWasConfirmed_NothingIsRead()
    {
        _first.OnCancel = static (job, _) => Task.FromResult(FakeProvider.Canceled(job));

        Assert.Equal("third", (await GenerateAsync()).Provider);
    }

    private Task<ImageGenerationResponse> GenerateAsync() => _app.RunAsync(_app.Images.GenerateImageWithFailoverAsync(TestApplication.Request()));
}
