using ImageGeneration.Providers;
using ImageGeneration.Tests.Fakes;

namespace ImageGeneration.Tests.Jobs;

public sealed class PollAfterTests : IAsyncDisposable
{
    private readonly FakeProvider _provider = new();
    private readonly TestApplication _app;

    public PollAfterTests() => _app = new([_provider]);

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Theory]
    [InlineData(0, 0, 0.5)]
    [InlineData(20, 20, 30)]
    public async Task Run_ProviderSaysWhenToAskAgain_IsAskedThen(int seconds, double least, double most)
    {
        ProviderRequest? asked = null;
        var pause = TimeSpan.FromSeconds(seconds);
        _provider.OnSubmit = (provider, request, _) =>
            Task.FromResult(provider.Accepted(asked = request, JobStatus.Running) with { PollAfter = pause });
        _provider.OnGetJob = (job, _) => Task.FromResult(_provider.Done(asked!) with { Reference = job });

        await _app.RunAsync(_app.Images.GenerateImageAsync(TestApplication.Request(), "fake"));

        Assert.InRange(_app.Time.Elapsed.TotalSeconds, least, most);
    }

    [Fact]
    public async Task Run_ReadFailedSince_TheScheduleCountsAgain()
    {
        ProviderRequest? asked = null;
        _provider.OnSubmit = (provider, request, _) =>
            Task.FromResult(provider.Accepted(asked = request, JobStatus.Running) with { PollAfter = TimeSpan.Zero });
        _provider.OnGetJob = (job, _) => Task.FromResult(_app.Time.Elapsed < TimeSpan.FromSeconds(5)
            ? ProviderJob.Unread(new(FailureKind.Unavailable, "502"), job)
            : _provider.Done(asked!) with { Reference = job });

        await _app.RunAsync(_app.Images.GenerateImageAsync(TestApplication.Request(), "fake"));

        Assert.InRange(_provider.Reads, 2, 60);
    }
}
