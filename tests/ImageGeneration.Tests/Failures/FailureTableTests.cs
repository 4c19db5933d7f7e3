using ImageGeneration.Failures;

namespace ImageGeneration.Tests.Failures;

public sealed class FailureTableTests
{
    [Fact]
    public void For_UnknownOutcome_NeverTheSameProviderAgain() =>
        Assert.Equal(SameProvider.Never, FailureTable.For(FailureKind.UnknownOutcome).Same);

    [Theory]
    [InlineData(FailureKind.RateLimited)]
    [InlineData(FailureKind.Unavailable)]
    public void For_WhatWasNotSent_TheSameProviderAgain(FailureKind kind) => Assert.Equal(SameProvider.IfNotSent, FailureTable.For(kind).Same);

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
    public void For_KeyOrCredit_OpensForLong(FailureKind kind) => Assert.Equal(BreakerEffect.OpensLong, FailureTable.For(kind).Breaker);

    [Theory]
    [InlineData(FailureKind.InvalidRequest)]
    [InlineData(FailureKind.ContentRejected)]
    [InlineData(FailureKind.QueueFull)]
    [InlineData(FailureKind.RateLimited)]
    [InlineData(FailureKind.Canceled)]
    public void For_WhatIsNotTheProvidersFault_TheBreakerDoesNotCount(FailureKind kind) =>
        Assert.Equal(BreakerEffect.None, FailureTable.For(kind).Breaker);
}
