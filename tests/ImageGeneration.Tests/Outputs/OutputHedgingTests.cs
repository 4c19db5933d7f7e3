using System.Net;
using ImageGeneration.Tests.Fakes;
using RichardSzalay.MockHttp;

namespace ImageGeneration.Tests.Outputs;

/// <summary>The images of two attempts that run side by side.</summary>
public sealed class OutputHedgingTests : IAsyncDisposable
{
    private const string FirstLink = "https://first.example/1";
    private const string SecondLink = "https://second.example/1";

    private readonly FakeProvider _first = new("first");
    private readonly FakeProvider _second = new("second");
    private readonly MockHttpMessageHandler _http = new();
    private readonly TestApplication _app;

    public OutputHedgingTests()
    {
        _app = OutputApplication.Create([_first, _second], _http, options => options.Routing.Hedging.MaxExtraCostUsd = 1m);
        _second.Brings(OutputApplication.At(SecondLink));
        _http.Serves(SecondLink);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _http.Dispose();
    }

    [Fact]
    public async Task Generate_TheJobIsDoneAndItsHostIsSlow_NobodyIsStartedBesideIt()
    {
        await LearnAsync();
        Takes(_first, seconds: 4, FirstLink);
        _http.When(FirstLink).Respond(async () =>
        {
            await Task.Delay(TimeSpan.FromSeconds(60), _app.Time);
            return new() { Content = new ByteArrayContent(TestImages.Png()) };
        });

        var response = await GenerateAsync();

        Assert.Equal("first", response.Provider);
        Assert.InRange(response.GenerationTime.TotalSeconds, 64, 70);
        Assert.Empty(_second.Submits);
    }

    [Fact]
    public async Task Generate_TheFirstOfTwoBringsNoImage_TheOtherIsWaitedFor()
    {
        await LearnAsync();
        _http.When(FirstLink).Respond(HttpStatusCode.Gone);
        Takes(_first, seconds: 10, FirstLink);
        Takes(_second, seconds: 20, SecondLink);

        var response = await GenerateAsync();

        Assert.Equal("second", response.Provider);
        Assert.Equal([(FailureKind.OutputExpired, false), (null, true)], response.Metadata.Attempts.Select(made => (made.Failure, made.IsHedge)));
        Assert.Empty(_second.Cancels);
        Assert.Equal(2 * OutputApplication.PriceUsd, response.CostUsd);
        Assert.StartsWith("first ran in parallel with second and failed; its job cost", Assert.Single(response.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Generate_NeitherOfTwoBringsAnImage_ThePaidLinkOfTheFirstIsDelivered()
    {
        await LearnAsync();
        _http.When(FirstLink).Respond(HttpStatusCode.Unauthorized);
        Takes(_first, seconds: 10, FirstLink);
        Takes(_second, seconds: 20, "https://second.example/gone");

        var response = await GenerateAsync();

        Assert.Equal(new Uri(FirstLink), Assert.Single(response.Images).Url);
        Assert.Equal("first", response.Provider);
        Assert.Single(_second.Submits);
    }

    private async Task LearnAsync()
    {
        _http.Serves("https://first.example/0");
        Takes(_first, seconds: 4, "https://first.example/0");
        for (var i = 0; i < 10; i++)
        {
            Assert.Equal("first", (await GenerateAsync()).Provider);
        }
    }

    private void Takes(FakeProvider provider, int seconds, string link) => provider.OnSubmit = async (fake, request, token) =>
    {
        await Task.Delay(TimeSpan.FromSeconds(seconds), _app.Time, token);
        return fake.Done(request) with { Images = [OutputApplication.At(link)] };
    };

    private Task<ImageGenerationResponse> GenerateAsync() =>
        _app.RunAsync(_app.Images.GenerateImageWithFailoverAsync(TestApplication.Request()), TimeSpan.FromMilliseconds(250));
}
