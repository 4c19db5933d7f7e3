using System.Diagnostics.Metrics;
using System.Net;
using ImageGeneration.Jobs;
using ImageGeneration.Outputs;
using ImageGeneration.Providers;
using ImageGeneration.Providers.Kit;
using ImageGeneration.Telemetry;
using ImageGeneration.Tests.Fakes;
using ImageGeneration.Tests.Providers;
using ImageGeneration.Tests.Time;
using ImageGeneration.Timing;
using ImageGeneration.Transport;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using RichardSzalay.MockHttp;

namespace ImageGeneration.Tests.Failover;

/// <summary>What stands between a job that was accepted and whoever waits for it may throw: handlers, what listens to the transport,
/// callbacks on a token, the clock.</summary>
public sealed class ThrowingHandlersTests
{
    [Theory]
    [InlineData("""{"id":"j1","status":"IN_QUEUE"}""")]
    [InlineData("""{"id":"j1","status":"COMPLETED","output":{"image":"PNG"}}""")]
    public async Task Handler_ThrowsOnTheWayBack_TheAnswerIsReadAllTheSame(string submitted)
    {
        var handler = new ThrowingHandler();
        var http = new MockHttpMessageHandler();
        http.When(HttpMethod.Post, "*/run").Respond(_ => WireApplication.Json(submitted));
        http.When(HttpMethod.Get, "*/status/*").Respond(_ => WireApplication.Json("""{"id":"j1","status":"COMPLETED","output":{"image":"PNG"}}"""));
        await using var app = new TestApplication(
            [],
            options => options.RunPod.ApiKey = ProviderTestBed.Key,
            build: builder =>
            {
                builder.AddRunPod();
                builder.Services.AddHttpClient("ImageGeneration:runpod").AddHttpMessageHandler(() => handler).ConfigurePrimaryHttpMessageHandler(() => http);
            });

        var response = await app.RunAsync(app.Images.GenerateImageAsync(TestApplication.Request(), "runpod"));

        Assert.NotNull(Assert.Single(response.Images).Bytes);
        Assert.True(handler.Thrown > 0);
    }

    [Fact]
    public async Task Keeper_SentAgainWithoutAnAnswer_KeepsNoneOfBefore()
    {
        var http = new MockHttpMessageHandler();
        http.Expect("https://b.test/run").Respond(HttpStatusCode.ServiceUnavailable);
        http.Expect("https://b.test/run").Throw(new HttpRequestException("reset"));
        using var invoker = new HttpMessageInvoker(new AnswerKeeper { InnerHandler = http });
        using var request = new HttpRequestMessage(HttpMethod.Post, "https://b.test/run");

        await invoker.SendAsync(request, default);
        Assert.NotNull(AnswerKeeper.AnswerTo(request));
        await Assert.ThrowsAsync<HttpRequestException>(() => invoker.SendAsync(request, default));

        Assert.Null(AnswerKeeper.AnswerTo(request));
    }

    [Theory]
    [InlineData("ImageGeneration:runpod")]
    [InlineData(OutputHttp.GuardedClient)]
    [InlineData(OutputHttp.PrivateClient)]
    public void Transport_OfAnyClient_HasNoListeners(string client)
    {
        var services = new ServiceCollection();
        services.AddImageGeneration(options => options.RunPod.ApiKey = ProviderTestBed.Key).AddRunPod();
        using var provider = services.BuildServiceProvider();

        var handler = provider.GetRequiredService<IHttpMessageHandlerFactory>().CreateHandler(client);
        while (handler is DelegatingHandler { InnerHandler: { } inner })
        {
            handler = inner;
        }

        var transport = Assert.IsType<SocketsHttpHandler>(handler);
        Assert.Null(transport.ActivityHeadersPropagator);
        Assert.IsType<SilentMeters>(transport.MeterFactory);
    }

    [Fact]
    public void SilentMeters_Instrument_IsPublishedToNobody()
    {
        var published = 0;
        using var listener = new MeterListener { InstrumentPublished = (instrument, _) => published += instrument.Meter.Name == "silent" ? 1 : 0 };
        listener.Start();

        using var meters = new SilentMeters();
        var counter = meters.Create(new MeterOptions("silent")).CreateCounter<long>("heard");
        counter.Add(1);

        Assert.False(counter.Enabled);
        Assert.Equal(0, published);
    }

    [Fact]
    public void GuardedTimeout_CallbackThrows_EndsAllTheSame()
    {
        var (time, called) = (new StepClock(), 0);
        using var timeout = new GuardedTimeout(TimeSpan.FromSeconds(1), time);
        timeout.Token.Register(() => called++);
        timeout.Token.Register(() => throw new InvalidOperationException("a bug of a handler"));

        time.Advance(TimeSpan.FromSeconds(1));

        Assert.True(timeout.IsCancellationRequested);
        Assert.Equal(1, called);
    }

    [Fact]
    public async Task Callback_ThrowsAsTheCallerLeaves_TheJobIsCanceledAndTheCallerDoesNotSeeIt()
    {
        var provider = new FakeProvider();
        provider.OnSubmit = (fake, request, stop) =>
        {
            stop.Register(() => throw new InvalidOperationException("a bug of a provider"));
            return Task.FromResult(fake.Accepted(request));
        };
        provider.OnGetJob = (_, stop) =>
        {
            stop.Register(() => throw new InvalidOperationException("a bug of a provider"));
            return new TaskCompletionSource<ProviderJob>().Task.WaitAsync(stop);
        };
        await using var app = new TestApplication([provider]);
        using var caller = new CancellationTokenSource();
        var call = app.Images.GenerateImageAsync(TestApplication.Request(), "fake", cancellationToken: caller.Token);
        app.Time.Advance(TimeSpan.FromSeconds(2));

        caller.Cancel();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => app.RunAsync(call));
        Assert.Single(provider.Cancels);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Clock_ThrowsDuringTheWait_TheJobIsCanceled(int at)
    {
        var provider = new FakeProvider();
        provider.OnGetJob = (job, _) => Task.FromResult(new ProviderJob { Reference = job, Status = JobStatus.Running });
        var (time, broken, options) = (new StepClock(), new BrokenClock(at), new JobOptions());
        using var reads = new ReadScheduler(new RateLimitOptions(), time);
        var poller = new StatusPoller(provider, options, new StartTimeHistory(TimeProvider.System), reads, broken);
        using var scope = new RequestScope(TimeSpan.FromMinutes(5), null, time, GuardedLogger.Around(NullLogger.Instance), default);
        var job = new ProviderJob { Reference = new("fake", "j1", "fake/sdxl"), Status = JobStatus.Running };

        var wait = poller.WaitForEndAsync(job, LaneJobs.Create(ProviderTestBed.Request("fake/sdxl"), scope), 0, default).AsTask();
        for (var step = 0; !wait.IsCompleted && step < 100; step++)
        {
            time.Advance(TimeSpan.FromSeconds(1));
        }

        var end = await wait;
        Assert.Equal((JobStatus.Failed, CancellationOutcome.Confirmed), (end.Status, end.Cancellation));
        Assert.Single(provider.Cancels);
    }

    private sealed class ThrowingHandler : DelegatingHandler
    {
        public int Thrown { get; private set; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            await base.SendAsync(request, cancellationToken);
            Thrown++;
            throw new InvalidOperationException("a bug of a handler");
        }
    }

    private sealed class BrokenClock(int at) : TimeProvider
    {
        private int _asked;

        public override long GetTimestamp() => ++_asked == at ? throw new InvalidOperationException("a bug of a clock") : 0;
    }
}
