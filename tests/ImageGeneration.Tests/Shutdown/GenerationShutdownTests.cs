using ImageGeneration.Providers;
using ImageGeneration.Shutdown;
using ImageGeneration.Tests.Fakes;
using Microsoft.Extensions.Hosting;
using Polly.CircuitBreaker;

namespace ImageGeneration.Tests.Shutdown;

public sealed class GenerationShutdownTests
{
    private static readonly TimeSpan _runTime = TimeSpan.FromSeconds(8);

    private readonly FakeProvider _provider = new();
    private readonly FakeProvider _other = new("other");

    [Fact]
    public async Task Dispose_AJobRuns_IsCanceledAndReported()
    {
        var app = Application();
        Accept(app);
        var running = app.Images.GenerateImageWithFailoverAsync(TestApplication.Request(), default);

        await app.DisposeAsync();

        var failure = await Assert.ThrowsAsync<ImageGenerationException>(() => running);
        var attempt = Assert.Single(failure.Attempts);
        Assert.Equal(
            (FailureKind.ShuttingDown, "job-1", CancellationOutcome.Confirmed), (failure.Kind, attempt.JobId, attempt.Cancellation));
        Assert.Single(_provider.Cancels);
        Assert.Empty(_other.Submits);
    }

    [Fact]
    public async Task Dispose_ARequestWaitsForAPermit_EndsWithoutFailoverCircuitOrBill()
    {
        var app = Application();
        Accept(app);
        var running = app.Images.GenerateImageWithFailoverAsync(TestApplication.Request(), default);
        var waiting = app.Images.GenerateImageAsync(TestApplication.Request(), "fake");

        await app.DisposeAsync();

        var failure = await Assert.ThrowsAsync<ImageGenerationException>(() => waiting);
        Assert.Equal((FailureKind.ShuttingDown, 0m), (failure.Kind, Assert.Single(failure.Attempts).CostUsd));
        Assert.Contains("shutting down", failure.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ImageGenerationException>(() => running);
        Assert.Single(_provider.Submits);
        Assert.Empty(_other.Submits);
    }

    [Fact]
    public async Task Dispose_TheJobHasJustFinished_IsDelivered()
    {
        var app = Application();
        Accept(app);
        _provider.OnCancel = (job, _) => Task.FromResult(_provider.Done(_provider.Submits.First()) with { Reference = job });
        var running = app.Images.GenerateImageWithFailoverAsync(TestApplication.Request(), default);

        await app.DisposeAsync();

        Assert.Single((await running).Images);
    }

    [Fact]
    public async Task Dispose_ModeWait_TheRunningJobIsSeenThroughAndTheWaitingOneIsSentAway()
    {
        var app = Application(ShutdownMode.Wait);
        Accept(app);
        var images = app.Images;
        var running = images.GenerateImageWithFailoverAsync(TestApplication.Request(), default);
        var waiting = images.GenerateImageAsync(TestApplication.Request(), "fake");

        await app.DisposeAsync();

        Assert.Single((await running).Images);
        Assert.Empty(_provider.Cancels);
        Assert.InRange(app.Time.Elapsed, _runTime, _runTime * 1.2);
        Assert.Equal(FailureKind.ShuttingDown, (await Assert.ThrowsAsync<ImageGenerationException>(() => waiting)).Kind);
        var late = await Assert.ThrowsAsync<ImageGenerationException>(() => images.GenerateImageAsync(TestApplication.Request(), "fake"));
        Assert.Equal(FailureKind.ShuttingDown, late.Kind);
        Assert.Single(_provider.Submits);
    }

    [Fact]
    public async Task Dispose_ModeWaitAndTheJobLastsTooLong_IsCanceledAfterTheTimeout()
    {
        var app = Application(ShutdownMode.Wait, TimeSpan.FromSeconds(3));
        Accept(app);
        var running = app.Images.GenerateImageWithFailoverAsync(TestApplication.Request(), default);

        await app.DisposeAsync();

        var failure = await Assert.ThrowsAsync<ImageGenerationException>(() => running);
        Assert.Equal((FailureKind.ShuttingDown, CancellationOutcome.Confirmed), (failure.Kind, failure.Attempts[0].Cancellation));
        Assert.InRange(app.Time.Elapsed.TotalSeconds, 3, 4);
    }

    [Fact]
    public async Task Dispose_ModeWaitAndTheJobFails_NobodyElseIsAsked()
    {
        var app = Application(ShutdownMode.Wait);
        Accept(app, FailureKind.JobFailed);
        var running = app.Images.GenerateImageWithFailoverAsync(TestApplication.Request(), default);

        await app.DisposeAsync();

        await Assert.ThrowsAnyAsync<ImageGenerationException>(() => running);
        Assert.Empty(_other.Submits);
    }

    [Theory]
    [InlineData(ShutdownMode.Cancel, 20)]
    [InlineData(ShutdownMode.Wait, 25)]
    public async Task Dispose_AProviderThatHangs_EndsAllTheSame(ShutdownMode mode, double seconds)
    {
        var app = Application(mode);
        Accept(app);
        _provider.OnCancel = static (_, _) => new TaskCompletionSource<ProviderJob>().Task;
        _provider.OnGetJob = static (_, _) => new TaskCompletionSource<ProviderJob>().Task;
        var running = app.Images.GenerateImageWithFailoverAsync(TestApplication.Request(), default);

        await app.DisposeAsync();

        Assert.InRange(app.Time.Elapsed.TotalSeconds, 5, seconds + 0.5);
        var failure = await Assert.ThrowsAsync<ImageGenerationException>(() => app.RunAsync(running));
        Assert.Equal(CancellationOutcome.NotConfirmed, failure.Attempts[0].Cancellation);
    }

    [Fact]
    public async Task Stop_OfTheHost_EndsRequestsBeforeItsOtherServicesStop()
    {
        await using var app = Application();
        Accept(app);
        var running = app.Images.GenerateImageWithFailoverAsync(TestApplication.Request(), default);
        var hosted = Assert.IsAssignableFrom<IHostedLifecycleService>(app.Service<IEnumerable<IHostedService>>().Single());

        await hosted.StoppingAsync(default);
        var failure = await Assert.ThrowsAsync<ImageGenerationException>(() => app.RunAsync(running));
        await hosted.StopAsync(default);

        Assert.Equal(FailureKind.ShuttingDown, failure.Kind);
        Assert.All(app.Monitor.GetStatus(), provider => Assert.Equal(CircuitState.Closed, provider.Circuit));
    }

    [Fact]
    public async Task Stop_TheHostHasNoTimeLeft_CancelsWhatIsWaitedFor()
    {
        await using var app = Application(ShutdownMode.Wait);
        Accept(app);
        var running = app.Images.GenerateImageWithFailoverAsync(TestApplication.Request(), default);
        var hosted = (IHostedLifecycleService)app.Service<IEnumerable<IHostedService>>().Single();

        await hosted.StoppingAsync(default);
        await hosted.StopAsync(new CancellationToken(canceled: true));

        Assert.Equal(FailureKind.ShuttingDown, (await Assert.ThrowsAsync<ImageGenerationException>(() => app.RunAsync(running))).Kind);
        Assert.Single(_provider.Cancels);
    }

    private TestApplication Application(ShutdownMode mode = ShutdownMode.Cancel, TimeSpan? timeout = null) => new(
        [_provider, _other],
        options =>
        {
            options.Shutdown.Mode = mode;
            options.Shutdown.Timeout = timeout ?? options.Shutdown.Timeout;
        },
        provider: options => options.RateLimit.Concurrent = 1);

    private void Accept(TestApplication app, FailureKind? failure = null)
    {
        _provider.OnSubmit = (provider, request, _) => Task.FromResult(provider.Accepted(request, JobStatus.Running));
        _provider.OnGetJob = (job, _) => Task.FromResult(
            app.Time.Elapsed < _runTime ? new() { Reference = job, Status = JobStatus.Running }
            : failure is { } kind ? ProviderJob.Failed(new(kind, "it failed"), job)
            : _provider.Done(_provider.Submits.First()) with { Reference = job });
    }
}
