using ImageGeneration.Providers;
using ImageGeneration.Routing;
using ImageGeneration.Tests.Fakes;

namespace ImageGeneration.Tests.Routing;

/// <summary>What a route tells of the expected time, after what an application has seen.</summary>
public sealed class LatencyForecastTests : IAsyncDisposable
{
    private readonly FakeProvider _cheap = new("cheap");
    private readonly FakeProvider _warm = new("warm");
    private readonly TestApplication _app;
    private TimeSpan? _cheapEnded;
    private WorkerCounts? _counts;

    public LatencyForecastTests()
    {
        _cheap.OnSubmit = async (provider, request, _) =>
        {
            // A worker is stopped a minute after its last job.
            var isWarm = _app!.Time.Elapsed - _cheapEnded < TimeSpan.FromMinutes(1);
            var wait = isWarm ? TimeSpan.Zero : TimeSpan.FromMinutes(1);
            await Task.Delay(wait + TimeSpan.FromSeconds(6), _app.Time, default);
            _cheapEnded = _app.Time.Elapsed;
            return provider.Done(request) with { QueueTime = wait };
        };
        _warm.OnSubmit = async (provider, request, _) =>
        {
            await Task.Delay(TimeSpan.FromSeconds(9), _app!.Time, default);
            return provider.Done(request) with { QueueTime = TimeSpan.Zero };
        };
        _cheap.Capabilities = static model => new() { ModelId = $"cheap/{model}", ReportsWorkers = true };
        _warm.Capabilities = static model => new() { ModelId = $"warm/{model}", TypicalRunTime = TimeSpan.FromSeconds(4) };
        _cheap.OnWorkers = (_, _) => Task.FromResult(_counts);
        _app = new(
            [_cheap, _warm],
            options =>
            {
                options.Routing.Strategy = RoutingStrategy.LowestCost;
                options.Prices.Add(new() { Provider = "cheap", Model = "sdxl", PerImageUsd = 0.001m });
                options.Prices.Add(new() { Provider = "warm", Model = "sdxl", PerImageUsd = 0.01m });
            },
            provider: options => (options.Jobs.SubmitTimeout, options.RateLimit.Concurrent) = (TimeSpan.FromMinutes(5), 2));
    }

    private RoutingOptions Routing => _app.Service<Microsoft.Extensions.Options.IOptions<ImageGenerationServiceOptions>>().Value.Routing;

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public void Plan_NothingSeen_IsTheTypicalRunTime()
    {
        var expected = Plan()[0].ExpectedLatency;

        Assert.Equal(new ExpectedLatency { RunTime = TimeSpan.FromSeconds(5) }, expected);
    }

    [Fact]
    public async Task Plan_AfterAFewJobs_TellsTheParts()
    {
        await LearnAsync();
        _app.Time.Advance(TimeSpan.FromMinutes(1));

        var expected = Plan()[0].ExpectedLatency;

        Assert.Equal((1d, 60d, 6d), (expected.ColdStartProbability, Math.Round(expected.BootTime.TotalSeconds), Math.Round(expected.RunTime.TotalSeconds)));
    }

    [Fact]
    public async Task Generate_TheCheapOneHasGoneCold_LosesWhereLatencyIsAskedFor()
    {
        await LearnAsync();
        Routing.Strategy = RoutingStrategy.LowestLatency;
        _app.Time.Advance(TimeSpan.FromMinutes(1));

        var response = await GenerateAsync();

        Assert.Equal("warm", response.Provider);
        Assert.Equal("latency: about 9 s", response.Metadata.RouteReason);
        Assert.Equal(9, Math.Round(response.Metadata.ExpectedLatency!.Total.TotalSeconds));
    }

    [Fact]
    public async Task Generate_TheCheapOneIsWarmStill_WinsWhereLatencyIsAskedFor()
    {
        await LearnAsync();
        Routing.Strategy = RoutingStrategy.LowestLatency;
        await GenerateAsync(provider: "cheap");

        Assert.Equal("cheap", (await GenerateAsync()).Provider);
    }

    [Fact]
    public async Task Generate_ADeadlineThatTheColdOneMisses_GoesToTheWarmOne()
    {
        await LearnAsync();
        _app.Time.Advance(TimeSpan.FromMinutes(1));

        var stops = Plan(TimeSpan.FromSeconds(30));
        var response = await GenerateAsync(TimeSpan.FromSeconds(30));

        Assert.Equal("warm", response.Provider);
        Assert.Equal("after those that meet the deadline of 30 s: about 66 s (cold start likely: 60 s boot)", stops[1].Reason);
    }

