using ImageGeneration.Providers;
using ImageGeneration.Tests.Fakes;

namespace ImageGeneration.Tests.Jobs;

/// <summary>A cold start makes no later job seem slow.</summary>
public sealed class ColdStartPollingTests : IAsyncDisposable
{
    private static readonly TimeSpan _boot = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan _run = TimeSpan.FromSeconds(4);

    private readonly FakeProvider _provider = new();
    private readonly TestApplication _app;

    public ColdStartPollingTests() => _app = new([_provider]);

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task Generate_AfterAColdStart_TheNextJobIsReadWhenItEnds()
    {
        await GenerateAsync(queue: _boot);

        var warm = await GenerateAsync(queue: TimeSpan.Zero);

        Assert.InRange(warm.GenerationTime.TotalSeconds, 4, 9);
    }

    [Fact]
    public async Task Generate_AColdStartAfterWarmJobs_IsReadWithinTheGreatestInterval()
    {
        await GenerateAsync(queue: TimeSpan.Zero);
        await GenerateAsync(queue: TimeSpan.Zero);
        var before = _provider.Reads;

        var cold = await GenerateAsync(queue: _boot);

        Assert.InRange(cold.GenerationTime.TotalSeconds, 64, 69.5);
        Assert.InRange(_provider.Reads - before, 1, 40);
    }

    private async Task<ImageGenerationResponse> GenerateAsync(TimeSpan queue)
    {
        var began = TimeSpan.Zero;
        _provider.OnSubmit = (provider, request, _) =>
        {
            began = _app.Time.Elapsed;
            return Task.FromResult(provider.Accepted(request));
        };
        _provider.OnGetJob = (job, _) => Task.FromResult((_app.Time.Elapsed - began - queue) switch
        {
            var ran when ran >= _run => _provider.Done(_provider.Submits.Last()) with { Reference = job, QueueTime = queue, RunTime = _run },
            var ran when ran >= TimeSpan.Zero => new ProviderJob { Reference = job, Status = JobStatus.Running, QueueTime = queue },
            _ => new ProviderJob { Reference = job, Status = JobStatus.Queued },
        });
        return await _app.RunAsync(_app.Images.GenerateAsync(TestApplication.Request()));
    }
}
