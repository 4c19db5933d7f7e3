using System.Collections.Concurrent;
using ImageGeneration.Pricing;
using ImageGeneration.Providers;
using ImageGeneration.Tests.Fakes;

namespace ImageGeneration.Tests.Failover;

/// <summary>Providers that do anything, callers that leave at any moment, deadlines that pass in any phase: whatever happens, no job is left
/// running, no permit and no reservation is lost, and no submit of unknown outcome is repeated at the same provider.</summary>
public sealed class ChaosTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public Task Generate_AnythingHappens_NothingIsLeftBehind(int seed) => PlayAsync(seed, isHedged: false, cap: 1000m);

    // Two jobs race, the loser's bill comes late, what was given up is looked at again, and the budget is nearly used up all the time.
    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(13)]
    [InlineData(14)]
    [InlineData(15)]
    [InlineData(16)]
    public Task Generate_AnythingHappensWithHedgingAtATightBudget_NothingIsLeftBehindAndTheCapHolds(int seed) =>
        PlayAsync(seed, isHedged: true, cap: 0.35m);

    private static async Task PlayAsync(int seed, bool isHedged, decimal cap)
    {
        var random = new Random(seed);
        var open = new ConcurrentDictionary<string, bool>();
        var highest = 0m;
        FakeProvider[] fakes = [new("first"), new("second"), new("third")];
        TestApplication app = null!;
        app = new TestApplication(
            fakes,
            options =>
            {
                options.Budget.TotalUsd = cap;
                options.Prices.Add(new Price { Model = "sdxl", PerImageUsd = 0.01m });
                (options.Routing.Hedging.MaxExtraCostUsd, options.Routing.Hedging.Percentile) = (isHedged ? 1m : null, 0.5);
            },
            provider: options =>
            {
                (options.RateLimit.Concurrent, options.RateLimit.QueueLimit, options.RateLimit.RequestsPerMinute) = (isHedged ? 12 : 3, 20, 600);
                (options.Jobs.QueueTimeout, options.Jobs.RunTimeout) = (TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(20));
            });
        await using var application = app;
        await LearnAsync(app, fakes);
        foreach (var fake in fakes)
        {
            Misbehave(fake, random, open, () => app.Time);
            var submit = fake.OnSubmit;
            fake.OnSubmit = (provider, request, token) =>
            {
                lock (open)
                {
                    highest = Math.Max(highest, app.Budget[0].SpentUsd + app.Budget[0].ReservedUsd);
                }

                return submit(provider, request, token);
            };
        }

        var calls = Enumerable.Range(0, 60).Select(_ => GenerateAsync(app, random.Next(1, 5), random.Next(1, 60), random.Next(0, 40))).ToList();
        var attempts = (await app.RunAsync(Task.WhenAll(calls), TimeSpan.FromMilliseconds(100))).SelectMany(made => made).ToList();

        await app.Time.StepUntilAsync(Task.Delay(TimeSpan.FromMinutes(1), app.Time), TimeSpan.FromMilliseconds(500), TimeSpan.FromHours(1)); // those overtaken
        Assert.Empty(open);
        Assert.All(app.Monitor.GetStatus(), status => Assert.Equal((0, 0), (status.Running, status.Waiting)));
        Assert.NotEmpty(attempts);
        Assert.Equal(isHedged, attempts.Exists(attempt => attempt.IsHedge));
        Assert.All(attempts, attempt => Assert.True(!attempt.PossiblyBilled || attempt.CostUsd is null));
        Assert.All(app.Budget, usage => Assert.Equal(0m, usage.ReservedUsd));
        Assert.InRange(app.Budget[0].SpentUsd, attempts.Sum(attempt => attempt.CostUsd ?? 0m), cap);
        Assert.InRange(highest, 0.01m, cap);

        app.Time.Advance(TimeSpan.FromHours(1)); // a lane's timer may still come once, to an empty queue
        Assert.Equal(0, app.Time.ScheduledTimers);
    }

    // Without a job seen, nobody knows what takes long.
    private static async Task LearnAsync(TestApplication app, FakeProvider[] fakes)
    {
        foreach (var fake in fakes)
        {
            fake.OnSubmit = async (provider, request, token) =>
            {
                await Task.Delay(TimeSpan.FromSeconds(2), app.Time, token);
                return provider.Done(request) with { CostUsd = 0m };
            };
            await app.RunAsync(Task.WhenAll(Enumerable.Range(0, 12).Select(_ => app.Images.GenerateImageAsync(TestApplication.Request(), fake.Name))));
        }
    }

    private static async Task<IReadOnlyList<GenerationAttempt>> GenerateAsync(TestApplication app, int count, int deadline, int patience)
    {
        using var source = patience > 0 ? new CancellationTokenSource(TimeSpan.FromSeconds(patience), app.Time) : new CancellationTokenSource();
        var request = TestApplication.Request() with { Count = count, Deadline = TimeSpan.FromSeconds(deadline) };
        try
        {
            return (await app.Images.GenerateImageWithFailoverAsync(request, source.Token)).Metadata.Attempts;
        }
        catch (ImageGenerationException failure)
        {
            return failure.Attempts;
        }
        catch (ImageGenerationCanceledException canceled)
        {
            Assert.Equal(source.Token, canceled.CancellationToken);
            return canceled.Attempts;
        }
    }

    private static void Misbehave(FakeProvider fake, Random random, ConcurrentDictionary<string, bool> open, Func<TimeProvider> time)
    {
        int Next(int most)
        {
            lock (random)
            {
                return random.Next(most);
            }
        }

        // The journal of jobs that run: one leaves it by its end or by a cancellation that arrived.
        string Key(JobReference job) => $"{job.Provider}/{job.Id}";
        fake.OnSubmit = async (provider, request, token) =>
        {
            await Task.Delay(TimeSpan.FromMilliseconds(Next(3000)), time(), token);
            switch (Next(10))
            {
                case 0: return FakeProvider.Refused(FailureKind.UnknownOutcome);
                case 1: return FakeProvider.Refused(FailureKind.Unavailable);
                case 2: return FakeProvider.Refused(FailureKind.RateLimited, TimeSpan.FromSeconds(Next(20)));
                case 3: throw new HttpRequestException("reset");
                case 4: return provider.Done(request);
                default:
                    var job = provider.Accepted(request);
                    open[Key(job.Reference!)] = true;
                    return job;
            }
        };
        fake.OnGetJob = async (job, token) =>
        {
            await Task.Delay(TimeSpan.FromMilliseconds(Next(500)), time(), token);
            switch (Next(12))
            {
                case 0: throw new IOException("reset");
                case 1: return ProviderJob.Unread(new(FailureKind.RateLimited, "slow down") { RetryAfter = TimeSpan.FromSeconds(Next(30)) }, job);
                case 2:
                    open.TryRemove(Key(job), out _);
                    return ProviderJob.Failed(new(FailureKind.JobFailed, "it broke") { JobRetries = Next(2) }, job);
                case 3 or 4:
                    open.TryRemove(Key(job), out _);
                    return new() { Reference = job, Status = JobStatus.Succeeded, Images = [new() { Url = new Uri("https://images.test/1.png") }] };
                default: return new() { Reference = job, Status = Next(2) == 0 ? JobStatus.Queued : JobStatus.Running };
            }
        };
        fake.OnCancel = async (job, token) =>
        {
            open.TryRemove(Key(job), out _);
            await Task.Delay(TimeSpan.FromMilliseconds(Next(500)), time(), token);
            return Next(4) switch
            {
                0 => throw new IOException("reset"),
                1 => ProviderJob.Unread(new(FailureKind.Unavailable, "later"), job),
                2 => new() { Reference = job, Status = JobStatus.Succeeded, Images = [new() { Url = new Uri("https://images.test/1.png") }] },
                _ => FakeProvider.Canceled(job),
            };
        };
    }
}
