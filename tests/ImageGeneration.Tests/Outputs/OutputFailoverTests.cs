using System.Net;
using System.Text;
using ImageGeneration.Outputs;
using ImageGeneration.Providers;
using ImageGeneration.Tests.Fakes;
using RichardSzalay.MockHttp;

namespace ImageGeneration.Tests.Outputs;

/// <summary>An image that is none is a failure of its provider: it is paid, and the next one is asked.</summary>
public sealed class OutputFailoverTests : IDisposable
{
    private const string Bad = "https://first.example/1";
    private const string Good = "https://second.example/1";

    private readonly FakeProvider _first = new("first");
    private readonly FakeProvider _second = new("second");
    private readonly MockHttpMessageHandler _http = new();

    public OutputFailoverTests()
    {
        _first.Brings(OutputApplication.At(Bad));
        _second.Brings(OutputApplication.At(Good));
        _http.Serves(Good);
    }

    public static TheoryData<int, string, FailureKind> Hosts => new()
    {
        { 200, "<!DOCTYPE html><html>sign in</html>", FailureKind.OutputRejected },
        { 200, "{\"error\":\"gone\"}", FailureKind.OutputRejected },
        { 200, "", FailureKind.OutputUnavailable },
        { 200, "\u0089PNG\r\n\u001a\n\0\0\0\rIHDR\0\0\u0004\0\0\0\u0003\0\u0008\u0002\0\0\0\0\0\0\0\0\0\u0001\0IDAT", FailureKind.OutputUnavailable },
        { 404, "", FailureKind.OutputExpired },
        { 410, "", FailureKind.OutputExpired },
        { 403, "<Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>", FailureKind.OutputExpired },
        { 401, "", FailureKind.OutputUnavailable },
        { 502, "", FailureKind.OutputUnavailable },
    };

    public static TheoryData<byte[]> Files => [[], BlackImages.Png(), TestImages.Jpeg()[..^2], Encoding.UTF8.GetBytes("<html>sign in</html>")];

    public void Dispose() => _http.Dispose();