    [Fact]
    public async Task Generate_NoHurry_GoesToTheCheapOneThoughItIsCold()
    {
        await LearnAsync();
        _app.Time.Advance(TimeSpan.FromMinutes(1));

        var response = await GenerateAsync(TimeSpan.FromSeconds(120));

        Assert.Equal(("cheap", 1d), (response.Provider, response.Metadata.ExpectedLatency!.ColdStartProbability));
    }

    [Fact]
    public async Task Plan_AllPlacesTaken_TellsTheWaitInThisProcess()
    {
        await LearnAsync();
        await GenerateAsync(provider: "cheap");
        Task[] running = [.. Enumerable.Range(0, 3).Select(_ => _app.Images.GenerateImageAsync(TestApplication.Request(), "cheap"))];

        var expected = Plan()[0].ExpectedLatency;

        Assert.Equal(6, Math.Round(expected.LocalQueue.TotalSeconds));
        await _app.Time.StepUntilAsync(Task.WhenAll(running), TimeSpan.FromSeconds(1), TimeSpan.FromHours(1));
    }

    [Theory]
    [InlineData(0, 0, 0, 1, 60)]
    [InlineData(0, 0, 1, 1, 60)]
    [InlineData(0, 1, 0, 0, 0)]
    [InlineData(1, 0, 0, 0, 0)]
    public async Task Plan_FreshCountsAndNothingLearned_TellWhetherAWorkerIsUp(
        int idle, int running, int initializing, double probability, double boot)
    {
        Routing.Strategy = RoutingStrategy.LowestLatency;
        _counts = new() { Idle = idle, Running = running, Initializing = initializing };
        await RefreshAsync();

        var expected = CheapStop().ExpectedLatency;

        Assert.Equal((probability, boot), (expected.ColdStartProbability, expected.BootTime.TotalSeconds));
    }

    [Fact]
    public async Task Plan_IdleWorkersThatMayBeAsleep_WhatWasSeenDecides()
    {
        await LearnAsync();
        Routing.Strategy = RoutingStrategy.LowestLatency;
        _counts = new() { Idle = 2 };
        _app.Time.Advance(TimeSpan.FromMinutes(1));
        await RefreshAsync();

        Assert.Equal(1, CheapStop().ExpectedLatency.ColdStartProbability);
    }

    [Fact]
    public async Task Plan_JobsOfOthersWait_TellsTheQueueThere()
    {
        Routing.Strategy = RoutingStrategy.LowestLatency;
        _counts = new() { Running = 2, QueuedJobs = 6 };
        await RefreshAsync();

        Assert.Equal(15, CheapStop().ExpectedLatency.ProviderQueue.TotalSeconds);
    }

    [Theory]
    [InlineData(int.MaxValue)]
    [InlineData(int.MinValue)]
    public async Task Plan_CountsThatCannotBe_HarmNoRequest(int figure)
    {
        Routing.Strategy = RoutingStrategy.LowestLatency;
        _counts = new() { Idle = figure, Running = figure, Initializing = figure, QueuedJobs = figure };
        await RefreshAsync();

        Assert.Equal("warm", (await GenerateAsync(provider: "warm")).Provider);
        Assert.InRange(CheapStop().ExpectedLatency.Total, TimeSpan.Zero, TimeSpan.FromDays(365));
    }

    [Fact]
    public async Task Plan_CountsOfLongAgo_AreNotUsed()
    {
        Routing.Strategy = RoutingStrategy.LowestLatency;
        _counts = new();
        await RefreshAsync();
        _app.Time.Advance(TimeSpan.FromSeconds(16));

        Assert.Equal(0, CheapStop().ExpectedLatency.ColdStartProbability);
    }

    private IReadOnlyList<RouteEntry> Plan(TimeSpan? deadline = null) =>
        _app.Routes.Plan(TestApplication.Request() with { Deadline = deadline }).Entries;

    private RouteEntry CheapStop() => Plan().Single(stop => stop.Provider == "cheap");

    // A request that goes to the warm one triggers the count; it is there before the request ends.
    private async Task RefreshAsync()
    {
        var before = _cheap.WorkerReads;
        await GenerateAsync();
        Assert.Equal(before + 1, _cheap.WorkerReads);
    }

    // A cold start of which nothing was known, a warm one, and a cold one after a minute.
    private async Task LearnAsync()
    {
        await GenerateAsync(provider: "cheap");
        await GenerateAsync(provider: "cheap");
        _app.Time.Advance(TimeSpan.FromMinutes(1));
        await GenerateAsync(provider: "cheap");
        await GenerateAsync(provider: "warm");
    }

    private async Task<ImageGenerationResponse> GenerateAsync(TimeSpan? deadline = null, string? provider = null) => await _app.RunAsync(
        _app.Images.GenerateAsync(TestApplication.Request() with { Deadline = deadline }, new() { Provider = provider }));
}
