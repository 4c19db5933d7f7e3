using ImageGeneration.Tests.Fakes;
using Polly.CircuitBreaker;

namespace ImageGeneration.Tests.Failover;

public sealed class RecoveryWaitTests : IAsyncDisposable
{
    private readonly FakeProvider _first = new("first");
    private readonly FakeProvider _second = new("second");
    private TestApplication _app;

    public RecoveryWaitTests() => _app = Application(TimeSpan.FromMinutes(1));

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task Generate_EveryCircuitIsOpen_TheFirstThatRecoversIsWaitedFor()
    {
        await BreakAsync(_second);
        _app.Time.Advance(TimeSpan.FromSeconds(10));
        await BreakAsync(_first);
        Heal();

        var response = await GenerateAsync();

        Assert.Equal("second", response.Provider);
        Assert.InRange(response.GenerationTime.TotalSeconds, 1, 30);
        Assert.Equal(CircuitState.Closed, _app.Monitor.GetStatus()[1].Circuit);
    }

    // Delays count whole milliseconds; the rest of one must not be asked for again and again while the clock stands.
    [Fact]
    public async Task Generate_APauseThatEndsWithinAMillisecond_IsWaitedFor()
    {
        foreach (var provider in new[] { _first, _second })
        {
            provider.OnSubmit = (self, request, _) => Task.FromResult(self.Submits.Count == 1
                ? FakeProvider.Refused(FailureKind.RateLimited, TimeSpan.FromMilliseconds(20_000.5))
                : self.Done(request));
        }

        var response = await GenerateAsync();

        Assert.InRange(response.GenerationTime.TotalSeconds, 20, 21);
    }

    [Fact]
    public async Task Generate_TheOnlyCircuitIsOpen_ItIsWaitedFor()
    {
        await BreakAsync(_first);
        Heal();

        var response = await _app.RunAsync(_app.Images.GenerateImageAsync(TestApplication.Request(), "first"));

        Assert.InRange(response.GenerationTime.TotalSeconds, 1, 60);
    }

    [Fact]
    public async Task Generate_ManyWaitForTheSameRecovery_OneProbesAndAllAreDelivered()
    {
        await BreakAsync(_first, _second);
        Heal();
        var before = _first.Submits.Count;
        var during = 0;
        _first.OnSubmit = async (provider, request, token) =>
        {
            var isProbe = provider.Submits.Count == before + 1;
            await Task.Delay(TimeSpan.FromSeconds(2), _app.Time, token);
            during = isProbe ? provider.Submits.Count - before : during;
            return provider.Done(request);
        };
        _second.Fails(FailureKind.Unavailable);

        var responses = await _app.RunAsync(Task.WhenAll(
            Enumerable.Range(0, 20).Select(_ => _app.Images.GenerateImageAsync(TestApplication.Request(), "first"))));

        Assert.Equal(20, responses.Length);
        Assert.Equal(1, during);
    }

    [Fact]
    public async Task Generate_APauseAndABreak_TheShorterIsWaitedOut()
    {
        await BreakAsync(_second);
        var calls = 0;
        _first.OnSubmit = (provider, request, _) => Task.FromResult(
            ++calls == 1 ? FakeProvider.Refused(FailureKind.RateLimited, TimeSpan.FromSeconds(20)) : provider.Done(request));

        var response = await GenerateAsync();

        Assert.Equal("first", response.Provider);
        Assert.InRange(response.GenerationTime.TotalSeconds, 20, 29);
    }

    [Fact]
    public async Task Generate_TheMaxWaitIsZero_FailsAtOnceAndSaysWhenToComeBack()
    {
        await _app.DisposeAsync();
        _app = Application(TimeSpan.Zero);
        await BreakAsync(_first, _second);

        var failure = await Assert.ThrowsAsync<AllProvidersFailedException>(
            () => _app.Images.GenerateImageWithFailoverAsync(TestApplication.Request()));

        Assert.InRange(failure.RetryAfter!.Value.TotalSeconds, 1, 30);
    }

