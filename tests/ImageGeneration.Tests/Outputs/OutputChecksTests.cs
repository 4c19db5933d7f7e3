using ImageGeneration.Outputs;
using ImageGeneration.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;
using RichardSzalay.MockHttp;

namespace ImageGeneration.Tests.Outputs;

/// <summary>The application's own checks, through the public face.</summary>
public sealed class OutputChecksTests : IDisposable
{
    private readonly FakeProvider _first = new FakeProvider("first").Brings(OutputApplication.Image(TestImages.Png()));
    private readonly FakeProvider _second = new FakeProvider("second").Brings(OutputApplication.Image(TestImages.Jpeg()));
    private readonly MockHttpMessageHandler _http = new();

    public void Dispose() => _http.Dispose();

    [Fact]
    public async Task CheckAsync_OfAnImage_SeesItsBytesTheRequestAndTheProvider()
    {
        OutputCheckContext? seen = null;
        await using var app = App(new Check(context => (seen = context, OutputVerdict.Accept).Item2));
        var request = TestApplication.Request();

        await GenerateAsync(app, request);

        Assert.Equal(TestImages.Png(), seen!.Image.Bytes!.Value.ToArray());
        Assert.Same(request, seen.Request);
        Assert.Equal(("first", "first/sdxl"), (seen.Provider, seen.ModelId));
    }

    [Fact]
    public async Task CheckAsync_Rejects_TheNextProviderIsAskedAndTheReasonIsReported()
    {
        await using var app = App(Rejects("first"));

        var response = await GenerateAsync(app);

        Assert.Equal("second", response.Provider);
        Assert.Equal("first: The image shows no face.", response.Metadata.Attempts[0].Message);
    }

    [Fact]
    public async Task CheckAsync_RejectsEach_TheFirstIsDeliveredWithTheReason()
    {
        await using var app = App(Rejects("first", "second"));

        var response = await GenerateAsync(app);

        Assert.Equal("first", response.Provider);
        Assert.Equal(["Image 1 shows no face."], response.Warnings);
    }

    [Fact]
    public async Task CheckAsync_WithholdsEach_NothingIsDelivered()
    {
        await using var app = App(new Check(_ => OutputVerdict.Reject("shows what nobody may see.") with { IsWithheld = true }));

        var failure = await Assert.ThrowsAsync<AllProvidersFailedException>(() => GenerateAsync(app));

        Assert.Equal(FailureKind.OutputRejected, failure.Kind);
        Assert.All(failure.Attempts, attempt => Assert.Equal(OutputApplication.PriceUsd, attempt.CostUsd));
    }

    [Fact]
    public async Task CheckAsync_WithholdsOneOfTwo_TheOtherIsDeliveredAndTheResponseSaysSo()
    {
        _first.Brings(OutputApplication.Image(TestImages.Png()), OutputApplication.Image(TestImages.Webp()));
        await using var app = App(new Check(context => context.Image.Bytes!.Value.Span.StartsWith("RIFF"u8)
            ? OutputVerdict.Reject("shows what nobody may see.") with { IsWithheld = true }
            : OutputVerdict.Accept));

        var response = await app.RunAsync(app.Images.GenerateImageAsync(TestApplication.Request() with { Count = 2 }, "first"));

        Assert.Single(response.Images);
        Assert.Equal(
            [
                "first: The image shows what nobody may see. It is not delivered.",
                "1 of 2 images were not delivered: first: The image shows what nobody may see.",
            ],
            response.Warnings);
    }

    [Fact]
    public async Task CheckAsync_Warns_TheImageIsDeliveredWithTheWarning()
    {
        await using var app = App(new Check(_ => OutputVerdict.Warn("is a little blurred.\u001b[31m")));

        var response = await GenerateAsync(app);

        Assert.Equal("first", response.Provider);
        Assert.Equal(["Image 1 is a little blurred."], response.Warnings);
        Assert.Null(response.Metadata.Attempts[0].Failure);
    }

    [Fact]
    public async Task CheckAsync_Throws_TheImageIsDeliveredWithAWarning()
    {
        await using var app = App(new Check(_ => throw new InvalidOperationException("https://signed.test/picture")));

        var response = await GenerateAsync(app);

        Assert.Equal("first", response.Provider);
        Assert.Equal(["Image 1 could not be checked: Check threw a InvalidOperationException."], response.Warnings);
    }