    [Theory]
    [MemberData(nameof(Hosts))]
    public async Task Generate_TheFirstLinkBringsNoImage_TheSecondDeliversAndBothArePaid(int status, string body, FailureKind kind)
    {
        _http.When(Bad).Respond(_ => new((HttpStatusCode)status) { Content = new ByteArrayContent(Encoding.Latin1.GetBytes(body)) });
        await using var app = App();

        var response = await GenerateAsync(app);

        Assert.Equal("second", response.Provider);
        Assert.NotNull(Assert.Single(response.Images).Bytes);
        Assert.Equal(
            [("first", kind, OutputApplication.PriceUsd), ("second", (FailureKind?)null, OutputApplication.PriceUsd)],
            response.Metadata.Attempts.Select(made => (made.Provider, made.Failure, made.CostUsd!.Value)));
        Assert.Equal(2 * OutputApplication.PriceUsd, response.CostUsd);
        Assert.Equal(2 * OutputApplication.PriceUsd, Assert.Single(app.Budget).SpentUsd);
        Assert.Equal(1, app.Images.GetMetrics().FailuresByKind[kind]);
        Assert.Empty(response.Warnings);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Generate_TheFirstSendsNoWholeImage_TheSecondDelivers(byte[] file)
    {
        _first.Brings(OutputApplication.Image(file));
        await using var app = App();

        var response = await GenerateAsync(app);

        Assert.Equal("second", response.Provider);
        Assert.Equal([FailureKind.OutputRejected, null], response.Metadata.Attempts.Select(made => made.Failure));
        Assert.StartsWith("first: The image ", response.Metadata.Attempts[0].Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(OutputDecision.Warn, 1)]
    [InlineData(OutputDecision.Accept, 0)]
    public async Task Generate_BlackIsAllowed_ItIsDelivered(OutputDecision decision, int warnings)
    {
        _first.Brings(OutputApplication.Image(BlackImages.Png()));
        await using var app = App(options => options.Outputs.BlackImages = decision);

        var response = await GenerateAsync(app);

        Assert.Equal("first", response.Provider);
        Assert.Equal(warnings, response.Warnings.Count);
        Assert.Empty(_second.Submits);
    }

    [Fact]
    public async Task Generate_BlackOfAClosedModel_IsTakenForARefusalAndDeliveredWithAWarning()
    {
        _first.Brings(OutputApplication.Image(BlackImages.Png()));
        await using var app = App(options => options.Routing.ClosedModels.Add("sdxl"));

        var response = await GenerateAsync(app);

        Assert.Contains("black in every pixel", Assert.Single(response.Warnings), StringComparison.Ordinal);
        Assert.Empty(_second.Submits);
    }

    [Fact]
    public async Task Generate_NoImageIsAsItShouldBe_TheOneWhoseFileIsHereIsDelivered()
    {
        _http.When(Bad).Respond(HttpStatusCode.BadGateway);
        _second.Brings(OutputApplication.Image(BlackImages.Png()));
        await using var app = App();

        var response = await GenerateAsync(app);

        Assert.Equal("second", response.Provider);
        Assert.NotNull(Assert.Single(response.Images).Bytes);
        Assert.Contains("Image 1 is black in every pixel", Assert.Single(response.Warnings), StringComparison.Ordinal);
        Assert.Equal(2 * OutputApplication.PriceUsd, response.CostUsd);
    }

    [Fact]
    public async Task Generate_NoLinkCanBeFetched_TheOneThatMayStillWorkIsDelivered()
    {
        _http.When(Bad).Respond(HttpStatusCode.Gone);
        _http.Clear();
        _http.When(Bad).Respond(HttpStatusCode.Gone);
        _http.When(Good).Respond(HttpStatusCode.BadGateway);
        await using var app = App();

        var response = await GenerateAsync(app);

        Assert.Equal(new Uri(Good), Assert.Single(response.Images).Url);
        Assert.Contains("Image 1 could not be fetched and is returned as a link", Assert.Single(response.Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(FailureKind.JobFailed)]
    [InlineData(FailureKind.ContentRejected)]
    [InlineData(FailureKind.UnknownOutcome)]
    public async Task Generate_EveryLaterProviderFails_ThePaidImageIsDelivered(FailureKind kind)
    {
        _first.Brings(OutputApplication.Image(BlackImages.Png()));
        _second.Fails(kind);
        await using var app = App();

        var response = await GenerateAsync(app);

        Assert.Equal("first", response.Provider);
        Assert.Contains(response.Warnings, warning => warning.StartsWith("Image 1 is black", StringComparison.Ordinal));
        Assert.Equal([FailureKind.OutputRejected, kind], response.Metadata.Attempts.Select(made => made.Failure));
    }

    [Fact]
    public async Task Generate_TheBudgetHasNoRoomForAnother_ThePaidImageIsDelivered()
    {
        _first.Brings(OutputApplication.Image(BlackImages.Png()));
        await using var app = App(options => options.Budget.TotalUsd = 1.5m * OutputApplication.PriceUsd);

        var response = await GenerateAsync(app);

        Assert.Equal("first", response.Provider);
        Assert.Equal([FailureKind.OutputRejected, FailureKind.BudgetExceeded], response.Metadata.Attempts.Select(made => made.Failure));
        Assert.Equal(OutputApplication.PriceUsd, response.CostUsd);
        Assert.Empty(_second.Submits);
    }

    [Fact]
    public async Task Generate_TheDeadlinePassesAtTheReplacement_ThePaidImageIsDelivered()
    {
        _first.Brings(OutputApplication.Image(BlackImages.Png()));
        _second.OnSubmit = static (provider, request, _) => Task.FromResult(provider.Accepted(request, JobStatus.Running));
        await using var app = App();

        var response = await GenerateAsync(app, TestApplication.Request() with { Deadline = TimeSpan.FromSeconds(5) });

        Assert.Equal("first", response.Provider);
        Assert.InRange(response.GenerationTime.TotalSeconds, 5, 6);
        Assert.Single(_second.Cancels);
    }

    [Fact]
    public async Task Generate_EachImageIsBlack_EachProviderIsPaidOnce()
    {
        var third = new FakeProvider("third");
        foreach (var provider in new[] { _first, _second, third })
        {
            provider.Brings(OutputApplication.Image(BlackImages.Png()));
        }

        await using var app = OutputApplication.Create([_first, _second, third], _http);

        var response = await GenerateAsync(app);

        Assert.Equal("first", response.Provider);
        Assert.Equal((1, 1, 1), (_first.Submits.Count, _second.Submits.Count, third.Submits.Count));
        Assert.Equal(3 * OutputApplication.PriceUsd, Assert.Single(app.Budget).SpentUsd);
    }

    [Fact]
    public async Task Generate_OneOfFourIsBad_TheOthersAreKeptAndOneIsMadeInItsPlace()
    {
        BringsFour();
        await using var app = App();

        var response = await GenerateAsync(app, Four);

        Assert.Equal(["/a", "/c", "/d", "/1"], response.Images.Select(image => image.Url!.AbsolutePath));
        Assert.All(response.Images, image => Assert.NotNull(image.Bytes));
        Assert.Equal(1, Assert.Single(_second.Submits).Count);
        Assert.Equal(14, _second.Submits.Single().Seed);
        Assert.Equal([null, null], response.Metadata.Attempts.Select(made => made.Failure));
        Assert.Contains("has expired", Assert.Single(response.Warnings), StringComparison.Ordinal);
        Assert.EndsWith("Another image was made in its place.", response.Warnings[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Generate_OneOfFourIsBadAndNobodyMakesAnother_ItIsDeliveredInItsPlace()
    {
        BringsFour();
        _second.Fails(FailureKind.JobFailed);
        await using var app = App();

        var response = await GenerateAsync(app, Four);

        Assert.Equal(["/a", "/b", "/c", "/d"], response.Images.Select(image => image.Url!.AbsolutePath));
        Assert.Null(response.Images[1].Bytes);
        Assert.StartsWith("Image 2 could not be fetched", Assert.Single(response.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Generate_TheCallerLeavesAtTheReplacement_ThePaidImageIsDelivered()
    {
        using var caller = new CancellationTokenSource();
        _first.Brings(OutputApplication.Image(BlackImages.Png()));
        _second.OnSubmit = async (provider, request, _) =>
        {
            await caller.CancelAsync();
            return provider.Accepted(request, JobStatus.Running);
        };
        await using var app = App();

        var response = await app.RunAsync(app.Images.GenerateImageWithFailoverAsync(TestApplication.Request(), caller.Token));

        Assert.Equal("first", response.Provider);
        Assert.Single(_second.Cancels);
    }

    private static ImageGenerationRequest Four => TestApplication.Request() with { Count = 4, Seed = 10 };

    private void BringsFour()
    {
        _first.Brings([.. "abcd".Select(name => OutputApplication.At($"https://first.example/{name}"))]);
        _http.When("https://first.example/b").Respond(HttpStatusCode.Gone);
        foreach (var name in "acd")
        {
            _http.Serves($"https://first.example/{name}");
        }
    }

    private TestApplication App(Action<ImageGenerationServiceOptions>? configure = null) =>
        OutputApplication.Create([_first, _second], _http, configure);

    private static Task<ImageGenerationResponse> GenerateAsync(TestApplication app, ImageGenerationRequest? request = null) =>
        app.RunAsync(app.Images.GenerateImageWithFailoverAsync(request ?? TestApplication.Request()));
}
