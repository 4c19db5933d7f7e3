using ImageGeneration.Breaking;
using ImageGeneration.Providers;
using ImageGeneration.Tests.Time;
using Polly.CircuitBreaker;

namespace ImageGeneration.Tests.Breaking;

/// <summary>The circuits of a provider and of its models: which of them a request meets. One failure opens for 30 seconds, a refused key or
/// a closed model for five minutes.</summary>
public sealed class ProviderCircuitsTests
{
    private static readonly ProviderFailure _broken = new(FailureKind.Unavailable, "503") { StatusCode = 503 };
    private static readonly ProviderFailure _refused = new(FailureKind.Unauthorized, "403") { StatusCode = 403 };

    private readonly StepClock _time = new();
    private readonly ProviderCircuits _circuits;

    public ProviderCircuitsTests() => _circuits = new("fake", new() { FailureThreshold = 1 }, _time, static () => { });

    [Fact]
    public void OpenModels_Several_AreInTheOrderOfTheirIds()
    {
        Fail("b", _refused with { Scope = FailureScope.Model });
        Fail("a", _broken with { Scope = FailureScope.Model });
        Fail("c", _broken with { Scope = FailureScope.Request });

        Assert.Equal(
            [("a", 30, "503"), ("b", 300, "403")],
            _circuits.OpenModels.Select(model => (model.ModelId, model.CircuitOpenFor?.TotalSeconds, model.Reason)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void BreakRemainingFor_ProviderAndModelAreOpen_IsTheLonger(bool isModelLonger)
    {
        Fail("a", (isModelLonger ? _refused : _broken) with { Scope = FailureScope.Model });
        Assert.Equal(isModelLonger ? 300 : 30, _circuits.BreakRemainingFor(Request("a"))?.TotalSeconds);

        Fail("a", isModelLonger ? _broken : _refused);

        Assert.Equal(300, _circuits.BreakRemainingFor(Request("a"))?.TotalSeconds);
    }

    [Fact]
    public void TryEnter_TheModelRefusesWhatWouldProbeTheProvider_AnotherProbes()
    {
        Fail("a", _refused with { Scope = FailureScope.Model });
        Fail("a", _broken);
        _time.Advance(TimeSpan.FromSeconds(31));

        Assert.Null(_circuits.TryEnter(Request("a"), out var refusal));

        Assert.Equal("a at fake is unavailable (circuit open) after: 403", refusal?.Message);
        Assert.Equal(CircuitState.Open, _circuits.Provider.State);
        using var other = _circuits.TryEnter(Request("b"), out _);
        Assert.NotNull(other);
    }

    [Fact]
    public void TryEnter_AModelRefusedOnePrompt_OthersAreLetThrough()
    {
        Fail("a", _refused with { Scope = FailureScope.Model });

        using var other = _circuits.TryEnter(Request("a") with { Prompt = "a red fox" }, out _);

        Assert.NotNull(other);
        Assert.Null(_circuits.TryEnter(Request("a"), out _));
    }

    [Fact]
    public void ForgetKey_RefusedByProviderAndModel_BothAreThereAgain()
    {
        Fail("a", _refused with { Scope = FailureScope.Model });
        Fail("b", _refused);

        _circuits.ForgetKey();

        Assert.Equal(CircuitState.Closed, _circuits.Provider.State);
        Assert.Empty(_circuits.OpenModels);
    }

    private static ProviderRequest Request(string model) =>
        new() { Model = ImageModel.Sdxl, ModelId = model, Prompt = "a lighthouse", Width = 1024, Height = 1024 };

    private void Fail(string model, ProviderFailure failure) =>
        _circuits.Report(Request(model), ProviderJob.Failed(failure), new(BreakerPass.Closed, BreakerPass.Closed));
}
