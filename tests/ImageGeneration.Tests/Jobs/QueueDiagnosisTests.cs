using ImageGeneration.Providers;
using ImageGeneration.Tests.Fakes;

namespace ImageGeneration.Tests.Jobs;

public sealed class QueueDiagnosisTests : IAsyncDisposable
{
    private readonly DiagnosingProvider _provider = new();
    private readonly TestApplication _app;

    public QueueDiagnosisTests()
    {
        _app = new([_provider], provider: options => options.Jobs.QueueTimeout = TimeSpan.FromSeconds(30));
        _provider.OnSubmit = (provider, request, _) => Task.FromResult(provider.Accepted(request));
        _provider.OnGetJob = (job, _) => Task.FromResult(new ProviderJob { Reference = job, Status = JobStatus.Queued });
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Theory]
    [InlineData(600, "(QueueTimeout). Two workers are throttled. Job job-1")]
    [InlineData(10, "deadline of 10 s for the whole request passed. Two workers are throttled. Job job-1")]
    public async Task Run_GivenUpInTheQueue_SaysWhyItWaited(int deadline, string words)
    {
        var failure = await FailAsync(deadline);

        Assert.Contains(words, failure.Message, StringComparison.Ordinal);
        Assert.Single(_provider.Cancels);
    }

    [Fact]
    public async Task Run_GivenUpWhileRunning_AsksNobody()
    {
        _provider.OnGetJob = (job, _) => Task.FromResult(new ProviderJob { Reference = job, Status = JobStatus.Running });

        var failure = await FailAsync(10);

        Assert.DoesNotContain("throttled", failure.Message, StringComparison.Ordinal);
        Assert.Equal(0, _provider.Asked);
    }

    [Fact]
    public async Task Run_DiagnosisThatHangsOrThrows_IsNotWaitedForLong()
    {
        _provider.OnDescribe = token => Task.Delay(Timeout.Infinite, CancellationToken.None).ContinueWith(_ => (string?)"late", token);
        var hanging = await FailAsync(10);
        _provider.OnDescribe = _ => throw new InvalidOperationException("a bug");
        var throwing = await FailAsync(10);

        Assert.Equal(FailureKind.TimedOut, hanging.Kind);
        Assert.Equal(FailureKind.TimedOut, throwing.Kind);
        Assert.InRange(_app.Time.Elapsed.TotalSeconds, 22, 120);
    }

    private Task<ImageGenerationException> FailAsync(int deadline) =>
        Assert.ThrowsAnyAsync<ImageGenerationException>(() => _app.RunAsync(
            _app.Images.GenerateImageAsync(TestApplication.Request() with { Deadline = TimeSpan.FromSeconds(deadline) }, "fake")));

    private sealed class DiagnosingProvider : FakeProvider, IImageProvider
    {
        public int Asked { get; private set; }

        public Func<CancellationToken, Task<string?>> OnDescribe { get; set; } = static _ => Task.FromResult<string?>("Two workers are throttled.");

        public Task<string?> DescribeQueueAsync(JobReference job, CancellationToken cancellationToken)
        {
            Asked++;
            return OnDescribe(cancellationToken);
        }
    }
}
