using ImageGeneration.Providers;
using ImageGeneration.Tests.Fakes;
using Polly.CircuitBreaker;

namespace ImageGeneration.Tests.Breaking;

public sealed class CircuitBreakerTests : IAsyncDisposable
{
    private readonly FakeProvider _first = new("first");
    private readonly FakeProvider _second = new("second");
    private readonly TestApplication _app;

    public CircuitBreakerTests() => _app = new([_first, _second], options => options.Routing.MaxRecoveryWait = TimeSpan.Zero, provider: options =>
    {
        options.Retry.MaxResubmits = 0;
        options.Jobs.SubmitTimeout = TimeSpan.FromMinutes(5); // some answers come after a rest
        options.RateLimit.RequestsPerMinute = 10_000;
        options.RateLimit.Concurrent = 20;
    });

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task Run_AfterAsManyFailuresInARow_TheCircuitOpens()
    {
        _first.Fails(FailureKind.Unavailable);

        await GenerateAsync(8);

        Assert.Equal(5, _first.Submits.Count);
        Assert.Equal(CircuitState.Open, _app.Monitor.GetStatus()[0].Circuit);
        Assert.Equal("second", _app.Images.SelectOptimalProvider(TestApplication.Request()));
    }

    [Fact]
    public async Task Run_ASuccessInBetween_CountsFromTheStart()
    {
        var calls = 0;
        _first.OnSubmit = (provider, request, _) =>
            Task.FromResult(++calls == 4 ? provider.Done(request) : FakeProvider.Refused(FailureKind.Unavailable));

        await GenerateAsync(8);

        Assert.Equal(8, _first.Submits.Count);
    }

    [Fact]
    public async Task Run_RefusalsAmongAcceptedJobsThatStillRun_AreNoOutage()
    {
        var calls = 0;
        _first.OnSubmit = (provider, request, _) =>
            Task.FromResult(++calls % 3 == 0 ? provider.Accepted(request) : FakeProvider.Refused(FailureKind.Unavailable));

        var requests = Enumerable.Range(0, 12).Select(_ => _app.Images.GenerateImageWithFailoverAsync(TestApplication.Request())).ToList();

        Assert.Equal(12, _first.Submits.Count);
        Assert.Equal(CircuitState.Closed, _app.Monitor.GetStatus()[0].Circuit);
        _first.OnGetJob = (job, _) => Task.FromResult(_first.Done(_first.Submits.First()) with { Reference = job });
        await _app.RunAsync(Task.WhenAll(requests));
    }

    [Fact]
    public async Task Run_JobsThatStallOneAfterTheOther_TheCircuitOpens()
    {
        await _app.DisposeAsync();
        await using var app = new TestApplication([_first, _second], provider: options => options.Jobs.RunTimeout = TimeSpan.FromSeconds(5));
        _first.OnSubmit = (provider, request, _) => Task.FromResult(provider.Accepted(request, JobStatus.Running));

        for (var i = 0; i < 7; i++)
        {
            await app.RunAsync(app.Images.GenerateImageWithFailoverAsync(TestApplication.Request()));
        }

        Assert.Equal(5, _first.Submits.Count);
    }

    [Fact]
    public async Task Run_AfterTheBreak_OneRequestProbes()
    {
        _first.Fails(FailureKind.Unavailable);
        await GenerateAsync(5);
        _app.Time.Advance(TimeSpan.FromSeconds(31));
        var probe = new TaskCompletionSource();
        _first.OnSubmit = async (provider, request, _) =>
        {
            await probe.Task;
            return provider.Done(request);
        };

        var probing = _app.Images.GenerateImageAsync(TestApplication.Request(), "first");
        var meanwhile = await _app.Images.GenerateImageWithFailoverAsync(TestApplication.Request());
        probe.SetResult();
        await probing;

        Assert.Equal("second", meanwhile.Provider);
        Assert.Equal(6, _first.Submits.Count);
        Assert.Equal(CircuitState.Closed, _app.Monitor.GetStatus()[0].Circuit);
    }

    [Fact]
    public async Task Run_AProbeThatFails_OpensAgain()
    {
        _first.Fails(FailureKind.Unavailable);
        await GenerateAsync(5);
        _app.Time.Advance(TimeSpan.FromSeconds(31));

        await GenerateAsync(3);

        Assert.Equal(6, _first.Submits.Count);
        Assert.Equal(CircuitState.Open, _app.Monitor.GetStatus()[0].Circuit);
    }

