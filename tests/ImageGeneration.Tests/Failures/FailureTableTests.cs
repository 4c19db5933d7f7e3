using ImageGeneration.Failures;
using ImageGeneration.Providers;

namespace ImageGeneration.Tests.Failures;

public sealed class FailureTableTests
{
    [Fact]
    public void For_UnknownOutcome_NeverTheSameProviderAgain() =>
        Assert.Equal(SameProvider.Never, FailureTable.For(FailureKind.UnknownOutcome).Same);

    [Theory]
    [InlineData(FailureKind.RateLimited)]
    [InlineData(FailureKind.Unavailable)]
    public void For_WhatWasNotAccepted_TheSameProviderAgain(FailureKind kind) =>
        Assert.Equal(SameProvider.IfNotAccepted, FailureTable.For(kind).Same);

    [Fact]
    public void For_EveryOtherKindButAFailedJob_NeverTheSameProviderAgain()
    {
        var others = Enum.GetValues<FailureKind>().Except([FailureKind.RateLimited, FailureKind.Unavailable, FailureKind.JobFailed]);

        Assert.All(others, kind => Assert.Equal(SameProvider.Never, FailureTable.For(kind).Same));
    }

    [Fact]
    public void For_InvalidRequest_StopsTheRoute() => Assert.Equal(NextProvider.No, FailureTable.For(FailureKind.InvalidRequest).Next);

    [Theory]
    [InlineData(FailureKind.Unauthorized)]
    [InlineData(FailureKind.OutOfCredit)]
    public void For_KeyOrCredit_OpensForLong(FailureKind kind) => Assert.Equal(CircuitEffect.OpensLong, FailureTable.For(kind).Circuit);

    [Theory]
    [InlineData(FailureKind.InvalidRequest)]
    [InlineData(FailureKind.ContentRejected)]
    [InlineData(FailureKind.QueueFull)]
    [InlineData(FailureKind.RateLimited)]
    [InlineData(FailureKind.Canceled)]
    public void For_WhatIsNotTheProvidersFault_TheCircuitDoesNotCount(FailureKind kind) =>
        Assert.True(FailureTable.For(kind).Circuit is CircuitEffect.None or CircuitEffect.Success);

    [Fact]
    public void For_AKindThatNobodyKnows_IsTakenForTheWorst()
    {
        var rule = FailureTable.For((FailureKind)1000);

        Assert.Equal(FailureTable.For(FailureKind.Unknown), rule);
        Assert.Equal(
            (SameProvider.Never, NextProvider.IfUnknownMayMoveOn, CircuitEffect.None, JobAcceptance.Unknown, Billing.Open),
            (rule.Same, rule.Next, rule.Circuit, rule.Acceptance, rule.Billing));
    }

    /// <summary>What may be there is never sent again to the same provider.</summary>
    [Fact]
    public void For_WhatMayHaveBeenAccepted_IsNotSentAgainButAsANewJob() =>
        Assert.All(
            Enum.GetValues<FailureKind>().Where(kind => FailureTable.For(kind).Acceptance != JobAcceptance.NotAccepted),
            kind => Assert.NotEqual(SameProvider.IfNotAccepted, FailureTable.For(kind).Same));

    [Fact]
    public void Circuit_OfThisProcessAlone_SaysNothing() =>
        Assert.All(
            Enum.GetValues<FailureKind>(),
            kind => Assert.Equal(CircuitEffect.None, new ProviderFailure(kind, "here") { Origin = FailureOrigin.Local }.Circuit));

    [Theory]
    [InlineData(FailureKind.Unavailable, 200, false)]
    [InlineData(FailureKind.Unavailable, 503, true)]
    [InlineData(FailureKind.Unavailable, null, true)]
    [InlineData(FailureKind.RateLimited, 429, true)]
    [InlineData(FailureKind.Unauthorized, 401, false)]
    public void MayPass_OfARead_UnlessItIsRefusedOrUnreadable(FailureKind kind, int? status, bool mayPass) =>
        Assert.Equal(mayPass, new ProviderFailure(kind, "read") { StatusCode = status }.MayPass);
}
