using ImageGeneration.Breaking;
using ImageGeneration.Providers;
using ImageGeneration.Tests.Time;
using Polly.CircuitBreaker;

namespace ImageGeneration.Tests.Breaking;

/// <summary>One circuit by itself: for whom it is open, and what ends that. Three failures in a row open it for 30 seconds, a refused key
/// for five minutes.</summary>
public sealed class CircuitRulesTests
{
    private static readonly ProviderFailure _silent = new(FailureKind.Unavailable, "no answer");
    private static readonly ProviderFailure _broken = new(FailureKind.Unavailable, "503") { StatusCode = 503 };
    private static readonly ProviderFailure _refusedKey = new(FailureKind.Unauthorized, "401") { StatusCode = 401 };
    private static readonly ProviderFailure _stalled = new(FailureKind.TimedOut, "it ran too long");

    private readonly StepClock _time = new();
    private readonly CircuitBreaker _circuit;
    private int _opened;

    public CircuitRulesTests() =>
        _circuit = new("fake", isOfProvider: true, new() { FailureThreshold = 3 }, _time, () => _opened++);

    [Fact]
    public void TryEnter_OnePromptFailedAgainAndAgain_IsRefusedAlone()
    {
        Fail(_silent, "evil", "evil", "evil");

        Assert.Equal((CircuitState.Open, 0), (_circuit.State, _opened));
        Assert.NotNull(Refusal("evil"));
        Assert.Equal(BreakerPass.OtherPrompt, Enter("fine"));
        Assert.Equal((30, null), (_circuit.BreakRemainingFor(Request("evil"))?.TotalSeconds, _circuit.BreakRemainingFor(Request("fine"))));
    }

    [Fact]
    public void TryEnter_AsManyPromptsFailed_EveryoneIsRefused()
    {
        Fail(_silent, "one", "two", "three");

        Assert.Equal(1, _opened);
        Assert.NotNull(Refusal("fine"));
    }

    [Fact]
    public void Report_SomebodyWasAcceptedMeanwhile_DifferentPromptsOpenNothing()
    {
        _circuit.NoteAccepted(BreakerPass.Closed);

        Fail(_broken, "one", "two", "three", "four");

        Assert.Equal(CircuitState.Closed, _circuit.State);
    }

    [Fact]
    public void Report_AJobSucceededMeanwhile_DifferentPromptsOpenNothing()
    {
        Succeed("fine", BreakerPass.Closed);

        Fail(_broken, "one", "two", "three", "four");

        Assert.Equal(CircuitState.Closed, _circuit.State);
    }

    [Fact]
    public void Report_SomebodyWasAcceptedLongAgo_DifferentPromptsOpenIt()
    {
        _circuit.NoteAccepted(BreakerPass.Closed);
        _time.Advance(TimeSpan.FromSeconds(30));

        Fail(_broken, "one", "two", "three");

        Assert.NotNull(Refusal("fine"));
    }

    [Fact]
    public void Report_SomebodyWasAcceptedMeanwhile_OnePromptIsRefusedAlone()
    {
        _circuit.NoteAccepted(BreakerPass.Closed);

        Fail(_broken, "evil", "evil", "evil");

        Assert.NotNull(Refusal("evil"));
        Assert.Equal(BreakerPass.OtherPrompt, Enter("fine"));
    }

    [Fact]
    public void Report_AnotherPromptSucceeds_TheBreakIsOver()
    {
        Fail(_silent, "evil", "evil", "evil");

        Succeed("fine", Enter("fine"));

        Assert.Equal((CircuitState.Closed, null), (_circuit.State, _circuit.BreakRemaining));
        Assert.Equal(BreakerPass.Closed, Enter("evil"));
    }

    [Fact]
    public void Report_OtherPromptsFailToo_EveryoneIsRefused()
    {
        Fail(_silent, "evil", "evil", "evil");

        foreach (var prompt in new[] { "one", "two" })
        {
            _circuit.Report(Request(prompt), ProviderJob.Failed(_silent), Enter(prompt));
        }

        Assert.NotNull(Refusal("fine"));
        Assert.Equal(1, _opened);
    }

    [Fact]
    public async Task Report_TheProbeSucceeds_TheBreakIsOverForThoseWhoWaitToo()
    {
        Fail(_silent, "one", "two", "three");
        _time.Advance(TimeSpan.FromSeconds(31));
        var probe = Enter("one");
        var waiting = _circuit.WaitUntilRetryAllowedAsync(Request("two"), CancellationToken.None);
        Assert.False(waiting.IsCompleted);

        Succeed("one", probe);

        await waiting;
        Assert.Equal(BreakerPass.Closed, Enter("two"));
        Fail(_silent, "one", "two", "three");
        Assert.Equal(CircuitState.Open, _circuit.State);
    }

