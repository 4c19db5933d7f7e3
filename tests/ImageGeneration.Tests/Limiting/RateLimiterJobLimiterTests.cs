using System.Threading.RateLimiting;
using ImageGeneration.Limiting;
using ImageGeneration.Providers;
using ImageGeneration.Tests.Fakes;
using ImageGeneration.Tests.Time;
using Microsoft.Extensions.DependencyInjection;

namespace ImageGeneration.Tests.Limiting;

public sealed class RateLimiterJobLimiterTests : IDisposable
{
    private readonly StepClock _time = new();
    private readonly CountingRateLimiter _rate = new();
    private RateLimiterJobLimiter? _limiter;

    public void Dispose()
    {
        _limiter?.Dispose();
        _rate.Dispose();
    }

    [Fact]
    public async Task Acquire_NoTokenIsLeft_IsRefusedWithItsRetryAfterAndTakesNoSlot()
    {
        _rate.IsExhausted = true;
        var limiter = Use(concurrent: 1);

        var refused = await limiter.AcquireAsync(TimeSpan.FromHours(1), CancellationToken.None);

        Assert.Equal((null, PermitRefusal.QueueFull), (refused.Permit, refused.Refusal));
        Assert.Equal(CountingRateLimiter.RetryAfter, refused.RetryAfter);
        Assert.Equal((0, 0, 1), (limiter.Running, limiter.Waiting, _rate.Disposals));
        _rate.IsExhausted = false;
        Assert.NotNull((await limiter.AcquireAsync(TimeSpan.Zero, CancellationToken.None)).Permit);
    }

    [Fact]
    public async Task Acquire_MoreWaitThanMay_IsRefusedWithoutAToken()
    {
        var limiter = Use(concurrent: 1, queueLimit: 0);
        limiter.Take();

        var refused = await limiter.AcquireAsync(TimeSpan.FromHours(1), CancellationToken.None);

        Assert.Equal(PermitRefusal.QueueFull, refused.Refusal);
        Assert.Equal(1, _rate.Leases);
    }

    [Fact]
    public async Task Acquire_CanceledWhileItWaitsForAToken_GivesItsSlotBack()
    {
        _rate.Holds = true;
        var limiter = Use(concurrent: 1);
        using var caller = new CancellationTokenSource();
        var waiting = limiter.AcquireAsync(TimeSpan.FromHours(1), caller.Token).AsTask();
        Assert.Equal((0, 1), (limiter.Running, limiter.Waiting));

        await caller.CancelAsync();

        var canceled = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.Equal(caller.Token, canceled.CancellationToken);
        _rate.Holds = false;
        Assert.NotNull(limiter.Take());
        Assert.Equal((1, 0), (limiter.Running, limiter.Waiting));
    }

    [Fact]
    public void Release_DisposesTheLeaseOnce()
    {
        var permit = Use(concurrent: 1).Take();
        Assert.Equal(0, _rate.Disposals);

        permit.Release(isUnused: true);
        permit.Release();

        Assert.Equal((1, 1), (_rate.Leases, _rate.Disposals));
    }

    [Fact]
    public async Task Attach_WhileACreateHoldsTheSlotAndWaitsForAToken_TheCreateWaitsForTheEndOfTheJob()
    {
        _rate.Holds = true;
        var limiter = Use(concurrent: 1);
        var create = limiter.AcquireAsync(TimeSpan.FromHours(1), CancellationToken.None).AsTask();
        var resumed = await limiter.AttachAsync(CancellationToken.None);

        _rate.Holds = false;
        Assert.False(await StepClock.SettleAsync(() => create.IsCompleted));
        resumed.Release();

        Assert.NotNull((await create).Permit);
        Assert.Equal((1, 1), (limiter.Running, _rate.Leases));
    }

    [Fact]
    public async Task Pause_BeginsWhileACreateWaitsForAToken_HoldsItBackAndKeepsTheToken()
    {
        _rate.Holds = true;
        var limiter = Use(concurrent: 1);
        var create = limiter.AcquireAsync(TimeSpan.FromHours(1), CancellationToken.None).AsTask();

        limiter.Pause(TimeSpan.FromSeconds(10));
        _rate.Holds = false;
        Assert.False(await StepClock.SettleAsync(() => create.IsCompleted));
        await _time.StepUntilAsync(create, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(11));

        Assert.NotNull((await create).Permit);
        Assert.Equal((1, 0), (_rate.Leases, _rate.Disposals));
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public void Dispose_DisposesTheRateLimiterUnlessItIsLeftOpen(bool leaveOpen, bool isDisposed)
    {
        var limiter = new RateLimiterJobLimiter(_rate, new(), _time, leaveOpen);

        limiter.Dispose();
        limiter.Dispose();

        Assert.Equal(isDisposed, _rate.IsDisposed);
    }

    [Fact]
    public async Task Generate_AFactoryPutsATokenBucketInFront_TheRequestBeyondItFailsOver()
    {
        var (first, second) = (new FakeProvider("first"), new FakeProvider("second"));
        await using var app = new TestApplication(
            [first, second], services: static services => services.AddSingleton<IJobLimiterFactory, TokenBucketFactory>());

        var all = new List<ImageGenerationResponse>();
        for (var i = 0; i < 3; i++)
        {
            all.Add(await app.RunAsync(app.Images.GenerateImageWithFailoverAsync(TestApplication.Request())));
        }

        Assert.Equal(["first", "first", "second"], all.Select(response => response.Provider));
        var refused = all[2].Metadata.Attempts[0];
        Assert.Equal((FailureKind.QueueFull, "first: the rate limiter refused the request."), (refused.Failure, refused.Message));
        Assert.Equal(2, first.Submits.Count);
        Assert.All(app.Monitor.GetStatus(), status => Assert.Equal((0, 0), (status.Running, status.Waiting)));
        var failure = await Assert.ThrowsAsync<ImageGenerationException>(
            () => app.RunAsync(app.Images.GenerateImageAsync(TestApplication.Request(), "first")));
        Assert.True(failure.RetryAfter > TimeSpan.Zero);
    }

    private RateLimiterJobLimiter Use(int concurrent, int queueLimit = 10) =>
        _limiter = new(_rate, new() { Concurrent = concurrent, QueueLimit = queueLimit }, _time);

    private sealed class TokenBucketFactory(TimeProvider time) : IJobLimiterFactory
    {
        public IJobLimiter Create(string provider, RateLimitOptions options) => new RateLimiterJobLimiter(
            new TokenBucketRateLimiter(new()
            {
                TokenLimit = 2,
                TokensPerPeriod = 1,
                ReplenishmentPeriod = TimeSpan.FromHours(1),
                AutoReplenishment = false,
            }),
            options,
            time);
    }
}
