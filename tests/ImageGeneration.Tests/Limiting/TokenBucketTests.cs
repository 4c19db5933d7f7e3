using ImageGeneration.Providers;
using ImageGeneration.Tests.Fakes;
using ImageGeneration.Tests.Time;

namespace ImageGeneration.Tests.Limiting;

/// <summary>Creates, reads and cancellations of one lane: which holds back which.</summary>
public sealed class TokenBucketTests : IAsyncDisposable
{
    private readonly FakeProvider _provider = new();
    private TestApplication _app;

    public TokenBucketTests() => _app = new([_provider]);

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task Create_TheCallerLeavesWithThePermitInItsHand_TheNextTakesIt()
    {
        await UseAsync(options => options.RateLimit.RequestsPerMinute = 20);
        using var source = new CancellationTokenSource();

        await Assert.ThrowsAsync<ImageGenerationCanceledException>(() => _app.RunAsync(
            _app.Images.GenerateAsync(TestApplication.Request(), new() { Provider = "fake", Progress = new Leaving(source) }, source.Token)));
        await _app.RunAsync(_app.Images.GenerateImageAsync(TestApplication.Request(), "fake"));

        Assert.Single(_provider.Submits);
        Assert.InRange(_app.Time.Elapsed.TotalSeconds, 0, 1);
    }

    [Fact]
    public async Task Read_Refused429_AllReadsOfTheLaneWaitAndCreatesDoNot()
    {
        await UseAsync(options => options.Jobs.MaxPollInterval = TimeSpan.FromSeconds(1));
        var reads = new List<TimeSpan>();
        _provider.OnSubmit = (provider, request, _) => Task.FromResult(provider.Accepted(request, JobStatus.Running));
        _provider.OnGetJob = (job, _) =>
        {
            reads.Add(_app.Time.Elapsed);
            return Task.FromResult(reads.Count == 1
                ? ProviderJob.Unread(new(FailureKind.RateLimited, "slow down") { RetryAfter = TimeSpan.FromSeconds(30) }, job)
                : new ProviderJob { Reference = job, Status = JobStatus.Running });
        };

        var calls = Enumerable.Range(0, 3).Select(_ => GenerateAsync(TimeSpan.FromSeconds(20))).ToList();
        await StepAsync(TimeSpan.FromSeconds(10));
        calls.Add(GenerateAsync(TimeSpan.FromSeconds(20)));

        Assert.Equal(4, _provider.Submits.Count);
        Assert.InRange(_app.Monitor.GetStatus()[0].StatusReadsThrottledFor!.Value.TotalSeconds, 15, 25);
        Assert.Null(_app.Monitor.GetStatus()[0].AvailableIn);
        await _app.RunAsync(Task.WhenAll(calls));
        Assert.All(reads, at => Assert.InRange(at.TotalSeconds, 0, 0.5)); // only what was out already: the deadlines passed within the pause
        Assert.Equal(4, _provider.Cancels.Count);
    }

    [Fact]
    public async Task Create_Refused429_ReadsGoOn()
    {
        var submits = 0;
        _provider.OnSubmit = (provider, request, _) => Task.FromResult(++submits == 2
            ? FakeProvider.Refused(FailureKind.RateLimited, TimeSpan.FromSeconds(30))
            : provider.Accepted(request, JobStatus.Running));
        var running = GenerateAsync(TimeSpan.FromSeconds(25));
        var refused = GenerateAsync(TimeSpan.FromSeconds(25));
        await StepAsync(TimeSpan.FromSeconds(5));
        var before = _provider.Reads;

        await StepAsync(TimeSpan.FromSeconds(15));

        Assert.InRange(_provider.Reads - before, 2, 200);
        Assert.Equal(2, submits);
        await _app.RunAsync(Task.WhenAll(running, refused));
    }

    [Fact]
    public async Task Create_SeveralRefused429AtOnce_TheLanePausesOnceAndGoesOnInSingleFile()
    {
        var submits = new List<TimeSpan>();
        _provider.OnSubmit = (provider, request, _) =>
        {
            int number;
            lock (submits)
            {
                submits.Add(_app.Time.Elapsed);
                number = submits.Count;
            }

            return LaterAsync(TimeSpan.FromMilliseconds(100 * number), number <= 3
                ? FakeProvider.Refused(FailureKind.RateLimited, TimeSpan.FromSeconds(number == 1 ? 10 : 2))
                : provider.Done(request));
        };
        await UseAsync(options => (options.RateLimit.RequestsPerMinute, options.RateLimit.Concurrent) = (60, 10));
        var calls = Enumerable.Range(0, 6).Select(_ => GenerateAsync(TimeSpan.FromMinutes(1))).ToList();

        await _app.RunAsync(Task.WhenAll(calls), TimeSpan.FromMilliseconds(10));

        Assert.All(calls, call => Assert.True(call.Result));
        var after = submits.Where(at => at > TimeSpan.FromSeconds(5)).ToList();
        Assert.Equal((3, 6), (submits.Count - after.Count, after.Count)); // what was out already, then nobody, then all
        Assert.InRange(after[0].TotalSeconds, 10.1, 10.2);
        Assert.All(after.Zip(after.Skip(1)), pair => Assert.InRange((pair.Second - pair.First).TotalSeconds, 0.9, 1.3));
    }

