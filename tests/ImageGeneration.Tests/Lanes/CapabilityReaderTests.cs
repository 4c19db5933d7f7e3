using ImageGeneration.Providers;
using ImageGeneration.Tests.Fakes;

namespace ImageGeneration.Tests.Lanes;

public sealed class CapabilityReaderTests : IAsyncDisposable
{
    private readonly ReadingProvider _provider = new();
    private readonly TestApplication _app;

    public CapabilityReaderTests() => _app = new([_provider]);

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task Generate_ProviderThatLearns_IsPlannedWithWhatItLearned()
    {
        _provider.OnRead = async _ =>
        {
            await Task.Yield();
            _provider.Capabilities = model => new() { ModelId = "learnt/" + model };
        };

        var response = await RunAsync();

        Assert.True(_provider.Submits.TryPeek(out var sent));
        Assert.Equal("learnt/sdxl", sent.ModelId);
        Assert.Single(response.Images);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Generate_LearningThatThrowsOrHangs_GoesOnWithWhatIsKnown(bool hangs)
    {
        _provider.OnRead = _ => hangs ? new(new TaskCompletionSource().Task) : throw new InvalidOperationException("a bug");

        var response = await RunAsync();

        Assert.Single(response.Images);
        Assert.InRange(_app.Time.Elapsed.TotalSeconds, hangs ? 15 : 0, 40);
    }

    [Fact]
    public async Task Generate_LearningTakesLongerThanTheDeadline_EndsAtTheDeadline()
    {
        _provider.OnRead = _ => new(new TaskCompletionSource().Task);
        var request = TestApplication.Request() with { Deadline = TimeSpan.FromSeconds(5) };

        var failure = await Assert.ThrowsAsync<ImageGenerationException>(() => _app.RunAsync(_app.Images.GenerateImageAsync(request, "fake")));

        Assert.Equal(FailureKind.TimedOut, failure.Kind);
        Assert.InRange(_app.Time.Elapsed.TotalSeconds, 4.9, 6);
        Assert.Empty(_provider.Submits);
    }

    private Task<ImageGenerationResponse> RunAsync() => _app.RunAsync(_app.Images.GenerateImageAsync(TestApplication.Request(), "fake"));

    private sealed class ReadingProvider : FakeProvider, IImageProvider
    {
        public Func<ImageModel, ValueTask> OnRead { get; set; } = static _ => ValueTask.CompletedTask;

        public ValueTask ReadCapabilitiesAsync(ImageModel model, CancellationToken cancellationToken) => OnRead(model);
    }
}