    [Fact]
    public async Task Generate_TheBreakIsLongerThanTheMaxWait_FailsAtOnce()
    {
        _first.Fails(FailureKind.Unauthorized);
        _second.Fails(FailureKind.OutOfCredit);
        await Assert.ThrowsAsync<AllProvidersFailedException>(GenerateAsync);

        var again = Assert.ThrowsAsync<AllProvidersFailedException>(() => _app.Images.GenerateImageWithFailoverAsync(TestApplication.Request()));

        Assert.True(again.IsCompleted);
        Assert.Contains("is unavailable (circuit open) after", (await again).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Generate_TheDeadlineIsBeforeTheRecovery_FailsAtOnce()
    {
        await BreakAsync(_first, _second);

        var failing = Assert.ThrowsAsync<AllProvidersFailedException>(
            () => _app.Images.GenerateImageWithFailoverAsync(TestApplication.Request() with { Deadline = TimeSpan.FromSeconds(5) }));

        Assert.True(failing.IsCompleted);
        await failing;
    }

    [Fact]
    public async Task Generate_TheRecoveryFailsAgain_TheMaxWaitIsForAllOfIt()
    {
        await BreakAsync(_first, _second);
        var started = _app.Time.Elapsed;

        await Assert.ThrowsAsync<AllProvidersFailedException>(GenerateAsync);

        Assert.InRange((_app.Time.Elapsed - started).TotalSeconds, 25, 90);
    }

    [Fact]
    public async Task Generate_TheCallerLeavesWhileWaiting_Canceled()
    {
        await BreakAsync(_first, _second);
        using var source = new CancellationTokenSource(TimeSpan.FromSeconds(3), _app.Time);

        await Assert.ThrowsAsync<ImageGenerationCanceledException>(
            () => _app.RunAsync(_app.Images.GenerateImageWithFailoverAsync(TestApplication.Request(), source.Token)));
    }

    [Fact]
    public async Task Generate_OneLostTheAnswerAndTheOtherCircuitIsOpen_OnlyTheOtherIsAskedAgain()
    {
        await BreakAsync(_second);
        _first.Fails(FailureKind.UnknownOutcome);
        var before = _first.Submits.Count;
        _second.OnSubmit = static (provider, request, _) => Task.FromResult(provider.Done(request));

        var response = await GenerateAsync();

        Assert.Equal("second", response.Provider);
        Assert.Equal(before + 1, _first.Submits.Count);
    }

    // Whoever probed has failed; those who waited for it have most of their wait left.
    [Fact]
    public async Task Generate_TheProbeOfAnotherFails_TheNextRecoveryIsWaitedFor()
    {
        await _app.DisposeAsync();
        _app = Application(TimeSpan.FromMinutes(2));
        await BreakAsync(_first, _second);
        var before = _first.Submits.Count;
        _first.OnSubmit = async (provider, request, token) =>
        {
            var isProbe = provider.Submits.Count == before + 1;
            await Task.Delay(TimeSpan.FromSeconds(2), _app.Time, token);
            return isProbe ? FakeProvider.Refused(FailureKind.Unavailable) : provider.Done(request);
        };

        var calls = Enumerable.Range(0, 5).Select(async _ =>
        {
            try
            {
                return (await _app.Images.GenerateImageAsync(TestApplication.Request() with { Deadline = TimeSpan.FromMinutes(5) }, "first")).Images.Count;
            }
            catch (ImageGenerationException)
            {
                return 0;
            }
        }).ToList();

        var delivered = await _app.RunAsync(Task.WhenAll(calls));

        Assert.Equal(4, delivered.Sum());
    }

    private TestApplication Application(TimeSpan maxWait) => new(
        [_first, _second],
        options => options.Routing.MaxRecoveryWait = maxWait,
        provider: options =>
        {
            options.Retry.MaxResubmits = 0;
            options.RateLimit.RequestsPerMinute = 10_000;
        });

    private async Task BreakAsync(params FakeProvider[] providers)
    {
        foreach (var provider in providers)
        {
            provider.Fails(FailureKind.Unavailable);
            for (var i = 0; i < 5; i++)
            {
                await Assert.ThrowsAsync<ImageGenerationException>(
                    () => _app.RunAsync(_app.Images.GenerateImageAsync(TestApplication.Request(), provider.Name)));
            }
        }
    }

    private void Heal() => _first.OnSubmit = _second.OnSubmit = static (provider, request, _) => Task.FromResult(provider.Done(request));

    private Task<ImageGenerationResponse> GenerateAsync() => _app.RunAsync(_app.Images.GenerateImageWithFailoverAsync(TestApplication.Request()));
}
