using ImageGeneration.Telemetry;

namespace ImageGeneration.Tests.Telemetry;

public sealed class TelemetryTagsTests
{
    [Theory]
    [InlineData(FailureKind.InvalidRequest, "invalid_request")]
    [InlineData(FailureKind.JobFailed, "job_failed")]
    [InlineData(FailureKind.Canceled, "canceled")]
    [InlineData(FailureKind.BudgetExceeded, "budget_exceeded")]
    public void Of_FailureKind_IsItsSnakeCaseWord(FailureKind kind, string word) => Assert.Equal(word, TelemetryTags.For(kind));

    [Theory]
    [InlineData(CancellationOutcome.Confirmed, "confirmed")]
    [InlineData(CancellationOutcome.NotConfirmed, "not_confirmed")]
    [InlineData(CancellationOutcome.AlreadyFinished, "already_finished")]
    public void Of_CancellationOutcome_IsItsSnakeCaseWord(CancellationOutcome outcome, string word) =>
        Assert.Equal(word, TelemetryTags.For(outcome));

    // The words are looked up by the number of the kind.
    [Fact]
    public void FailureKind_IsNumberedFromZeroWithoutGaps() =>
        Assert.Equal(Enumerable.Range(0, Enum.GetValues<FailureKind>().Length), Enum.GetValues<FailureKind>().Select(kind => (int)kind));
}
