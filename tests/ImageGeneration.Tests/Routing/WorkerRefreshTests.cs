using ImageGeneration.Providers;
using ImageGeneration.Routing;
using ImageGeneration.Tests.Fakes;
using ImageGeneration.Tests.Time;
using Microsoft.Extensions.DependencyInjection;
using Moq;

namespace ImageGeneration.Tests.Routing;

/// <summary>Workers are counted where the order depends on it, and nowhere else.</summary>
public sealed class WorkerRefreshTests
{
    private readonly FakeProvider _telling = new("telling")
    {
        Capabilities = static model => new() { ModelId = $"telling/{model}", ReportsWorkers = true },
        OnWorkers = static (_, _) => Task.FromResult<WorkerCounts?>(new() { Running = 1 }),
    };

    private readonly FakeProvider _silent = new("silent");

    [Theory]
    [InlineData(RoutingStrategy.LowestLatency, null, false, 1)]
    [InlineData(RoutingStrategy.LowestLatency, null, true, 1)]
    [InlineData(RoutingStrategy.Balanced, null, false, 0)]
    [InlineData(RoutingStrategy.Balanced, null, true, 1)]
    [InlineData(RoutingStrategy.Balanced, 30, false, 1)]
    [InlineData(RoutingStrategy.LowestCost, null, true, 0)]
    [InlineData(RoutingStrategy.LowestCost, 30, false, 1)]
    [InlineData(RoutingStrategy.HighestQuality, 30, false, 1)]
    [InlineData(RoutingStrategy.HighestQuality, null, true, 0)]
    [InlineData(RoutingStrategy.LeastBusy, 30, true, 0)]
    [InlineData(RoutingStrategy.RegistrationOrder, 30, true, 0)]
    public async Task Generate_EachStrategy_CountsWhereTheTimeDecides(RoutingStrategy strategy, int? deadline, bool areEqual, int reads)
    {
        await using var app = Application([_telling, _silent], strategy, areEqual);

        await GenerateAsync(app, Request(deadline));

        Assert.Equal((reads, 0), (_telling.WorkerReads, _silent.WorkerReads));
    }

    [Fact]
    public async Task Generate_OnlyOneCanDoIt_IsNotCounted()
    {
        await using var app = Application([_telling, _silent], RoutingStrategy.LowestLatency);

        await GenerateAsync(app, Request(null), new() { Provider = "telling" });

        Assert.Equal(0, _telling.WorkerReads);
    }

    [Fact]
    public async Task Plan_OfAnEstimate_SendsNothing()
    {
        await using var app = Application([_telling, _silent], RoutingStrategy.LowestLatency);

        app.Routes.Plan(Request(null));
        app.Time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(0, _telling.WorkerReads);
    }

    [Fact]
    public async Task Generate_AnIntervalOfZero_NeverCounts()
    {
        await using var app = Application(
            [_telling, _silent], RoutingStrategy.LowestLatency, configure: options => options.Routing.WorkerCountInterval = TimeSpan.Zero);

        await GenerateAsync(app, Request(null));

        Assert.Equal(0, _telling.WorkerReads);
    }

    [Fact]
    public async Task Generate_AnIntervalBelowASecond_CountsOnceASecond()
    {
        await using var app = Application(
            [_telling, _silent], RoutingStrategy.LowestLatency, configure: options => options.Routing.WorkerCountInterval = TimeSpan.FromTicks(1));

        for (var i = 0; i < 9; i++)
        {
            await GenerateAsync(app, Request(null));
            app.Time.Advance(TimeSpan.FromMilliseconds(100));
        }

        Assert.Equal(1, _telling.WorkerReads);
    }

    [Fact]
    public async Task Generate_ASelectorOfTheApplication_MayLookAtTheTime()
    {
        var selector = new Mock<IProviderSelector>();
        selector.Setup(s => s.Order(It.IsAny<ImageGenerationRequest>(), It.IsAny<IReadOnlyList<ProviderCandidate>>()))
            .Returns((ImageGenerationRequest _, IReadOnlyList<ProviderCandidate> all) => [.. all.Select(one => new ProviderChoice(one, "mine"))]);
        await using var app = Application(
            [_telling, _silent], RoutingStrategy.RegistrationOrder, services: services => services.AddSingleton(selector.Object));

        await GenerateAsync(app, Request(null));

        Assert.Equal(1, _telling.WorkerReads);
    }

    [Fact]
    public async Task Generate_ItsCircuitIsOpen_IsNotCounted()
    {
        _telling.Fails(FailureKind.Unauthorized);
        await using var app = Application([_telling, _silent], RoutingStrategy.LowestLatency);
        await GenerateAsync(app, Request(null));
        app.Time.Advance(TimeSpan.FromMinutes(1));
        var before = _telling.WorkerReads;

        await GenerateAsync(app, Request(null));

        // The first count may have met the open circuit already.
        Assert.Equal(before, _telling.WorkerReads);
    }

    // Workers are counted beside the request, on a thread of the pool.
    private static async Task GenerateAsync(
        TestApplication app, ImageGenerationRequest request, ImageGenerationCallOptions? options = null)
    {
        await app.RunAsync(app.Images.GenerateAsync(request, options));
        PoolIdleness.Wait(static () => true);
    }

    private static ImageGenerationRequest Request(int? deadline) =>
        TestApplication.Request() with { Deadline = deadline is { } seconds ? TimeSpan.FromSeconds(seconds) : null };

    private static TestApplication Application(
        IReadOnlyList<FakeProvider> providers,
        RoutingStrategy strategy,
        bool areEqual = true,
        Action<ImageGenerationServiceOptions>? configure = null,
        Action<IServiceCollection>? services = null) => new(
        providers,
        options =>
        {
            options.Routing.Strategy = strategy;
            options.Prices.Add(new() { Provider = "telling", Model = "sdxl", PerImageUsd = 0.001m });
            options.Prices.Add(new() { Provider = "silent", Model = "sdxl", PerImageUsd = areEqual ? 0.001m : 0.01m });
            configure?.Invoke(options);
        },
        services,
        provider: options => options.RateLimit.RequestsPerMinute = 100_000);
}