    [Fact]
    public async Task Run_AProbeThatEndsInAnException_LetsTheNextOneProbe()
    {
        _first.Fails(FailureKind.Unavailable);
        await GenerateAsync(5);
        _app.Time.Advance(TimeSpan.FromSeconds(31));
        try
        {
            await _app.RunAsync(_app.Images.GenerateAsync(TestApplication.Request(), new() { Provider = "first", Progress = new Throwing() }));
        }
        catch (Exception exception) when (exception is InvalidOperationException or ImageGenerationException)
        {
            // whoever sees it; what counts is what the breaker makes of it
        }

        _app.Time.Advance(TimeSpan.FromSeconds(31));
        _first.OnSubmit = static (provider, request, _) => Task.FromResult(provider.Done(request));

        await GenerateAsync(1);

        Assert.Equal(CircuitState.Closed, _app.Monitor.GetStatus()[0].Circuit);
    }

    [Theory]
    [InlineData(FailureKind.Unauthorized)]
    [InlineData(FailureKind.OutOfCredit)]
    public async Task Run_KeyRefusedOrNoCredit_OpensForLongAtOnce(FailureKind kind)
    {
        _first.Fails(kind);

        await GenerateAsync(2);
        _app.Time.Advance(TimeSpan.FromMinutes(4));
        await GenerateAsync(1);

        Assert.Single(_first.Submits);
        var failure = await Assert.ThrowsAsync<ImageGenerationException>(() => _app.Images.GenerateImageAsync(TestApplication.Request(), "first"));
        Assert.Equal(kind, failure.Kind);
        Assert.InRange(failure.RetryAfter!.Value, TimeSpan.FromSeconds(55), TimeSpan.FromSeconds(61));
    }

    [Fact]
    public async Task Run_TheCallersOwnShortDeadline_DoesNotCount()
    {
        _first.OnSubmit = (provider, request, _) => Task.FromResult(provider.Accepted(request));

        await AssertNotCountedAsync();
    }

    [Fact]
    public async Task Run_TheCallersLeaveWhileTheSubmitIsUnderWay_DoesNotCount()
    {
        _first.OnSubmit = async (_, _, token) =>
        {
            await Task.Delay(TimeSpan.FromSeconds(20), _app.Time, token);
            return FakeProvider.Refused(FailureKind.Unavailable);
        };

        await AssertNotCountedAsync();
    }

    [Fact]
    public async Task Run_JobsFromBeforeTheBreakFailDuringTheProbe_TheProbeDecides()
    {
        List<TaskCompletionSource> gates = [];
        _first.OnSubmit = async (_, _, _) =>
        {
            var gate = new TaskCompletionSource();
            gates.Add(gate);
            await gate.Task;
            return FakeProvider.Refused(FailureKind.Unavailable);
        };
        var old = Enumerable.Range(0, 7).Select(_ => _app.Images.GenerateImageWithFailoverAsync(TestApplication.Request())).ToList();
        gates[..6].ForEach(gate => gate.SetResult());
        await _app.RunAsync(Task.WhenAll(old[..6]));
        _app.Time.Advance(TimeSpan.FromSeconds(31));
        var probe = new TaskCompletionSource();
        _first.OnSubmit = async (provider, request, _) =>
        {
            await probe.Task;
            return provider.Done(request);
        };
        var probing = _app.Images.GenerateImageAsync(TestApplication.Request(), "first");
        gates[6].SetResult();
        await _app.RunAsync(old[6]);

        var state = _app.Monitor.GetStatus()[0].Circuit;
        _app.Time.Advance(TimeSpan.FromSeconds(31));
        await GenerateAsync(2);

        Assert.Equal(CircuitState.HalfOpen, state);
        Assert.Equal(8, _first.Submits.Count); // one probe at a time
        probe.SetResult();
        await _app.RunAsync(probing);
        Assert.Equal(CircuitState.Closed, _app.Monitor.GetStatus()[0].Circuit);
    }

