namespace ImageGeneration.Tests;

public sealed class ImageGenerationExceptionTests
{
    [Theory]
    [InlineData(FailureKind.RateLimited, true)]
    [InlineData(FailureKind.QueueFull, true)]
    [InlineData(FailureKind.Unavailable, true)]
    [InlineData(FailureKind.TimedOut, true)]
    [InlineData(FailureKind.InvalidRequest, false)]
    [InlineData(FailureKind.Unauthorized, false)]
    [InlineData(FailureKind.OutOfCredit, false)]
    [InlineData(FailureKind.ContentRejected, false)]
    [InlineData(FailureKind.BudgetExceeded, false)]
    [InlineData(FailureKind.UnknownOutcome, false)]
    public void IsTransient_SaysWhetherWaitingHelps(FailureKind kind, bool isTransient) =>
        Assert.Equal(isTransient, new ImageGenerationException(kind, "It failed.").IsTransient);
}