    // A pause of nothing is no leave to ask again in the same millisecond.
    [Theory]
    [InlineData(0, 0.5)]
    [InlineData(null, 0.5)]
    [InlineData(0, 0)]
    [InlineData(null, 0)]
    public async Task Create_Refused429WithoutATime_IsPausedByDefault(int? seconds, double baseDelay)
    {
        await UseAsync(options =>
        {
            options.RateLimit.RequestsPerMinute = 600;
            options.Retry.BaseDelay = TimeSpan.FromSeconds(baseDelay);
        });
        var submits = new List<TimeSpan>();
        _provider.OnSubmit = (_, _, _) =>
        {
            submits.Add(_app.Time.Elapsed);
            return Task.FromResult(FakeProvider.Refused(FailureKind.RateLimited, seconds is { } time ? TimeSpan.FromSeconds(time) : null));
        };

        await Assert.ThrowsAnyAsync<ImageGenerationException>(
            () => _app.RunAsync(_app.Images.GenerateImageAsync(TestApplication.Request() with { Deadline = TimeSpan.FromSeconds(10) }, "fake")));

        Assert.All(submits.Zip(submits.Skip(1)), pair => Assert.InRange((pair.Second - pair.First).TotalSeconds, 0.5, 10));
    }

    [Fact]
    public async Task Cancel_TheReadsAreHeldBack_GoesOutAtOnce()
    {
        await UseAsync(options => options.RateLimit.ReadsPerMinute = 1);
        using var source = new CancellationTokenSource();
        _provider.OnSubmit = (provider, request, _) => Task.FromResult(provider.Accepted(request, JobStatus.Running));
        var calls = Enumerable.Range(0, 4).Select(_ => _app.Images.GenerateImageAsync(TestApplication.Request(), "fake", source.Token)).ToList();
        await StepAsync(TimeSpan.FromSeconds(3));
        var at = _app.Time.Elapsed;

        await source.CancelAsync();
        foreach (var call in calls)
        {
            var canceled = await Assert.ThrowsAsync<ImageGenerationCanceledException>(() => _app.RunAsync(call));
            Assert.Equal(CancellationOutcome.Confirmed, canceled.Attempts[0].Cancellation);
        }

        Assert.Equal(4, _provider.Cancels.Count);
        Assert.InRange((_app.Time.Elapsed - at).TotalSeconds, 0, 0.5);
    }

    // A herd that leaves: each cancellation goes out at once, and the questions whether it arrived keep to the limit.
    [Fact]
    public async Task Cancel_ManyThatAreNotConfirmedAtOnce_TheReadsKeepToTheLimit()
    {
        const int jobs = 120;
        await UseAsync(options =>
        {
            (options.RateLimit.ReadsPerMinute, options.RateLimit.RequestsPerMinute) = (600, 100_000);
            (options.RateLimit.Burst, options.RateLimit.Concurrent) = (90_000, jobs);
        });
        using var source = new CancellationTokenSource();
        var reads = new List<TimeSpan>();
        _provider.OnSubmit = (provider, request, _) => Task.FromResult(provider.Accepted(request, JobStatus.Running));
        var calls = Enumerable.Range(0, jobs).Select(_ => _app.Images.GenerateImageAsync(TestApplication.Request(), "fake", source.Token)).ToList();
        _provider.OnCancel = static (job, _) => Task.FromResult(new ProviderJob { Reference = job, Status = JobStatus.Running });
        _provider.OnGetJob = (job, _) =>
        {
            lock (reads)
            {
                reads.Add(_app.Time.Elapsed);
                return Task.FromResult(reads.Count(at => at == reads[^1]) > 20 ? new() { Reference = job, Status = JobStatus.Running } : FakeProvider.Canceled(job));
            }
        };

        await source.CancelAsync();
        Assert.Equal(jobs, _provider.Cancels.Count);
        var outcomes = new List<CancellationOutcome>();
        foreach (var call in calls)
        {
            var canceled = await Assert.ThrowsAsync<ImageGenerationCanceledException>(() => _app.RunAsync(call));
            outcomes.Add(canceled.Attempts[0].Cancellation!.Value);
        }

        Assert.InRange(reads.Count, 60, 110); // ten a second for ten seconds, and a second's worth at once
        Assert.InRange(outcomes.Count(outcome => outcome == CancellationOutcome.Confirmed), 60, jobs);
        Assert.InRange(_app.Time.Elapsed.TotalSeconds, 0, 11);
        Assert.Equal(jobs, _provider.Cancels.Count);
    }

    // Within the clock's step, not some time after it.
    private async Task<ProviderJob> LaterAsync(TimeSpan delay, ProviderJob job)
    {
        await Task.Delay(delay, _app.Time).ConfigureAwait(false);
        return job;
    }

    private async Task<bool> GenerateAsync(TimeSpan deadline)
    {
        try
        {
            await _app.Images.GenerateImageAsync(TestApplication.Request() with { Deadline = deadline }, "fake");
            return true;
        }
        catch (ImageGenerationException)
        {
            return false; // the deadline
        }
    }

    private async Task StepAsync(TimeSpan by)
    {
        for (var step = 0; step < 20; step++)
        {
            _app.Time.Advance(by / 20);
            await StepClock.SettleAsync(static () => false);
        }
    }

    private async Task UseAsync(Action<ProviderOptions> configure)
    {
        await _app.DisposeAsync();
        _app = new([_provider], provider: configure);
    }

    private sealed class Leaving(CancellationTokenSource source) : IProgress<GenerationProgress>
    {
        public void Report(GenerationProgress value)
        {
            if (value.Phase == GenerationPhase.Submitting)
            {
                source.Cancel();
            }
        }
    }
}