    [Fact]
    public async Task Run_TheKeyIsRefusedDuringAProbeThatThenFails_TheLongBreakStays()
    {
        List<TaskCompletionSource<FailureKind>> gates = [];
        _first.OnSubmit = async (_, _, _) =>
        {
            var gate = new TaskCompletionSource<FailureKind>();
            gates.Add(gate);
            return FakeProvider.Refused(await gate.Task);
        };
        var old = Enumerable.Range(0, 6).Select(_ => _app.Images.GenerateImageWithFailoverAsync(TestApplication.Request())).ToList();
        gates[..5].ForEach(gate => gate.SetResult(FailureKind.Unavailable));
        await _app.RunAsync(Task.WhenAll(old[..5]));
        _app.Time.Advance(TimeSpan.FromSeconds(31));
        var probing = _app.Images.GenerateImageWithFailoverAsync(TestApplication.Request());

        gates[5].SetResult(FailureKind.Unauthorized);
        gates[6].SetResult(FailureKind.Unavailable);
        await _app.RunAsync(Task.WhenAll(old[5], probing));
        _app.Time.Advance(TimeSpan.FromSeconds(60));
        await GenerateAsync(1);

        Assert.Equal(7, _first.Submits.Count);
        var failure = await Assert.ThrowsAsync<ImageGenerationException>(() => _app.Images.GenerateImageAsync(TestApplication.Request(), "first"));
        Assert.Equal(FailureKind.Unauthorized, failure.Kind);
        Assert.InRange(failure.RetryAfter!.Value, TimeSpan.FromSeconds(200), TimeSpan.FromSeconds(241));
    }

    [Fact]
    public async Task Run_TheKeyIsRefusedWhileOthersWaitForItsSlot_NoneOfThemIsSent()
    {
        await using var app = new TestApplication([_first], provider: options => options.RateLimit.Concurrent = 1);
        var gate = new TaskCompletionSource();
        _first.OnSubmit = async (_, _, _) =>
        {
            await gate.Task;
            return FakeProvider.Refused(FailureKind.Unauthorized);
        };
        var calls = Enumerable.Range(0, 4).Select(_ => app.Images.GenerateImageAsync(TestApplication.Request(), "first")).ToList();

        gate.SetResult();

        foreach (var call in calls)
        {
            await Assert.ThrowsAnyAsync<ImageGenerationException>(() => app.RunAsync(call));
        }

        Assert.Single(_first.Submits);
    }

    [Fact]
    public async Task Run_AProbeIsCanceledWhileItWaitsForAPermit_TheNextOneProbes()
    {
        _first.Fails(FailureKind.Unavailable);
        await GenerateAsync(4);
        _first.OnSubmit = static (_, _, _) => Task.FromResult(
            ProviderJob.Failed(new(FailureKind.Unavailable, "later") { RetryAfter = TimeSpan.FromMinutes(2) }));
        await GenerateAsync(1);
        _app.Time.Advance(TimeSpan.FromSeconds(31));
        using var source = new CancellationTokenSource();
        var probing = _app.Images.GenerateImageAsync(TestApplication.Request(), "first", source.Token);
        Assert.Equal(CircuitState.HalfOpen, _app.Monitor.GetStatus()[0].Circuit);

        await source.CancelAsync();
        await Assert.ThrowsAsync<ImageGenerationCanceledException>(() => _app.RunAsync(probing));

        Assert.Equal(CircuitState.Open, _app.Monitor.GetStatus()[0].Circuit);
        _first.OnSubmit = static (provider, request, _) => Task.FromResult(provider.Done(request));
        await _app.RunAsync(_app.Images.GenerateImageAsync(TestApplication.Request(), "first"));
        Assert.Equal((6, CircuitState.Closed), (_first.Submits.Count, _app.Monitor.GetStatus()[0].Circuit));
    }

    // The job may take minutes; that the provider is there again is known with its acceptance.
    [Theory]
    [InlineData(FailureKind.Unavailable)]
    [InlineData(FailureKind.OutOfCredit)]
    public async Task Run_TheProbeIsAccepted_OthersNeedNotWaitForItsEnd(FailureKind kind)
    {
        _first.Fails(kind);
        await GenerateAsync(5);
        _app.Time.Advance(TimeSpan.FromMinutes(6));
        _first.OnSubmit = static (provider, request, _) => Task.FromResult(provider.Accepted(request, JobStatus.Running));
        using var source = new CancellationTokenSource();
        var probing = _app.Images.GenerateImageAsync(TestApplication.Request(), "first", source.Token);

        Assert.Equal(CircuitState.Closed, _app.Monitor.GetStatus()[0].Circuit);
        await source.CancelAsync();
        await Assert.ThrowsAsync<ImageGenerationCanceledException>(() => _app.RunAsync(probing));
        Assert.Equal(CircuitState.Closed, _app.Monitor.GetStatus()[0].Circuit);
    }

