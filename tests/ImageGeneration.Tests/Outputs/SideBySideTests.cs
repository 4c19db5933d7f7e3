using ImageGeneration.Tests.Fakes;
using RichardSzalay.MockHttp;

namespace ImageGeneration.Tests.Outputs;

/// <summary>The images of one job are fetched side by side, each within its own limits.</summary>
public sealed class SideBySideTests : IAsyncDisposable
{
    private const int Images = 8;
    private static readonly TimeSpan _each = TimeSpan.FromSeconds(10);

    private readonly FakeProvider _provider = new("first");
    private readonly MockHttpMessageHandler _http = new();
    private readonly TestApplication _app;
    private readonly Lock _lock = new();
    private int _fetching;
    private int _mostAtOnce;

    public SideBySideTests()
    {
        _provider.Brings([.. Enumerable.Range(0, Images).Select(i => OutputApplication.At($"https://host-{i}.example/{i}"))]);
        _app = OutputApplication.Create([_provider], _http, options => options.Outputs.Timeout = 2 * _each);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _http.Dispose();
    }

    [Fact]
    public async Task Download_EightSlowHosts_FourAreFetchedAtOnceAndTheOrderIsKept()
    {
        _http.When("*").Respond(() => AnswerAsync(_each));

        var response = await GenerateAsync();

        Assert.Equal(4, _mostAtOnce);
        Assert.InRange(response.GenerationTime, 2 * _each, 2.5 * _each);
        Assert.Equal(Enumerable.Range(0, Images).Select(i => $"/{i}"), response.Images.Select(image => image.Url!.AbsolutePath));
        Assert.All(response.Images, image => Assert.NotNull(image.Bytes));
    }

    [Fact]
    public async Task Download_OneHostHangs_TheOthersComeAndItsLimitIsItsOwn()
    {
        _http.When("https://host-0.example/0").Respond(() => AnswerAsync(TimeSpan.FromHours(1)));
        _http.When("*").Respond(() => AnswerAsync(_each));

        var response = await GenerateAsync();

        Assert.Null(response.Images[0].Bytes);
        Assert.All(response.Images.Skip(1), image => Assert.NotNull(image.Bytes));
        Assert.InRange(response.GenerationTime, 2 * _each, 3.5 * _each);
        Assert.Contains("Outputs:Timeout", Assert.Single(response.Warnings), StringComparison.Ordinal);
    }

    private async Task<HttpResponseMessage> AnswerAsync(TimeSpan after)
    {
        lock (_lock)
        {
            _mostAtOnce = Math.Max(_mostAtOnce, ++_fetching);
        }

        await Task.Delay(after, _app.Time);
        lock (_lock)
        {
            _fetching--;
        }

        return new() { Content = new ByteArrayContent(TestImages.Png()) };
    }

    private Task<ImageGenerationResponse> GenerateAsync() =>
        _app.RunAsync(_app.Images.GenerateImageAsync(TestApplication.Request() with { Count = Images }, "first"), TimeSpan.FromSeconds(1));
}