    [Fact]
    public void Report_AJobFromBeforeTheBreakSucceeds_TheBreakGoesOn()
    {
        var before = Enter("fine");
        Fail(_silent, "evil", "evil", "evil");

        Succeed("fine", before);

        Assert.NotNull(Refusal("evil"));
    }

    [Fact]
    public void Report_AnotherPromptSucceedsAfterTheKeyWasRefused_TheBreakGoesOn()
    {
        Fail(_silent, "evil", "evil", "evil");
        var other = Enter("fine");
        Fail(_refusedKey, "another");

        Succeed("fine", other);

        Assert.NotNull(Refusal("fine"));
    }

    [Fact]
    public void Report_ASuccessAmongJobsThatStall_CountsFromTheStart()
    {
        Fail(_stalled, "one", "two");
        Succeed("three", BreakerPass.Closed);

        Fail(_stalled, "four", "five");

        Assert.Equal(CircuitState.Closed, _circuit.State);
    }

    [Fact]
    public void Report_ARefusedKeyAmongOtherFailures_IsNotOneOfThem()
    {
        Fail(_silent, "one");
        Fail(_refusedKey, "two");
        _circuit.ForgetKey();

        Fail(_silent, "three");

        Assert.Equal(CircuitState.Closed, _circuit.State);
    }

    [Fact]
    public void ForgetKey_ItWasRefused_TheBreakIsOver()
    {
        Fail(_refusedKey, "one");
        Assert.Equal(300, _circuit.BreakRemaining?.TotalSeconds);

        _circuit.ForgetKey();

        Assert.Equal((CircuitState.Closed, null), (_circuit.State, _circuit.BreakRemaining));
        Assert.Equal(BreakerPass.Closed, Enter("one"));
    }

    [Fact]
    public void ForgetKey_ItWasNotTheKey_TheBreakGoesOn()
    {
        Fail(_silent, "one", "two", "three");

        _circuit.ForgetKey();

        Assert.Equal(30, _circuit.BreakRemaining?.TotalSeconds);
    }

    [Fact]
    public async Task ForgetKey_AProbeIsUnderWay_NobodyWaitsForItAnyMore()
    {
        Fail(_refusedKey, "one");
        _time.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(BreakerPass.Probe, Enter("one"));
        var waiting = _circuit.WaitUntilRetryAllowedAsync(Request("two"), CancellationToken.None);
        Assert.False(waiting.IsCompleted);

        _circuit.ForgetKey();

        await waiting;
        Fail(_refusedKey, "one");
        Assert.Equal(CircuitState.Open, _circuit.State);
    }

    [Fact]
    public void TryEnter_BeforeAndDuringAProbe_TheRefusalTellsWhenToComeBack()
    {
        Fail(_silent, "one", "two", "three");
        _time.Advance(TimeSpan.FromSeconds(20));
        var before = Refusal("four")!;
        _time.Advance(TimeSpan.FromSeconds(25));
        Assert.Equal(BreakerPass.Probe, Enter("four"));
        var during = Refusal("five")!;

        Assert.Equal((TimeSpan.FromSeconds(10), TimeSpan.Zero), (before.RetryAfter, during.RetryAfter));
        Assert.Equal((FailureKind.Unavailable, FailureOrigin.Local), (before.Kind, before.Origin));
        Assert.Equal("fake is unavailable (circuit open) after: no answer", before.Message);
    }

    private static ProviderRequest Request(string prompt) =>
        new() { Model = ImageModel.Sdxl, ModelId = "fake/sdxl", Prompt = prompt, Width = 1024, Height = 1024 };

    private void Fail(ProviderFailure failure, params IEnumerable<string> prompts)
    {
        foreach (var prompt in prompts)
        {
            _circuit.Report(Request(prompt), ProviderJob.Failed(failure), BreakerPass.Closed);
        }
    }

    private void Succeed(string prompt, BreakerPass pass) =>
        _circuit.Report(Request(prompt), new() { Status = JobStatus.Succeeded }, pass);

    private BreakerPass Enter(string prompt)
    {
        Assert.True(_circuit.TryEnter(Request(prompt), out var pass, out var refusal), refusal?.Message);
        return pass;
    }

    private ProviderFailure? Refusal(string prompt) => _circuit.TryEnter(Request(prompt), out _, out var refusal) ? null : refusal;
}