    // Jobs were accepted before, and came to nothing: here only the end tells.
    [Fact]
    public async Task Run_TheProbeIsAcceptedAfterJobsThatStalled_ItsEndDecides()
    {
        await using var app = new TestApplication(
            [_first],
            options => options.Routing.MaxRecoveryWait = TimeSpan.Zero,
            provider: options => (options.Jobs.RunTimeout, options.Breaker.FailureThreshold) = (TimeSpan.FromSeconds(5), 1));
        _first.OnSubmit = static (provider, request, _) => Task.FromResult(provider.Accepted(request, JobStatus.Running));
        await Assert.ThrowsAnyAsync<ImageGenerationException>(() => app.RunAsync(app.Images.GenerateImageAsync(TestApplication.Request(), "first")));
        app.Time.Advance(TimeSpan.FromSeconds(31));

        var probing = app.Images.GenerateImageAsync(TestApplication.Request(), "first");

        Assert.Equal(CircuitState.HalfOpen, app.Monitor.GetStatus()[0].Circuit);
        await Assert.ThrowsAnyAsync<ImageGenerationException>(() => app.RunAsync(probing));
        Assert.Equal(CircuitState.Open, app.Monitor.GetStatus()[0].Circuit);
    }

    [Fact]
    public async Task Run_AProbeBetweenIsRefusedAfterJobsThatStalled_TheEndOfTheNextStillDecides()
    {
        await using var app = new TestApplication(
            [_first],
            options => options.Routing.MaxRecoveryWait = TimeSpan.Zero,
            provider: options =>
            {
                options.Retry.MaxResubmits = 0;
                (options.Jobs.RunTimeout, options.Breaker.FailureThreshold) = (TimeSpan.FromSeconds(5), 1);
            });
        await FailAsync(static (provider, request, _) => Task.FromResult(provider.Accepted(request, JobStatus.Running)));
        await FailAsync(static (_, _, _) => Task.FromResult(FakeProvider.Refused(FailureKind.Unavailable)));

        _first.OnSubmit = static (provider, request, _) => Task.FromResult(provider.Accepted(request, JobStatus.Running));
        var probing = app.Images.GenerateImageAsync(TestApplication.Request(), "first");

        Assert.Equal(CircuitState.HalfOpen, app.Monitor.GetStatus()[0].Circuit);
        await Assert.ThrowsAnyAsync<ImageGenerationException>(() => app.RunAsync(probing));

        async Task FailAsync(Func<FakeProvider, ProviderRequest, CancellationToken, Task<ProviderJob>> submit)
        {
            _first.OnSubmit = submit;
            await Assert.ThrowsAnyAsync<ImageGenerationException>(
                () => app.RunAsync(app.Images.GenerateImageAsync(TestApplication.Request(), "first")));
            app.Time.Advance(TimeSpan.FromSeconds(31));
        }
    }

    private async Task AssertNotCountedAsync()
    {
        for (var i = 0; i < 8; i++)
        {
            var request = TestApplication.Request() with { Deadline = TimeSpan.FromSeconds(1) };
            await Assert.ThrowsAnyAsync<ImageGenerationException>(() => _app.RunAsync(_app.Images.GenerateImageAsync(request, "first")));
        }

        Assert.Equal(8, _first.Submits.Count);
        Assert.Equal(CircuitState.Closed, _app.Monitor.GetStatus()[0].Circuit);
    }

    private async Task GenerateAsync(int times)
    {
        for (var i = 0; i < times; i++)
        {
            var response = await _app.RunAsync(_app.Images.GenerateImageWithFailoverAsync(TestApplication.Request()));
            Assert.NotEmpty(response.Images);
        }
    }

    private sealed class Throwing : IProgress<GenerationProgress>
    {
        public void Report(GenerationProgress value) => throw new InvalidOperationException("a bug of the application");
    }
}
