using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Net;
using ImageGeneration.Outputs;
using ImageGeneration.Pricing;
using ImageGeneration.Providers;
using ImageGeneration.Telemetry;
using ImageGeneration.Tests.Fakes;
using ImageGeneration.Tests.Outputs;
using ImageGeneration.Tests.Providers;
using ImageGeneration.Tests.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Moq;

namespace ImageGeneration.Tests.Failover;

/// <summary>Whoever listens may throw: log sinks, span listeners, meter listeners. A paid picture is delivered, an accepted job is read and canceled.</summary>
public sealed class ThrowingListenersTests : IDisposable
{
    private static readonly byte[] _png = Convert.FromBase64String(ProviderTestBed.Png);

    private readonly FakeProvider _first = new("first");
    private readonly FakeProvider _second = new("second");
    private readonly ImageGenerationActivitySource _source = new();

    public void Dispose() => _source.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Log_ThrowsAfterAnAcceptedJob_TheJobIsReadToItsEnd(bool whenAsked)
    {
        var log = new ThrowingLog(whenAsked);
        await using var app = App(log);
        _first.OnSubmit = (fake, request, _) => Task.FromResult(fake.Accepted(request));
        _first.OnGetJob = (job, _) => Task.FromResult(_first.Done(ProviderTestBed.Request("m")) with { Reference = job });

        // Its listener throws as well, and that is logged.
        var response = await app.RunAsync(app.Images.GenerateAsync(TestApplication.Request(), new() { Provider = "first", Progress = new ThrowingProgress() }));

        Assert.Single(response.Images);
        Assert.True(log.Thrown > 0);
    }

    [Fact]
    public async Task Log_ThrowsAtTheDeadline_TheJobIsCanceled()
    {
        var log = new ThrowingLog();
        await using var app = App(log);
        _first.OnSubmit = (fake, request, _) => Task.FromResult(fake.Accepted(request));
        var request = TestApplication.Request() with { Deadline = TimeSpan.FromSeconds(5) };

        var failure = await Assert.ThrowsAsync<ImageGenerationException>(
            () => app.RunAsync(app.Images.GenerateAsync(request, new() { Provider = "first", Progress = new ThrowingProgress() })));

        Assert.Equal(FailureKind.TimedOut, failure.Kind);
        Assert.Single(_first.Cancels);
        Assert.True(log.Thrown > 0);
    }

    [Fact]
    public async Task Log_ThrowsOnMovingOn_TheNextProviderDelivers()
    {
        var log = new ThrowingLog();
        await using var app = App(log);
        _first.Fails(FailureKind.JobFailed);

        var response = await app.RunAsync(app.Images.GenerateImageWithFailoverAsync(TestApplication.Request()));

        Assert.Equal("second", response.Provider);
        Assert.True(log.Thrown > 0);
    }

    [Fact]
    public async Task Log_ThrowsOnALostAnswer_TheBillIsReportedAllTheSame()
    {
        var log = new ThrowingLog();
        await using var app = App(log);
        _first.OnSubmit = (_, _, _) => throw new InvalidOperationException("a bug of the provider");

        var failure = await Assert.ThrowsAsync<ImageGenerationException>(
            () => app.RunAsync(app.Images.GenerateImageAsync(TestApplication.Request(), "first")));

        Assert.Equal(FailureKind.UnknownOutcome, failure.Kind);
        Assert.True(Assert.Single(failure.Attempts).PossiblyBilled);
        Assert.True(log.Thrown > 0);
    }

    [Fact]
    public async Task Log_ThrowsBesideFaultyPlugIns_TheImageIsDelivered()
    {
        var log = new ThrowingLog();
        var costs = new Mock<ICostCalculator>();
        costs.Setup(c => c.Estimate(It.IsAny<string>(), It.IsAny<ProviderRequest>(), It.IsAny<int>(), It.IsAny<TimeSpan>()))
            .Returns((string provider, ProviderRequest request, int _, TimeSpan _) => new CostEstimate(provider, request.ModelId, 0.01m, "test"));
        costs.Setup(c => c.Settle(It.IsAny<string>(), It.IsAny<ProviderRequest>(), It.IsAny<ProviderJob>())).Throws<TimeoutException>();
        await using var app = App(log, services => services
            .AddSingleton(costs.Object)
            .AddSingleton(new Mock<IGenerationMetricsCollector>(MockBehavior.Strict).Object));

        var response = await app.RunAsync(app.Images.GenerateImageAsync(TestApplication.Request(), "first"));

        Assert.Single(response.Images);
        Assert.True(log.Thrown >= 3);
    }

    [Fact]
    public async Task Log_ThrowsOnAModalCallUnderWay_TheImageIsFetchedFromItsResult()
    {
        var bed = new ProviderTestBed();
        bed.On("POST", "https://acme--flux-generate.modal.run/", () => Answer(HttpStatusCode.SeeOther, [], "/?__modal_function_call_id=fc-123"));
        bed.On("GET", "https://acme--flux-generate.modal.run/", () => Answer(HttpStatusCode.OK, _png));
        var log = new ThrowingLog();
        await using var app = new TestApplication(
            [],
            services: services =>
            {
                log.AddTo(services);
                services.AddSingleton<IHttpClientFactory>(bed);
            },
            build: builder => builder.AddModal(modal => (modal.ApiKey, modal.BaseUrl) = ("any", new Uri("https://acme--flux-generate.modal.run/"))));
        var call = app.Images.GenerateImageAsync(TestApplication.Request() with { Model = ImageModel.Flux1 }, "modal");

        var response = await app.RunAsync(call, TimeSpan.FromMilliseconds(10));

        Assert.Equal("image/png", Assert.Single(response.Images).MediaType);
        Assert.True(log.Thrown > 0);
    }

