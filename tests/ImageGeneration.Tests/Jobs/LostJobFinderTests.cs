using ImageGeneration.Providers;
using ImageGeneration.Tests.Fakes;

namespace ImageGeneration.Tests.Jobs;

public sealed class LostJobFinderTests : IAsyncDisposable
{
    private readonly ReconcilingProvider _provider = new();
    private readonly TestApplication _app;

    public LostJobFinderTests() => _app = new([_provider]);

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task Find_TheJobOfALostAnswer_IsAdoptedAndDelivered()
    {
        _provider.LosesAnswers = true;

        var response = await _app.RunAsync(_app.Images.GenerateImageAsync(TestApplication.Request(), "fake"));

        Assert.Single(_provider.Submits);
        Assert.Equal("job-1", response.Metadata.Attempts[0].JobId);
        Assert.False(response.Metadata.Attempts[0].PossiblyBilled);
        Assert.Empty(response.Warnings);
    }

    [Fact]
    public async Task Find_NoJobInTheList_StaysUnknown()
    {
        _provider.OnSubmit = (_, _, _) => Task.FromResult(FakeProvider.Refused(FailureKind.UnknownOutcome));

        var failure = await Assert.ThrowsAsync<ImageGenerationException>(
            () => _app.RunAsync(_app.Images.GenerateImageAsync(TestApplication.Request(), "fake")));

        Assert.Equal(FailureKind.UnknownOutcome, failure.Kind);
        Assert.True(failure.Attempts[0].PossiblyBilled);
        Assert.Equal(2, _provider.Looks);
    }

    [Fact]
    public async Task Find_SeveralEqualRequestsAndLostAnswers_EachHasAJobOfItsOwn()
    {
        _provider.LosesAnswers = true;

        var responses = await _app.RunAsync(Task.WhenAll(Enumerable.Range(0, 5).Select(_ => _app.Images.GenerateImageAsync(TestApplication.Request(), "fake"))));

        Assert.Equal(5, responses.Select(response => response.Metadata.Attempts[0].JobId).Distinct().Count());
    }

    private sealed class ReconcilingProvider : FakeProvider, IImageProvider
    {
        private readonly List<ProviderJob> _accepted = [];

        public bool LosesAnswers
        {
            set => OnSubmit = (provider, request, _) =>
            {
                _accepted.Add(provider.Done(request));
                return Task.FromResult(Refused(FailureKind.UnknownOutcome));
            };
        }

        public int Looks { get; private set; }

        public IAsyncEnumerable<ProviderJob> FindSubmittedAsync(
            ProviderRequest request, DateTimeOffset since, CancellationToken cancellationToken)
        {
            Looks++;
            return _accepted.ToAsyncEnumerable();
        }
    }
}