    [Fact]
    public async Task CheckAsync_Hangs_TheImageIsDeliveredAfterTheTimeout()
    {
        await using var app = App(new Hangs(), options => options.Outputs.CheckTimeout = TimeSpan.FromSeconds(7));

        var response = await GenerateAsync(app);

        Assert.Equal("first", response.Provider);
        Assert.InRange(response.GenerationTime.TotalSeconds, 7, 8);
        Assert.Equal(["Image 1 could not be checked: Hangs did not answer in time."], response.Warnings);
    }

    [Fact]
    public async Task CheckAsync_HangsAndTheDeadlineIsNearer_TheImageIsDeliveredThen()
    {
        await using var app = App(new Hangs());

        var response = await GenerateAsync(app, TestApplication.Request() with { Deadline = TimeSpan.FromSeconds(3) });

        Assert.InRange(response.GenerationTime.TotalSeconds, 3, 4);
        Assert.Equal(["Image 1 could not be checked: Hangs had not answered when the request ended."], response.Warnings);
    }

    [Fact]
    public async Task CheckAsync_BlocksItsThread_TheImageIsDeliveredAfterTheTimeout()
    {
        using var released = new ManualResetEventSlim();
        await using var app = App(
            new Check(_ =>
            {
                released.Wait();
                return OutputVerdict.Accept;
            }),
            options => options.Outputs.CheckTimeout = TimeSpan.FromSeconds(1));

        var response = await GenerateAsync(app);

        released.Set();
        Assert.Equal(["Image 1 could not be checked: Check did not answer in time."], response.Warnings);
    }

    [Fact]
    public async Task CheckAsync_SeveralAndTheFirstRejects_TheOthersAreNotAsked()
    {
        var asked = 0;
        await using var app = App(
            Rejects("first"),
            services: services => services.AddSingleton<IOutputCheck>(new Check(_ =>
            {
                asked++;
                return OutputVerdict.Accept;
            })));

        await GenerateAsync(app);

        Assert.Equal(1, asked);
    }

    [Theory]
    [InlineData(true, 0)]
    [InlineData(false, 1)]
    public async Task CheckAsync_TheImageIsALink_OnlyThoseAreAskedThatNeedNoBytes(bool needsBytes, int expected)
    {
        var asked = 0;
        _first.Brings(OutputApplication.At("https://first.example/1"));
        await using var app = App(
            new Check(_ =>
            {
                asked++;
                return OutputVerdict.Accept;
            })
            { NeedsBytes = needsBytes },
            options => options.Outputs.Download = false);

        await GenerateAsync(app);

        Assert.Equal(expected, asked);
    }

    [Fact]
    public async Task CheckAsync_OfAFilteredImage_IsNotAsked()
    {
        var asked = 0;
        _first.Brings(new GeneratedImage { Outcome = ImageOutcome.Filtered }, OutputApplication.Image(TestImages.Png()));
        await using var app = App(new Check(_ =>
        {
            asked++;
            return OutputVerdict.Accept;
        }));

        await app.RunAsync(app.Images.GenerateImageAsync(TestApplication.Request() with { Count = 2 }, "first"));

        Assert.Equal(1, asked);
    }

    private static Check Rejects(params string[] providers) => new(context =>
        providers.Contains(context.Provider) ? OutputVerdict.Reject("shows no face.") : OutputVerdict.Accept);

    private TestApplication App(
        IOutputCheck check, Action<ImageGenerationServiceOptions>? configure = null, Action<IServiceCollection>? services = null) =>
        OutputApplication.Create([_first, _second], _http, configure, collection =>
        {
            collection.AddSingleton(check);
            services?.Invoke(collection);
        });

    private static Task<ImageGenerationResponse> GenerateAsync(TestApplication app, ImageGenerationRequest? request = null) =>
        app.RunAsync(app.Images.GenerateImageWithFailoverAsync(request ?? TestApplication.Request()));

    private sealed class Check(Func<OutputCheckContext, OutputVerdict> answer) : IOutputCheck
    {
        public bool NeedsBytes { get; init; } = true;

        public ValueTask<OutputVerdict> CheckAsync(OutputCheckContext context, CancellationToken cancellationToken) => new(answer(context));
    }

    private sealed class Hangs : IOutputCheck
    {
        public ValueTask<OutputVerdict> CheckAsync(OutputCheckContext context, CancellationToken cancellationToken) =>
            new(new TaskCompletionSource<OutputVerdict>().Task);
    }
}