    [Theory]
    [InlineData("sample")]
    [InlineData("started")]
    [InlineData("stopped")]
    public async Task SpanListener_Throws_TheImageIsDeliveredAndTheSpanAroundIsCurrentAgain(string where)
    {
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source == _source.Source,
            Sample = (ref _) => Throw(where == "sample", ActivitySamplingResult.AllData),
            ActivityStarted = _ => Throw(where == "started", 0),
            ActivityStopped = _ => Throw(where == "stopped", 0),
        };
        ActivitySource.AddActivityListener(listener);
        await using var app = App(null, services => services.AddSingleton(_source));
        _first.OnSubmit = (fake, request, _) => Task.FromResult(fake.Accepted(request));
        _first.OnGetJob = (job, _) => Task.FromResult(_first.Done(ProviderTestBed.Request("m")) with { Reference = job });
        using var around = new Activity("around").Start();

        var response = await app.RunAsync(app.Images.GenerateImageAsync(TestApplication.Request(), "first"));

        Assert.Single(response.Images);
        Assert.Same(around, Activity.Current);
    }

    [Fact]
    public void SpanListener_ThrowsAtTheStop_LeavesTheParentCurrent()
    {
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source == _source.Source,
            Sample = (ref _) => ActivitySamplingResult.AllData,
            ActivityStopped = _ => throw new InvalidOperationException("a bug of a listener"),
        };
        ActivitySource.AddActivityListener(listener);
        using var around = new Activity("around").Start();

        ImageGenerationActivitySource.Stop(_source.StartAttempt("first", ImageModel.Flux1));

        Assert.Same(around, Activity.Current);
    }

    [Fact]
    public async Task MeterListener_Throws_TheImageIsDelivered()
    {
        using var factory = InstrumentCollectors.NewFactory();
        var thrown = 0;
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (ReferenceEquals(instrument.Meter.Scope, factory))
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<double>((_, _, _, _) => Throw(thrown++ >= 0, 0));
        listener.SetMeasurementEventCallback<long>((_, _, _, _) => Throw(thrown++ >= 0, 0));
        listener.Start();
        await using var app = App(new ThrowingLog(), services => services.AddSingleton<IMeterFactory>(factory));

        var response = await app.RunAsync(app.Images.GenerateImageAsync(TestApplication.Request(), "first"));

        Assert.Single(response.Images);
        Assert.True(thrown >= 2);
    }

    /// <summary>The header of the packed pixels in every value of its first two bytes: most of them are none of zlib's.</summary>
    [Theory]
    [InlineData(0x08, 0x1D)]
    [InlineData(0x79, 0x9C)]
    [InlineData(0x78, 0xBB)]
    [InlineData(0xF8, 0x9C)]
    [InlineData(0x00, 0x00)]
    [InlineData(0xFF, 0xFF)]
    public async Task Image_WithAnOddZlibHeader_IsDelivered(byte first, byte second)
    {
        var file = TestImages.Png(512, 512, length: 300);
        (file[41], file[42]) = (first, second);
        (file[24], file[25], file[28]) = (8, 2, 0);
        _first.OnSubmit = (fake, request, _) => Task.FromResult(fake.Done(request) with { Images = [new GeneratedImage { Bytes = file }] });
        await using var app = App(null);

        var response = await app.RunAsync(app.Images.GenerateImageAsync(TestApplication.Request(), "first"));

        Assert.Equal(file, Assert.Single(response.Images).Bytes!.Value.ToArray());
    }

    [Fact]
    public async Task Reader_BringsNothing_TheLinkIsDelivered()
    {
        await using var app = App(null, services => services.AddSingleton(new Mock<IImageReader>().Object), options => options.Outputs.Download = true);

        var response = await app.RunAsync(app.Images.GenerateImageAsync(TestApplication.Request(), "first"));

        Assert.NotNull(Assert.Single(response.Images).Url);
    }

    private static T Throw<T>(bool now, T value) => now ? throw new InvalidOperationException("a bug of a listener") : value;

    private static HttpResponseMessage Answer(HttpStatusCode status, byte[] body, string? location = null)
    {
        var answer = new HttpResponseMessage(status) { Content = new ByteArrayContent(body) };
        answer.Content.Headers.TryAddWithoutValidation("Content-Type", "image/png");
        answer.Headers.TryAddWithoutValidation("Location", location);
        return answer;
    }

    private TestApplication App(
        ThrowingLog? log, Action<IServiceCollection>? services = null, Action<ImageGenerationServiceOptions>? configure = null) =>
        new([_first, _second], configure, collection =>
        {
            log?.AddTo(collection);
            services?.Invoke(collection);
        });

    private sealed class ThrowingProgress : IProgress<GenerationProgress>
    {
        public void Report(GenerationProgress value) => throw new InvalidOperationException("a bug of the application");
    }
}
