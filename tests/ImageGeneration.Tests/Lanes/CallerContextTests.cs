using System.Runtime.CompilerServices;
using ImageGeneration.Jobs;
using ImageGeneration.Limiting;
using ImageGeneration.Providers;
using ImageGeneration.Tests.Fakes;
using ImageGeneration.Timing;
using Microsoft.Extensions.DependencyInjection;

namespace ImageGeneration.Tests.Lanes;

/// <summary>What flows with a caller ends with its call: what the library keeps for all callers holds on to none of them.</summary>
public sealed class CallerContextTests
{
    private static readonly AsyncLocal<object?> _local = new();

    [Fact]
    public async Task Generate_FirstCallEnds_NothingKeepsItsContext()
    {
        await using var services = Services();

        var context = await CallAsync(services);

        for (var i = 0; i < 20 && context.IsAlive; i++)
        {
            await Task.Yield();
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.False(context.IsAlive);
    }

    [Fact]
    public void LaneTimers_MadeByACaller_DoNotFlowWithIt()
    {
        var time = new CapturingTime();
        _local.Value = this;
        var limits = new RateLimitOptions();

        using var limiter = new JobLimiter(limits, time);
        using var reads = new ReadScheduler(limits, time);
        using var watch = new QueuePositionReporter("fake", limiter, new(), time);

        Assert.Equal(3, time.Contexts.Count);
        Assert.All(time.Contexts, Assert.Null);
    }

    [Fact]
    public void WithoutFlow_InsideItself_StartsAsWell() =>
        Assert.Equal(7, Clock.WithoutFlow(7, static seven => Clock.WithoutFlow(seven, static it => it)));

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Task<WeakReference> CallAsync(ServiceProvider services) => Task.Run(async () =>
    {
        var value = new object();
        _local.Value = value;
        await services.GetRequiredService<IImageGenerationService>().GenerateImageAsync(TestApplication.Request(), "fake");
        _local.Value = null;
        return new WeakReference(value);
    });

    private static ServiceProvider Services()
    {
        var services = new ServiceCollection();
        var provider = new FakeProvider();
        provider.OnSubmit = static (fake, request, _) => Task.FromResult(fake.Accepted(request));
        provider.OnGetJob = (job, _) => Task.FromResult(provider.Done(provider.Submits.First()) with { Reference = job });
        services.AddImageGeneration().AddProvider("fake", _ => provider, options => options.Jobs.MinPollInterval = TimeSpan.FromMilliseconds(50));
        return services.BuildServiceProvider();
    }

    private sealed class CapturingTime : TimeProvider
    {
        public List<ExecutionContext?> Contexts { get; } = [];

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Contexts.Add(ExecutionContext.Capture());
            return base.CreateTimer(callback, state, dueTime, period);
        }
    }
}
